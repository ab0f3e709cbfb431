import { describe, expect, it } from "vitest";
import { later, NOW, open, tempDir } from "./helpers.js";

const DAY_S = 86_400;

describe("head-counts of reads", () => {
  it("come oldest first from a day on, with the newest before it", async () => {
    const store = await open(tempDir());
    expect(await store.readCounts("acme-uk", NOW)).toEqual([]);
    for (const ago of [20, 10, 7, 3, 0]) {
      await store.addReadCounts(
        "acme-uk",
        { employees: 100 + ago, members: ago, sources: null },
        later(-ago * DAY_S),
      );
    }
    await store.addReadCounts("acme-fr", { employees: 1, members: 1, sources: null }, later(-DAY_S));
    const since = later(-7 * DAY_S);
    expect(await store.readCounts("acme-uk", since)).toEqual([
      { at: later(-10 * DAY_S).toISOString(), employees: 110, members: 10, sources: null },
      { at: since.toISOString(), employees: 107, members: 7, sources: null },
      { at: later(-3 * DAY_S).toISOString(), employees: 103, members: 3, sources: null },
      { at: NOW.toISOString(), employees: 100, members: 0, sources: null },
    ]);
    expect((await store.readCounts("acme-uk", later(DAY_S))).map(({ employees }) => employees)).toEqual([
      100,
    ]);
  });

  it("of two reads at one instant are both kept", async () => {
    const store = await open(tempDir());
    for (const employees of [3, 4])
      await store.addReadCounts("acme-uk", { employees, members: 5, sources: null }, NOW);
    expect((await store.readCounts("acme-uk", NOW)).map(({ employees }) => employees)).toEqual([3, 4]);
    expect((await store.readCounts("acme-uk", later(1))).map(({ employees }) => employees)).toEqual([4]);
  });
});
