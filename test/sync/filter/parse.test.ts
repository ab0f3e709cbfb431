import { describe, expect, it } from "vitest";
import { formatFilter, formatRule } from "../../../src/sync/filter/format.js";
import { OPERATOR_NAMES } from "../../../src/sync/filter/operators.js";
import { type FilterInput, parseFilter, parseFilterText } from "../../../src/sync/filter/parse.js";
import { problemOf } from "./support.js";

const rule = (field: string, operator: string, ...values: string[]) => ({
  kind: "rule",
  field,
  operator,
  values,
});

describe("parseFilterText", () => {
  it.each([
    [
      "'Work Location' is one of: Remote,London,Paris",
      rule("Work Location", "is one of", "Remote", "London", "Paris"),
    ],
    ["'Work Location' is one of: Remote , London", rule("Work Location", "is one of", "Remote", "London")],
    ["'Employment Type' is not one of: external", rule("Employment Type", "is not one of", "external")],
    ["'Country' is: FR", rule("Country", "is", "FR")],
    ["'Country' is not: FR", rule("Country", "is not", "FR")],
    ["'Job Title' contains: Lead", rule("Job Title", "contains", "Lead")],
    ["'Job Title' does not contain: Lead", rule("Job Title", "does not contain", "Lead")],
    ["'Cost Center' starts with: 42", rule("Cost Center", "starts with", "42")],
    ["'Team' is empty", rule("Team", "is empty")],
    ["'Team' is not empty", rule("Team", "is not empty")],
    ["'Start Date' is before: 2026-01-31", rule("Start Date", "is before", "2026-01-31")],
    ["'Start Date' is on or after: 2024-02-29", rule("Start Date", "is on or after", "2024-02-29")],
    [
      "'Start Date' is one of: 2024-02-29,2024-03-01",
      rule("Start Date", "is one of", "2024-02-29", "2024-03-01"),
    ],
    ["'custom.contract end' is before: 2026-01-31", rule("custom.contract end", "is before", "2026-01-31")],
  ])("reads %s", (text, expected) => {
    expect(parseFilterText(text)).toEqual(expected);
  });

  it.each([
    ["double quotes around the field", '"Team" is: A', rule("Team", "is", "A")],
    [
      "another case and repeated blanks",
      "  'team'   IS\tnot  One OF :  A",
      rule("Team", "is not one of", "A"),
    ],
    ["no blanks where none are needed", "'Team'is:A", rule("Team", "is", "A")],
    ["no colon", "'Team' is not one of A, B", rule("Team", "is not one of", "A", "B")],
    ["no colon before a quoted value", `'Team' is"A"`, rule("Team", "is", "A")],
    ["a colon after an operator without value", "'Team' is empty:", rule("Team", "is empty")],
    ["a colon in a value", "'Team' is: Ops: Paris", rule("Team", "is", "Ops: Paris")],
    [
      "a colon in a quoted value, without the other",
      `'Team' is "Ops: Paris"`,
      rule("Team", "is", "Ops: Paris"),
    ],
    ["an operator's word as a value", "'Team' is: empty", rule("Team", "is", "empty")],
    ["a short value like an operator", "'Country' is NO", rule("Country", "is", "NO")],
    ["a quoted value with a comma", `'Team' is one of: "A, B",C`, rule("Team", "is one of", "A, B", "C")],
    ["a quoted value with blanks around", `'Team' is: " A "`, rule("Team", "is", " A ")],
    ["doubled quotes in a quoted value", `'Team' is: "the ""A"" team"`, rule("Team", "is", 'the "A" team')],
    ["quotes inside a plain value", `'Team' is: the "A" team`, rule("Team", "is", 'the "A" team')],
    ["a doubled quote in the field", "'custom.Owner''s team' is: A", rule("custom.Owner's team", "is", "A")],
    ["a line break between values", "'Team' is one of: A,\n  B\n", rule("Team", "is one of", "A", "B")],
  ])("accepts %s", (_, text, expected) => {
    expect(parseFilterText(text)).toEqual(expected);
  });

  it.each([
    [
      "a bare field",
      "Work Location is: Paris",
      1,
      "Expected the field in straight quotes, like 'Work Location'.",
    ],
    ["a bare field in another case", " team is: A", 2, "Expected the field in straight quotes, like 'Team'."],
    ["typographic quotes", "‘Team’ is: A", 1, "Expected the field in straight quotes, like 'Work Location'."],
    ["nothing", "", 1, "Expected the field in straight quotes, like 'Work Location'."],
    ["an open field", "'Team is: A", 1, "The field's closing ' is missing."],
    ["no operator", "'Team'", 7, "Expected an operator, found none. Known operators: is one of,"],
    ["only a colon", "'Team' : A", 8, "Expected an operator, found none."],
    [
      "a misspelled operator",
      "'Work Location' is oen of: Remote",
      17,
      'Expected an operator, found "is oen of". Did you mean "is one of"? Known operators: is one of, is not one of, is, is not, contains, does not contain, starts with, is empty, is not empty, is before, is on or after.',
    ],
    [
      "an operator nothing resembles",
      "'Team' equals: A",
      8,
      'Expected an operator, found "equals". Known operators:',
    ],
    ["a misspelled operator without colon", "'Team' contians A", 8, 'Did you mean "contains"?'],
    [
      "a misspelled operator that begins with another",
      "'Team' is not oen of A",
      8,
      'Did you mean "is not one of"? If a value begins here, put a colon after "is not".',
    ],
    ["a misspelled operator without value", "'Team' is emtpy", 8, 'Did you mean "is empty"?'],
    ["no value", "'Team' is one of:", 18, 'Expected a value after "is one of".'],
    ["no value and no colon", "'Team' is not  ", 14, 'Expected a value after "is not".'],
    ["an empty value", "'Team' is one of: A,,B", 21, "Expected a value, found none."],
    ["a comma at the end", "'Team' is one of: A, ", 22, "Expected a value, found none."],
    ["a comma at the beginning", "'Team' is one of: ,A", 19, "Expected a value, found none."],
    ["a quoted value of blanks", `'Team' contains: " \u00a0"`, 18, "Expected a value, found none."],
    ["an open value", `'Team' is: "A`, 12, 'The closing " of this value is missing.'],
    ["text after a quoted value", `'Team' is: "A" B`, 16, 'Expected a comma or the end after the closing ".'],
    [
      "two values where one is taken",
      "'Team' is: A, B",
      15,
      '"is" takes one value. Put a value with a comma in double quotes, or use "is one of".',
    ],
    [
      "two values where one is excluded",
      "'Team' is not: A, B",
      19,
      '"is not" takes one value. Put a value with a comma in double quotes, or use "is not one of".',
    ],
    [
      "two texts to look for",
      "'Team' contains: A, B",
      21,
      '"contains" takes one value. Put a value with a comma in double quotes.',
    ],
    ["a value where none is taken", "'Team' is empty: A", 18, '"is empty" takes no value.'],
    [
      "a day that does not exist",
      "'Start Date' is before: 2026-02-30",
      25,
      'Expected a day like 2026-01-31, found "2026-02-30".',
    ],
    ["a day in another notation", "'Start Date' is one of: 2026-01-31,31/01/2026", 36, 'found "31/01/2026"'],
    [
      "a text where a further attribute is compared with a day",
      "'custom.end' is before: soon",
      25,
      'Expected a day like 2026-01-31, found "soon".',
    ],
    [
      "a day operator on a text",
      "'Team' is before: 2026-01-31",
      8,
      '"is before" compares days, and Team is not one.',
    ],
    [
      "a text operator on a day",
      "'Start Date' contains: 2026",
      14,
      '"contains" compares texts, and Start Date is a day.',
    ],
    ["characters outside the basic plane", "'custom.😀' is:", 15, 'Expected a value after "is".'],
  ])("refuses %s with its position", async (_, text, character, why) => {
    const problem = await problemOf(() => parseFilterText(text));
    expect(problem).toMatchObject({ kind: "configuration", code: "filter_syntax" });
    expect(problem.message).toBe(`The filter rule can't be read at character ${character}: ${text}`);
    expect(problem.why).toContain(why);
    expect(problem.next).toContain("spendesk-hr config validate");
  });

  it("lists the operators that fit the field", async () => {
    const why = (await problemOf(() => parseFilterText("'Start Date' starts with: 2026"))).why;
    expect(why).toContain(
      "Use one of: is one of, is not one of, is, is not, is empty, is not empty, is before, is on or after.",
    );
  });
});

