import { describe, expect, it } from "vitest";
import { compileFilter, explainFilter } from "../../../src/sync/filter/evaluate.js";
import { type FilterInput, parseFilter } from "../../../src/sync/filter/parse.js";
import { employee, locatedAt } from "./support.js";

const holds = (inputs: FilterInput | FilterInput[], values: Parameters<typeof employee>[0]) =>
  compileFilter(parseFilter([inputs].flat()))(employee(values));

describe("compileFilter", () => {
  it.each([
    // rule, value that holds, value that doesn't, empty field
    ["is one of: Remote,Paris", "Paris", "London", false],
    ["is not one of: Remote,Paris", "London", "Paris", true],
    ["is: Paris", "Paris", "Paris 2", false],
    ["is not: Paris", "Paris 2", "Paris", true],
    ["contains: ari", "Paris", "London", false],
    ["does not contain: ari", "London", "Paris", true],
    ["starts with: Par", "Paris", "Gay-Par", false],
    ["is empty", null, "Paris", true],
    ["is not empty", "Paris", null, false],
  ])("decides '%s'", (operation, yes, no, empty) => {
    const rule = `'Work Location' ${operation}`;
    expect(holds(rule, { workLocation: yes })).toBe(true);
    expect(holds(rule, { workLocation: no })).toBe(false);
    expect(holds(rule, { workLocation: null })).toBe(empty);
    expect(holds(rule, { workLocation: " \u00a0" })).toBe(empty);
    expect(holds(rule, {})).toBe(false);
  });

  it.each([
    // rule, values it holds for, values it does not hold for, no value
    ["is one of: German,Greek", ["English", "GERMAN"], ["English", "French"], false],
    ["is not one of: German,Greek", ["English", "French"], ["English", "german"], true],
    ["is: German", ["English", "German"], ["English", "German 2"], false],
    ["is not: German", ["English", "German 2"], ["English", "German"], true],
    ["contains: erm", ["English", "German"], ["English", "French"], false],
    ["does not contain: erm", ["English", "French"], ["English", "German"], true],
    ["starts with: Ger", ["English", "German"], ["English", "Swiss German"], false],
    ["is not empty", ["English"], [], false],
    ["is before: 2026-01-31", ["2026-02-01", "2026-01-30"], ["2026-02-01", "soon"], false],
  ])("decides '%s' for several values: any of them, or none", (operation, yes, no, empty) => {
    for (const rule of [`'custom.Languages' ${operation}`, `'custom.languages' ${operation}`]) {
      expect(holds(rule, { custom: { Languages: yes } })).toBe(true);
      expect(holds(rule, { custom: { Languages: no } })).toBe(false);
      expect(holds(rule, { custom: { Languages: [] } })).toBe(empty);
      expect(holds(rule, { custom: { Languages: null } })).toBe(empty);
      expect(holds(rule, { custom: {} })).toBe(false);
    }
    expect(holds("'Team' is one of: Web", { team: ["Core", "Web"] })).toBe(true);
    expect(holds("'Team' is empty", { team: ["Core", "Web"] })).toBe(false);
  });

  it.each([
    ["is before: 2026-01-31", "2026-01-30", "2026-01-31", false],
    ["is on or after: 2026-01-31", "2026-01-31", "2026-01-30", false],
    ["is: 2026-01-31", "2026-01-31", "2026-02-01", false],
    ["is not one of: 2026-01-31", "2026-02-01", "2026-01-31", true],
  ])("decides '%s' for a day", (operation, yes, no, empty) => {
    const rule = `'Start Date' ${operation}`;
    expect(holds(rule, { startDate: yes })).toBe(true);
    expect(holds(rule, { startDate: no })).toBe(false);
    expect(holds(rule, { startDate: null })).toBe(empty);
    expect(holds(rule, {})).toBe(false);
  });

  it("decides neither day operator for a text that is no day", () => {
    for (const operator of ["is before", "is on or after"]) {
      const rule = `'custom.end' ${operator}: 2026-01-31`;
      for (const end of ["31/01/2026", "2026-1-1", "never", "9"])
        expect(holds(rule, { custom: { end } })).toBe(false);
    }
    expect(holds("'custom.end' is before: 2026-01-31", { custom: { end: " 2026-01-30 " } })).toBe(true);
  });

  it.each([
    ["PARIS", "paris"],
    ["New York", " new\u00a0 york "],
    ["Orl\u00e9ans", "Orle\u0301ans"],
    ["Straße", "STRASSE"],
    ["İzmir", "IZMIR"],
  ])("takes %j in a rule and %j in a record for equal", (inRule, inRecord) => {
    for (const operator of ["is", "is one of", "contains", "starts with"]) {
      const rule = { field: "Work Location", operator, values: inRule };
      expect(holds(rule, { workLocation: inRecord })).toBe(true);
    }
    expect(
      holds({ field: "Work Location", operator: "is not", values: inRule }, { workLocation: inRecord }),
    ).toBe(false);
  });

  it("does not find a letter without its accent", () => {
    expect(holds("'Work Location' contains: Orle", { workLocation: "Orl\u00e9ans" })).toBe(false);
    expect(holds("'Work Location' contains: Orle", { workLocation: "Orle\u0301ans" })).toBe(false);
  });

  it("needs every rule of a list and one of an `any`", () => {
    const filter: FilterInput[] = ["'Country' is: FR", { any: ["'Team' is: A", "'Team' is: B"] }];
    expect(holds(filter, { country: "FR", team: "B" })).toBe(true);
    expect(holds(filter, { country: "FR", team: "C" })).toBe(false);
    expect(holds(filter, { country: "UK", team: "A" })).toBe(false);
    expect(holds([{ any: ["'Team' is not: A", "'Country' is: FR"] }], { country: "FR" })).toBe(true);
  });

  it("decides the same for a value it has seen before", () => {
    const test = compileFilter(parseFilter(["'Work Location' is not one of: Paris"]));
    const people = locatedAt("Paris", "London", null, " ", "Paris", "London", " ");
    expect(people.map(test)).toEqual([false, true, true, true, false, true, true]);
  });

  it("decides for more different values than it remembers", () => {
    const test = compileFilter(parseFilter(["'Work Email' starts with: p1"]));
    const people = Array.from({ length: 12_000 }, (_, index) =>
      employee({ workEmail: `P${index}@acme.test` }),
    );
    const expected = people.filter(({ workEmail }) => workEmail?.startsWith("P1")).length;
    expect(people.filter(test)).toHaveLength(expected);
  });
});

