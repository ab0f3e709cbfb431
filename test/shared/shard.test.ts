import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { inShard, MOST_SHARDS, parseShard, shardOf } from "../../src/shared/shard.js";

const ids = fc.uniqueArray(fc.stringMatching(/^[a-z0-9][a-z0-9-]{0,20}$/), { maxLength: 60 });
const count = fc.integer({ min: 1, max: MOST_SHARDS });

function shards(all: readonly string[], parts: number): readonly (readonly string[])[] {
  const entities = all.map((id) => ({ id }));
  return Array.from({ length: parts }, (_, at) =>
    inShard(entities, { index: at + 1, count: parts }).map(({ id }) => id),
  );
}

describe("shards", () => {
  it("have every entity once, in their order", () => {
    fc.assert(
      fc.property(ids, count, (all, parts) => {
        const split = shards(all, parts);
        expect(split.flat().sort()).toEqual([...all].sort());
        for (const part of split) expect(part).toEqual(all.filter((id) => part.includes(id)));
      }),
    );
  });

  it("do not depend on the order of the entities, nor on which others there are", () => {
    fc.assert(
      fc.property(ids, ids, count, (all, more, parts) => {
        const before = shards(all, parts);
        const after = shards([...new Set([...more, ...all.toReversed()])], parts);
        for (const [index, part] of before.entries()) {
          expect((after[index] ?? []).filter((id) => all.includes(id)).sort()).toEqual([...part].sort());
        }
      }),
    );
  });

  it("are the same in every version", () => {
    expect(["acme-uk", "acme-fr", "acme-de", "acme-es"].map((id) => [id, shardOf(id, 3)])).toEqual([
      ["acme-uk", 2],
      ["acme-fr", 1],
      ["acme-de", 2],
      ["acme-es", 1],
    ]);
  });

  it("are of about the same size when there are many entities", () => {
    const all = Array.from({ length: 3000 }, (_, index) => `company-${index}`);
    for (const part of shards(all, 10)) expect(Math.abs(part.length - 300)).toBeLessThan(75);
  });
});

describe("what --shard says", () => {
  it.each([
    ["1/1", { index: 1, count: 1 }],
    ["2/3", { index: 2, count: 3 }],
    ["100/100", { index: 100, count: 100 }],
  ])("%s is read", (text, shard) => {
    expect(parseShard(text)).toEqual(shard);
  });

  it.each(["", "1", "0/3", "4/3", "1/0", "1/101", "01/3", "1/3/5", "1 / 3", "a/b", "-1/3", "1.5/3", "1/3\n"])(
    "%j is nothing",
    (text) => {
      expect(parseShard(text)).toBeNull();
    },
  );
});
