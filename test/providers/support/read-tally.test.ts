import { describe, expect, it } from "vitest";
import {
  createReadTally,
  endAtTotal,
  gapOf,
  type ListEnd,
} from "../../../src/providers/support/read-tally.js";
import type { Employee } from "../../../src/sync/model/employee.js";

function employees(...ids: string[]): Employee[] {
  return ids.map((id) => ({ id, status: "active", custom: {} }));
}

describe("read tally", () => {
  it("is complete when the different employees add up to the total", () => {
    const tally = createReadTally();
    tally.unique(employees("1", "2"));
    tally.unique(employees("3"));
    expect(tally.outcome({ total: 3 })).toEqual({ complete: true, total: 3 });
  });

  it("gives an employee once and says that somebody is missing", () => {
    const tally = createReadTally();
    tally.unique(employees("1", "2"));
    expect(tally.unique(employees("2", "3"))).toEqual(employees("3"));
    expect(tally.outcome({ total: 4 })).toEqual({
      complete: false,
      why: "3 of 4 employees came and 1 came twice",
    });
  });

  it("is complete in spite of a repeat when nobody is missing", () => {
    const tally = createReadTally();
    tally.unique(employees("1", "1"));
    expect(tally.outcome({ total: 1 }).complete).toBe(true);
  });

  it("takes the end of a list without a total, when nobody came twice", () => {
    const tally = createReadTally();
    tally.unique(employees("1", "2"));
    expect(tally.outcome({ total: null })).toEqual({ complete: true, total: 2 });
    tally.unique(employees("2", "3"));
    expect(tally.outcome({ total: null })).toMatchObject({ complete: false });
  });

  it("is not complete when the list broke off", () => {
    const tally = createReadTally();
    tally.unique(employees("1"));
    expect(tally.outcome({ broken: "a page leads back" })).toEqual({
      complete: false,
      why: "a page leads back",
    });
    expect(tally.outcome({ broken: "nothing says", next: "Update." })).toEqual({
      complete: false,
      why: "nothing says",
      next: "Update.",
    });
  });

  it("says what to mend where the next read would be the same", () => {
    const tally = createReadTally();
    tally.addMalformed(2);
    expect(tally.outcome({ total: 2 })).toEqual({
      complete: false,
      why: "2 records have no usable id",
      next: expect.stringContaining("mended"),
    });
  });

  it("is never complete with records that have no id, or without a total", () => {
    const tally = createReadTally();
    tally.unique(employees("1"));
    expect(tally.outcome(endAtTotal(null)).complete).toBe(false);
    tally.addMalformed(1);
    expect(tally.outcome({ total: 1 }).complete).toBe(false);
  });
});

describe("the end of a list of other things than people", () => {
  it.each<[string, ListEnd, number, object | null]>([
    ["with the total", { total: 2 }, 2, null],
    ["without a total, where nothing more came", { total: null }, 2, null],
    ["with fewer than there are", { total: 3 }, 2, { broken: "2 of 3 entries came" }],
    [
      "broken off",
      { broken: "a page leads back", next: "Update." },
      2,
      { broken: "a page leads back", next: "Update." },
    ],
  ])("is or is not whole: %s", (_end, end, rows, gap) => {
    expect(gapOf(end, rows)).toEqual(gap);
  });
});
