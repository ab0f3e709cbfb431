import { describe, expect, it } from "vitest";
import { type CursorPage, readByCursor } from "../../../src/providers/support/cursor-pages.js";
import { type ListPage, readByOffset } from "../../../src/providers/support/list-pages.js";
import { createPageSize } from "../../../src/providers/support/page-size.js";
import { answer } from "./answers.js";

/** A vendor's list of `count` numbers, with the ways in which vendors differ. */
function list(count: number, { most = 100, tellsTotal = true, tellsSize = false, statedTotal = count } = {}) {
  const asked = 100;
  const offsets: number[] = [];
  const rows = Array.from({ length: count }, (_, index) => index);
  const fetchPage = async (offset: number): Promise<ListPage<number>> => {
    offsets.push(offset);
    const size = Math.min(asked, most);
    return {
      rows: rows.slice(offset, offset + size),
      total: tellsTotal ? statedTotal : null,
      size: tellsSize ? size : null,
    };
  };
  return { offsets, pages: readByOffset(fetchPage, () => asked, 3) };
}

async function readAll<Page extends { readonly rows: readonly number[] }, End>(
  pages: AsyncGenerator<Page, End, void>,
) {
  const rows: number[] = [];
  for (;;) {
    const page = await pages.next();
    if (page.done) return { rows: rows.toSorted((a, b) => a - b), end: page.value };
    rows.push(...page.value.rows);
  }
}

const everybody = (count: number) => Array.from({ length: count }, (_, index) => index);

describe("reading a list by offsets", () => {
  it.each([0, 1, 99, 100, 101, 250])("reads %i rows with as few calls as the total needs", async (count) => {
    const { pages, offsets } = list(count);
    expect(await readAll(pages)).toEqual({ rows: everybody(count), end: { total: count } });
    expect(offsets).toHaveLength(Math.max(1, Math.ceil(count / 100)));
  });

  it.each([
    ["and says so", true],
    ["without a word", false],
  ])("follows a vendor that gives fewer than were asked for, %s", async (_how, tellsSize) => {
    const { pages, offsets } = list(130, { most: 50, tellsSize });
    expect(await readAll(pages)).toEqual({ rows: everybody(130), end: { total: 130 } });
    expect(offsets).toEqual([0, 50, 100]);
  });

  it("reads on without a total, to the empty page", async () => {
    const { pages, offsets } = list(250, { tellsTotal: false });
    expect(await readAll(pages)).toEqual({ rows: everybody(250), end: { total: null } });
    expect(offsets).toEqual([0, 100, 200, 250]);
  });

  it("takes a page for the last when it is shorter than the size the answer names", async () => {
    const { pages, offsets } = list(120, { tellsTotal: false, most: 50, tellsSize: true });
    expect(await readAll(pages)).toEqual({ rows: everybody(120), end: { total: null } });
    expect(offsets).toEqual([0, 50, 100]);
  });

  it("does not take 50 of 120 for everybody when neither size nor total is told", async () => {
    const { pages } = list(120, { tellsTotal: false, most: 50 });
    expect(await readAll(pages)).toEqual({ rows: everybody(120), end: { total: null } });
  });

  it("begins each page behind what has come when a page may become smaller on the way", async () => {
    const offsets: number[] = [];
    let size = 100;
    const pages = readByOffset(
      async (offset) => {
        offsets.push(offset);
        if (offset === 100) size = 40;
        return { rows: everybody(250).slice(offset, offset + size), total: 250, size: null };
      },
      () => size,
    );
    expect(await readAll(pages)).toEqual({ rows: everybody(250), end: { total: 250 } });
    expect(offsets).toEqual([0, 100, 140, 180, 220]);
  });

  it("stops at a vendor that gives the same page for ever", async () => {
    const rows = everybody(100).map((id) => ({ id }));
    const pages = readByOffset(
      async () => ({ rows, total: null, size: null }),
      () => 100,
    );
    await pages.next();
    await expect(pages.next()).rejects.toThrow(
      "page 2 of the list brought nothing new after the 100 records",
    );
  });

  it("ends at an empty page when the total is far too large", async () => {
    const { pages, offsets } = list(30, { statedTotal: 1_000_000 });
    expect(await readAll(pages)).toEqual({ rows: everybody(30), end: { total: 1_000_000 } });
    expect(offsets.length).toBeLessThan(10);
  });
});

describe("reading a list whose pages name the next one", () => {
  function cursors(pages: readonly CursorPage<number>[], asked = 2) {
    return readAll(
      readByCursor(
        async (cursor) => pages[Number(cursor ?? 0)] ?? fail(),
        () => asked,
      ),
    );
  }
  const fail = (): never => {
    throw new Error("no such page");
  };
  const SILENT = {
    broken: expect.stringContaining("a full page"),
    next: expect.stringContaining("Update spendesk-hr"),
  };
  const page = (rows: number[], next: string | null | undefined, total: number | null = null) => ({
    rows,
    next,
    total,
  });

  it.each<[string, CursorPage<number>[], object]>([
    ["no next page", [page([0, 1], "1"), page([2], null)], { total: null }],
    ["no next page, and a total", [page([0, 1], "1", 3), page([2], null, 3)], { total: 3 }],
    ["a short page that says nothing of a next one", [page([0], undefined)], { total: null }],
    ["the total", [page([0, 1], undefined, 2)], { total: 2 }],
    ["less than the total", [page([0], undefined, 5)], { total: 5 }],
    ["nothing", [page([0, 1], undefined)], SILENT],
    ["nothing, and a total that is not reached", [page([0, 1], undefined, 5)], SILENT],
    ["an empty page that goes on", [page([], "0")], { broken: expect.stringContaining("empty") }],
    ["a cycle", [page([0, 1], "1"), page([2, 3], "1")], { broken: expect.stringContaining("leads back") }],
  ])("ends with %s", async (_end, pages, end) => {
    expect((await cursors(pages)).end).toEqual(end);
  });
});

describe("the size of a page", () => {
  const refusal = (message: string, path?: string) =>
    answer(400, { errors: [{ message, ...(path && { path }) }] });

  it.each<[string, (most: number) => ReturnType<typeof answer>]>([
    ["between 1 and 50", () => answer(400, { error: { message: "The limit must be between 1 and 50." } })],
    ["must be <= 50", () => refusal("must be <= 50", "/query/limit")],
    ["a word without a number", () => answer(422, { message: "pageSize is too large" })],
  ])("follows a refusal down: %s", async (_words, refuse) => {
    const size = createPageSize(100);
    const asked: number[] = [];
    const response = await size.ask(async (limit) => {
      asked.push(limit);
      return limit > 50 ? refuse(50) : answer(200, {});
    });
    expect(response.status).toBe(200);
    expect(asked).toEqual([100, 50]);
    expect(size.current()).toBe(50);
  });

  it("gives back a refusal about something else, and one of every size", async () => {
    const size = createPageSize(100);
    const other = await size.ask(async () => answer(400, { message: "Unknown filter" }));
    expect(other.status).toBe(400);
    expect(size.current()).toBe(100);
    const asked: number[] = [];
    await size.ask(async (limit) => {
      asked.push(limit);
      return answer(400, { message: "limit is wrong" });
    });
    expect(asked).toEqual([100, 50, 25, 12, 10]);
  });

  it("takes over the size an answer names, but no larger one", () => {
    const size = createPageSize(100);
    size.follow(250);
    size.follow(null);
    expect(size.current()).toBe(100);
    size.follow(30);
    expect(size.current()).toBe(30);
  });
});
