import { describe, expect, it } from "vitest";
import type { ManifestInput } from "../../../src/connectors/schema/manifest.js";
import type { LoopbackAnswer } from "../../conformance/loopback.js";
import { person } from "../example.js";
import { ok, readFrom } from "./read.js";

type Pagination = NonNullable<NonNullable<ManifestInput["requests"]>[string]["pagination"]>;

const PEOPLE = Array.from({ length: 250 }, (_, index) => person(index + 1));

/** A tool that answers with an error for pages of more than `most`. */
async function readWith(pagination: Pagination, refusal: LoopbackAnswer, most: number) {
  const asked: string[] = [];
  const requests = { people: { path: "/people", records: "people", total: "total", pagination } };
  const read = readFrom({ requests }, ({ url }) => {
    const [start, size] = ["start", "size"].map((name) => Number(url.searchParams.get(name) ?? 0));
    asked.push(`${start},${size}`);
    if (size === undefined || start === undefined || size > most) return refusal;
    const from = pagination.kind === "page" ? (start - 1) * size : start;
    return ok({ people: PEOPLE.slice(from, from + size), total: PEOPLE.length });
  });
  const outcome = await read.then(
    (reading) => reading.outcome,
    (error: { code: string }) => error.code,
  );
  return { outcome, asked: [...new Set(asked)] };
}

const OFFSETS = { kind: "offset", param: "start", sizeParam: "size", size: 100 } as const;
const NUMBERS = { kind: "page", param: "start", sizeParam: "size", size: 100 } as const;
const WHOLE = { complete: true, total: 250 };

describe("pages that are too much for a tool", () => {
  it("are asked for in the size that it names", async () => {
    const refusal = { status: 400, json: { message: "size must be at most 50 (page size)" } };
    const { outcome, asked } = await readWith(OFFSETS, refusal, 50);
    expect(outcome).toEqual(WHOLE);
    expect(asked).toEqual(["0,100", "0,50", "50,50", "100,50", "150,50", "200,50"]);
  });

  it("are halved while it says that it takes too long", async () => {
    const { outcome, asked } = await readWith(OFFSETS, { status: 408, json: {} }, 50);
    expect(outcome).toEqual(WHOLE);
    expect(asked.slice(0, 3)).toEqual(["0,100", "0,50", "50,50"]);
  });

  it.each([500, 502, 504])("are quartered once when it fails with %i after all tries", async (status) => {
    const { outcome, asked } = await readWith(OFFSETS, { status, json: {} }, 60);
    expect(outcome).toEqual(WHOLE);
    expect(asked.slice(0, 3)).toEqual(["0,100", "0,25", "25,25"]);
    const broken = await readWith(OFFSETS, { status, json: {} }, 0);
    expect(broken).toEqual({ outcome: "server_error", asked: ["0,100", "0,25"] });
  });

  it("are never asked for smaller where the size is the tool's own, or they are small already", async () => {
    const { sizeParam: _none, ...fixed } = OFFSETS;
    expect((await readWith(fixed, { status: 500, json: {} }, -1)).asked).toEqual(["0,0"]);
    expect((await readWith({ ...OFFSETS, size: 30 }, { status: 500, json: {} }, 0)).asked).toEqual(["0,30"]);
  });

  it("stay of one size where pages are numbered: only the first can be smaller", async () => {
    const { outcome, asked } = await readWith(NUMBERS, { status: 500, json: {} }, 60);
    expect(outcome).toEqual(WHOLE);
    expect(asked.slice(0, 3)).toEqual(["1,100", "1,25", "2,25"]);
  });
});
