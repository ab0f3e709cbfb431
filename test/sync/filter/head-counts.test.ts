import { describe, expect, it } from "vitest";
import { fieldHeadCounts } from "../../../src/sync/filter/head-counts.js";
import { employee, locatedAt } from "./support.js";

describe("fieldHeadCounts", () => {
  it("counts values, most frequent first, then by name", () => {
    expect(fieldHeadCounts(locatedAt("Remote", "London", "Paris", "Paris", "Århus", null))).toEqual([
      {
        field: "Work Location",
        values: [
          { value: "Paris", employees: 2 },
          { value: "Århus", employees: 1 },
          { value: "London", employees: 1 },
          { value: "Remote", employees: 1 },
        ],
        empty: 1,
        unreadable: 0,
      },
    ]);
  });

  it("leaves out fields in which nobody has a value", () => {
    const people = [
      employee({ team: "A", department: null, country: "  " }),
      employee({ custom: { badge: null } }),
    ];
    expect(fieldHeadCounts(people)).toEqual([
      { field: "Team", values: [{ value: "A", employees: 1 }], empty: 0, unreadable: 1 },
    ]);
    expect(fieldHeadCounts([])).toEqual([]);
  });

  it("counts spellings that a filter does not tell apart as one value, in the most frequent one", () => {
    const spellings = ["PARIS", "Paris", " paris", "Paris", "Orle\u0301ans", "Orl\u00e9ans", "Orl\u00e9ans"];
    const expected = [
      { value: "Paris", employees: 4 },
      { value: "Orl\u00e9ans", employees: 3 },
    ];
    expect(fieldHeadCounts(locatedAt(...spellings))[0]?.values).toEqual(expected);
    expect(fieldHeadCounts(locatedAt(...spellings.toReversed()))[0]?.values).toEqual(expected);
  });

  it("shows a value without the blanks around it", () => {
    expect(fieldHeadCounts(locatedAt(" Paris ", null))[0]?.values).toEqual([
      { value: "Paris", employees: 1 },
    ]);
  });

  it("chooses between two spellings that look alike the same way, in whatever order they are read", () => {
    const spellings = ["Orl\u00e9ans", "Orle\u0301ans"];
    const expected = [{ value: "Orle\u0301ans", employees: 2 }];
    expect(fieldHeadCounts(locatedAt(...spellings))[0]?.values).toEqual(expected);
    expect(fieldHeadCounts(locatedAt(...spellings.toReversed()))[0]?.values).toEqual(expected);
  });

  it("counts somebody with several values for each of them, and for one value once", () => {
    const people = [
      employee({ custom: { Languages: ["English", "German"] } }),
      employee({ custom: { Languages: ["english", "English", " "] } }),
      employee({ custom: { Languages: "German" } }),
      employee({ custom: { Languages: [] } }),
    ];
    expect(fieldHeadCounts(people)).toEqual([
      {
        field: "custom.Languages",
        values: [
          { value: "English", employees: 2 },
          { value: "German", employees: 2 },
        ],
        empty: 1,
        unreadable: 0,
      },
    ]);
  });

  it("puts a rare attribute before a frequent one when its name comes first", () => {
    const people = [{ Zone: "1" }, { Zone: "2" }, { Alpha: "x" }].map((custom) => employee({ custom }));
    expect(fieldHeadCounts(people).map(({ field }) => field)).toEqual(["custom.Alpha", "custom.Zone"]);
  });

  it("puts further attributes by name after the known fields, one per key", () => {
    const people = [
      employee({ startDate: "2026-01-31", custom: { Zone: "1", "badge color": "blue" } }),
      employee({ custom: { "Badge  Color": "red", Zone: null } }),
      employee({ custom: { "badge color": "red", " ": "key without name" } }),
    ];
    expect(fieldHeadCounts(people)).toEqual([
      { field: "Start Date", values: [{ value: "2026-01-31", employees: 1 }], empty: 0, unreadable: 2 },
      {
        field: "custom.badge color",
        values: [
          { value: "red", employees: 2 },
          { value: "blue", employees: 1 },
        ],
        empty: 0,
        unreadable: 0,
      },
      { field: "custom.Zone", values: [{ value: "1", employees: 1 }], empty: 1, unreadable: 1 },
    ]);
  });
});
