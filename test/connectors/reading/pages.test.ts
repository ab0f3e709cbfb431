import { describe, expect, it } from "vitest";
import type { ManifestInput } from "../../../src/connectors/schema/manifest.js";
import { person } from "../example.js";
import { type Answers, ok, readFrom, verifyAt } from "./read.js";

type Pagination = NonNullable<NonNullable<ManifestInput["requests"]>[string]["pagination"]>;

const PEOPLE = Array.from({ length: 45 }, (_, index) => person(index + 1));

function paged(pagination: Pagination, more: object = {}): Partial<ManifestInput> {
  return { requests: { people: { path: "/people", records: "people", pagination, ...more } } };
}

const number = (query: URLSearchParams, name: string) => Number(query.get(name) ?? Number.NaN);

describe("pages of a manifest", () => {
  it.each<[string, Partial<ManifestInput>, Answers, number]>([
    [
      "numbers from 1 to an empty page",
      paged({ kind: "page", param: "page", size: 20 }),
      ({ url }) => ok({ people: PEOPLE.slice((number(url.searchParams, "page") - 1) * 20).slice(0, 20) }),
      4,
    ],
    [
      "numbers from 0 to a short page",
      paged({ kind: "page", param: "p", start: 0, sizeParam: "n", size: 20, shortPage: true }),
      ({ url }) => ok({ people: PEOPLE.slice(number(url.searchParams, "p") * 20).slice(0, 20) }),
      3,
    ],
    [
      "numbers to the last of so many pages",
      paged({ kind: "page", param: "page", size: 20, pages: "meta.pages" }),
      ({ url }) =>
        ok({
          people: PEOPLE.slice((number(url.searchParams, "page") - 1) * 20).slice(0, 20),
          meta: { pages: "3" },
        }),
      3,
    ],
    [
      "offsets from 1 that follow what came, to the total",
      paged({ kind: "offset", param: "sIndex", start: 1, sizeParam: "limit", size: 20 }, { total: "total" }),
      // Fewer come than are asked for.
      ({ url }) =>
        ok({ people: PEOPLE.slice(number(url.searchParams, "sIndex") - 1).slice(0, 15), total: 45 }),
      3,
    ],
    [
      "cursors, absent on the last page",
      paged({ kind: "cursor", param: "after", next: "next", size: 20, absentEnds: true }),
      ({ url }) => {
        const start = Number(url.searchParams.get("after") ?? 0);
        return ok({ people: PEOPLE.slice(start, start + 20), ...(start + 20 < 45 && { next: start + 20 }) });
      },
      3,
    ],
    [
      "cursors in the body of a POST that reads",
      paged(
        { kind: "cursor", param: "after", in: "body", sizeParam: "size", next: "next", size: 20 },
        { method: "POST", reads: true, body: { fields: ["id"] } },
      ),
      ({ body, method }) => {
        const { after: cursor = 0, size, fields } = JSON.parse(body);
        const after = Number(cursor);
        if (method !== "POST" || size !== 20 || fields[0] !== "id") return { status: 400, json: {} };
        return ok({
          people: PEOPLE.slice(after, after + 20),
          next: after + 20 < 45 ? after + 20 : null,
        });
      },
      3,
    ],
    [
      "a SCIM index",
      paged({ kind: "scim", size: 20 }),
      ({ url }) =>
        ok({
          people: PEOPLE.slice(number(url.searchParams, "startIndex") - 1).slice(
            0,
            number(url.searchParams, "count"),
          ),
          totalResults: 45,
        }),
      3,
    ],
    ["one answer", paged({ kind: "none" }), () => ok({ people: PEOPLE }), 1],
  ])("are read: %s", async (_what, parts, answers, calls) => {
    const { employees, outcome, log } = await readFrom(parts, answers);
    expect(outcome).toEqual({ complete: true, total: 45 });
    expect(employees.map(({ id }) => id)).toEqual(PEOPLE.map((_, index) => String(index + 1)));
    expect(log).toHaveLength(calls);
  });

  it("follow the next address and a Link header on the same host", async () => {
    const start = (url: URL) => Number(url.searchParams.get("at") ?? 0);
    const next = (url: URL, host: string | undefined) =>
      `http://${host}/people?at=${start(url) + 20}&x=1&x=2`;
    const byUrl = await readFrom(
      paged({ kind: "nextUrl", next: '["@odata.nextLink"]', size: 20, absentEnds: true }),
      ({ url, headers }) => {
        const people = PEOPLE.slice(start(url), start(url) + 20);
        return ok({ people, ...(start(url) + 20 < 45 && { "@odata.nextLink": next(url, headers.host) }) });
      },
    );
    expect(byUrl.outcome).toEqual({ complete: true, total: 45 });
    expect(byUrl.log[1]?.url.search).toBe("?at=20&x=1&x=2");
    const byLink = await readFrom(paged({ kind: "link", size: 20 }), ({ url, headers }) => {
      const people = PEOPLE.slice(start(url), start(url) + 20);
      const self = `<http://${headers.host}/people>; rel="self"`;
      const link = start(url) + 20 < 45 ? `${self}, <${next(url, headers.host)}>; rel="prefetch next"` : self;
      return { ...ok({ people }), headers: { link } };
    });
    expect(byLink.outcome).toEqual({ complete: true, total: 45 });
  });

  it("ask again for what an address in a Link header leaves out", async () => {
    const request = { query: { all: "yes" } };
    const answers: Answers = ({ url, headers }) => {
      const at = Number(url.searchParams.get("at") ?? 0);
      const link = `<http://${headers.host}/people?at=${at + 20}>; rel="next"`;
      const people = url.searchParams.get("all") === "yes" ? PEOPLE.slice(at, at + 20) : [];
      return { ...ok({ people }), ...(at + 20 < 45 && { headers: { link } }) };
    };
    const kept = await readFrom(paged({ kind: "link", size: 20, keepQuery: true }, request), answers);
    expect(kept.outcome).toEqual({ complete: true, total: 45 });
    expect(kept.log[1]?.url.search).toBe("?all=yes&at=20");
    const lost = await readFrom(paged({ kind: "link", size: 20 }, request), answers);
    expect(lost.outcome).toMatchObject({ complete: false });
  });

  it.each([
    "https://elsewhere.test/people",
    "http://169.254.169.254/latest",
    "//elsewhere.test/x",
    "https://user:pw@api.examplehr.test/",
  ])("never lead the credentials to %s", async (address) => {
    const asked: string[] = [];
    const read = readFrom(paged({ kind: "nextUrl", next: "next", size: 20 }), ({ url, headers }) => {
      asked.push(`${headers.host}${url.pathname}`);
      return ok({ people: PEOPLE.slice(0, 20), next: address });
    });
    await expect(read).rejects.toMatchObject({ kind: "configuration", code: "connector_host" });
    expect(asked).toHaveLength(1);
  });

  it("never lead to a redirect", async () => {
    const read = readFrom({}, () => ({
      status: 302,
      json: {},
      headers: { location: "https://elsewhere.test/" },
    }));
    await expect(read).rejects.toMatchObject({ kind: expect.stringMatching(/temporary|configuration/u) });
  });

  it("are incomplete when a cursor comes back, or a page brings nobody new", async () => {
    const again = await readFrom(paged({ kind: "cursor", param: "c", next: "next", size: 20 }), ({ url }) => {
      const start = url.searchParams.get("c") === "b" ? 20 : 0;
      return ok({ people: PEOPLE.slice(start, start + 20), next: "b" });
    });
    expect(again.outcome).toMatchObject({ complete: false, why: "a page leads back to an earlier one" });
    const same = await readFrom(paged({ kind: "page", param: "page", size: 20 }), () =>
      ok({ people: PEOPLE.slice(0, 20) }),
    );
    expect(same.outcome).toMatchObject({ complete: false, why: expect.stringContaining("nothing new") });
    expect(same.log.length).toBeLessThan(5);
  });

  it("say which request and place has no list", async () => {
    const read = readFrom({}, () => ok({ persons: [] }));
    await expect(read).rejects.toMatchObject({
      code: "unexpected_answer",
      why: "The answer to the request people has no list at people.",
    });
  });

  it("may be empty with 204, and have ids as keys", async () => {
    const none = await readFrom({}, () => ({ status: 204, json: undefined, html: "" }));
    expect(none.outcome).toEqual({ complete: true, total: 0 });
    const keyed = await readFrom(
      { requests: { people: { path: "/people", records: { path: "result", idKey: "id" } } } },
      () => ok({ result: { "17": [{ ...person(0), id: undefined }], "18": person(0) } }),
    );
    expect(keyed.employees.map(({ id }) => id)).toEqual(["17", "18"]);
  });

  it("tell connect about dates in another format, by request and record", async () => {
    const people = [person(1), person(2, { end: "31/12/2026" }), person(3, { end: "01/02/2027" })];
    const { report } = await verifyAt({}, () => ok({ people }));
    expect(report.obstacles).toEqual([
      {
        text: "the terminationDate (end) of record 2 of the request people, and of 1 other record is not written as iso-date",
        next: expect.stringContaining("dates.formats"),
      },
    ]);
  });
});