describe("explainFilter", () => {
  it("shows several values side by side", () => {
    const person = employee({ custom: { Languages: ["English", "German"] } });
    expect(explainFilter(parseFilter(["'custom.Languages' is one of: German"]), person)).toMatchObject({
      holds: true,
      seen: "English, German",
    });
  });

  it("shows every rule with the value it saw", () => {
    const filter = parseFilter([
      "'Work Location' is one of: Remote,Paris",
      { any: ["'Team' is: A", "'custom.Badge' is not: blue"] },
    ]);
    expect(explainFilter(filter, employee({ workLocation: " PARIS ", team: null }))).toEqual({
      kind: "all",
      holds: false,
      nodes: [
        {
          kind: "rule",
          holds: true,
          field: "Work Location",
          text: "'Work Location' is one of: Remote,Paris",
          seen: "PARIS",
        },
        {
          kind: "any",
          holds: false,
          nodes: [
            { kind: "rule", holds: false, field: "Team", text: "'Team' is: A", seen: "(empty)" },
            {
              kind: "rule",
              holds: false,
              field: "custom.Badge",
              text: "'custom.Badge' is not: blue",
              seen: "not readable with this credential",
            },
          ],
        },
      ],
    });
  });

  it("calls a field of blanks empty", () => {
    const node = parseFilter(["'Team' is not: A"]);
    expect(explainFilter(node, employee({ team: "  " }))).toMatchObject({ holds: true, seen: "(empty)" });
  });
});