describe("parseFilter", () => {
  it("takes a list for rules that must all hold, and `any` for alternatives", () => {
    expect(
      parseFilter([
        "'Country' is: FR",
        { any: ["'Team' is: A", { all: ["'Team' is: B", "'Job Title' contains: Lead"] }] },
      ]),
    ).toEqual({
      kind: "all",
      nodes: [
        rule("Country", "is", "FR"),
        {
          kind: "any",
          nodes: [
            rule("Team", "is", "A"),
            { kind: "all", nodes: [rule("Team", "is", "B"), rule("Job Title", "contains", "Lead")] },
          ],
        },
      ],
    });
  });

  it("parses the text form and the form in parts to one tree", () => {
    const text = parseFilter([
      "'Work Location' is one of: Remote,London",
      "'Team' is empty",
      `'Country' is: "a,b"`,
    ]);
    const parts = parseFilter([
      { field: "work location", operator: "Is  one OF", values: ["Remote", "London"] },
      { field: "Team", operator: "is empty" },
      { field: "Country", operator: "is", values: "a,b" },
    ]);
    expect(parts).toEqual(text);
  });

  it("replaces a group of one by its rule", () => {
    expect(parseFilter([{ any: [{ all: ["'Team' is: A"] }] }])).toEqual(rule("Team", "is", "A"));
  });

  it.each<[string, FilterInput[], string, string]>([
    ["an empty filter", [], "The filter holds no rule.", "include: all"],
    ["an empty group", ["'Team' is: A", { any: [] }], "Group 2 of the filter holds no rule.", "include: all"],
    [
      "a rule in a list",
      ["'Team' is: A", "'Team' is:"],
      "Filter rule 2 can't be read at character 11: 'Team' is:",
      "value",
    ],
    [
      "a rule in a group",
      ["'Team' is: A", { any: ["'Team' is: B", "'Team'"] }],
      "Filter rule 2.2 can't be read at character 7: 'Team'",
      "operator",
    ],
    [
      "an operator in parts",
      [{ field: "Team", operator: "is oen of", values: ["A"] }],
      `Filter rule 1 can't be read: {"field":"Team","operator":"is oen of","values":["A"]}`,
      'Did you mean "is one of"?',
    ],
    [
      "an operator of blanks in parts",
      [{ field: "Team", operator: " ", values: ["A"] }],
      "Filter rule 1 can't be read",
      "Expected an operator, found none.",
    ],
    [
      "a value missing in parts",
      [{ field: "Team", operator: "is" }],
      "Filter rule 1 can't be read",
      "Expected a value",
    ],
    [
      "an empty value in parts",
      [{ field: "Team", operator: "is", values: " " }],
      "Filter rule 1 can't be read",
      "found none",
    ],
    [
      "a day in parts",
      [{ field: "Start Date", operator: "is before", values: "soon" }],
      "Filter rule 1 can't be read",
      'found "soon"',
    ],
  ])("refuses %s and says where it is", async (_, inputs, what, why) => {
    const problem = await problemOf(() => parseFilter(inputs));
    expect(problem.code).toBe("filter_syntax");
    expect(problem.message).toContain(what);
    expect(problem.why).toContain(why);
  });

  it("says which rule names an unknown field", async () => {
    const problem = await problemOf(() =>
      parseFilter([{ any: ["'Team' is: A", { field: "Tema", operator: "is", values: "A" }] }]),
    );
    expect(problem.message).toBe('Filter rule 1.2 names a field that does not exist: "Tema".');
    expect(problem.why).toMatch(/^Did you mean "Team"\?/);
  });
});

