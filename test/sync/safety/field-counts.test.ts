import { describe, expect, it } from "vitest";
import { parseFilter } from "../../../src/sync/filter/parse.js";
import type { Employee } from "../../../src/sync/model/employee.js";
import type { FilterNode } from "../../../src/sync/model/filter.js";
import { countFields, emptiedFields } from "../../../src/sync/safety/field-counts.js";
import { BANKS, employee, policy, rawBank } from "../../support/people.js";

const FULL: Partial<Employee> = {
  terminationDate: "2027-01-31",
  department: "Sales",
  custom: { team: "a" },
  manager: { id: "bob", email: null },
  bank: rawBank(BANKS.gb),
};
const EMPTY: Partial<Employee> = {
  ...{ status: "unknown", terminationDate: null, workEmail: null, firstName: "", department: null },
  ...{ custom: { team: "" }, manager: null, bank: null },
};

describe("the values of the fields in use", () => {
  const filter = parseFilter(["'Department' is one of: Sales,Support", "'custom.team' is: a"]);

  it("are counted: filled ones, and statuses that are understood", () => {
    const people = [employee("a", FULL), employee("b", FULL), employee("c", EMPTY)];
    expect(countFields(people, policy(), filter)).toEqual({
      people: 3,
      filled: {
        Status: 2,
        "Termination Date": 2,
        "Work Email": 2,
        "First Name": 2,
        "Last Name": 3,
        Manager: 2,
        "Bank Details": 2,
        Department: 2,
        "custom.team": 2,
      },
    });
  });

  it("are there when a list holds some, and not when the record has no such field", () => {
    const people = [{ team: ["a", "b"] }, { team: ["c"] }, { team: [] }, { team: null }, {}].map((custom) =>
      employee("a", { custom }),
    );
    expect(countFields(people, policy(), filter).filled["custom.team"]).toBe(2);
  });

  it("are those that the configuration uses", () => {
    const names = (values: Parameters<typeof policy>[0], inUse: FilterNode | null = null) =>
      Object.keys(countFields([], policy(values), inUse).filled);
    expect(names({ update: ["email", "name"] })).toEqual([
      "Status",
      "Termination Date",
      "Work Email",
      "First Name",
      "Last Name",
    ]);
    expect(names({ update: ["manager"] })).toContain("Manager");
    expect(names({ update: ["bank"] })).toContain("Bank Details");
    expect(names({}, filter)).toContain("Department");
    // A rule in alternatives is in use as well.
    const any = parseFilter([{ any: ["'Team' is: a", "'Country' is: FR"] }]);
    expect(names({}, any)).toEqual(expect.arrayContaining(["Team", "Country"]));
  });
});

describe("a field that lost its values", () => {
  const emptied = (filled: number, people: number, before: number, peopleBefore = 100, percent = 50) =>
    emptiedFields(
      { people, filled: { Team: filled } },
      { people: peopleBefore, filled: { Team: before } },
      percent,
    );

  it.each<[string, Parameters<typeof emptied>, boolean]>([
    ["none of many is left", [0, 100, 80], true],
    ["one less than half is left", [39, 100, 80], true],
    ["half is left", [40, 100, 80], false],
    ["as many are left as a smaller company would have", [20, 50, 80], false],
    ["fewer are left than a smaller company would have", [19, 50, 80], true],
    ["as many are left, but the company doubled", [80, 200, 80], false],
    ["one less than half of what a doubled company would have", [79, 200, 80], true],
    ["three were filled, and none is", [0, 100, 3], true],
    ["two were filled, and none is", [0, 100, 2], false],
    ["it was empty before", [0, 100, 0], false],
    ["another share is configured", [60, 100, 80, 100, 90], true],
    ["the check is switched off", [0, 100, 80, 100, 0], false],
  ])("%s", (_case, values, expected) => {
    expect(emptied(...values)).toHaveLength(expected ? 1 : 0);
  });

  it("says how many there were, are, and must be", () => {
    expect(emptied(3, 50, 80)).toEqual([
      { field: "Team", filled: 3, people: 50, before: { filled: 80, people: 100 }, limit: 20 },
    ]);
  });

  it("is compared with the last good read, if that knew the field", () => {
    const now = { people: 10, filled: { Team: 0 } };
    expect(emptiedFields(now, null, 50)).toEqual([]);
    expect(emptiedFields(now, { people: 0, filled: {} }, 50)).toEqual([]);
    expect(emptiedFields(now, { people: 10, filled: { Country: 10 } }, 50)).toEqual([]);
    expect(emptiedFields({ people: 10, filled: { toString: 0 } }, { people: 10, filled: {} }, 50)).toEqual(
      [],
    );
  });
});