describe("formatRule", () => {
  it.each([
    ["'Work Location' is one of: Remote,London", "'work  location' IS ONE OF Remote , London"],
    [`'Team' is one of: "A, B"," C ","the ""D"" team"`, `"team" is one of "A, B", " C ", the "D" team`],
    ["'Team' is not empty", "'Team' is not empty:"],
    ["'custom.Owner''s team' is: A", `"custom.Owner's  team" is A`],
  ])("writes %s", (canonical, text) => {
    expect(formatRule(parseFilterText(text))).toBe(canonical);
  });

  it("writes every operator so that it is read again", () => {
    for (const operator of OPERATOR_NAMES) {
      const text = parseFilter([
        {
          field: "custom.x",
          operator,
          ...(operator.endsWith("empty") ? {} : { values: "2026-01-31" }),
        },
      ]);
      expect(parseFilter(formatFilter(text))).toEqual(text);
    }
  });
});

describe("formatFilter", () => {
  it("writes groups as the configuration does", () => {
    const node = parseFilter([
      "'Country' is: FR",
      { any: ["'Team' is: A", { all: ["'Team' is: B", "'Team' is: C"] }] },
    ]);
    expect(formatFilter(node)).toEqual([
      "'Country' is: FR",
      { any: ["'Team' is: A", { all: ["'Team' is: B", "'Team' is: C"] }] },
    ]);
    expect(formatFilter(parseFilter([{ any: ["'Team' is: A", "'Team' is: B"] }]))).toEqual([
      { any: ["'Team' is: A", "'Team' is: B"] },
    ]);
  });
});
