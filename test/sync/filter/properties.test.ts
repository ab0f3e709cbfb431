import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compileFilter, explainFilter, type FilterExplanation } from "../../../src/sync/filter/evaluate.js";
import { formatFilter, formatRule } from "../../../src/sync/filter/format.js";
import { parseFilter, parseFilterText } from "../../../src/sync/filter/parse.js";
import type { Employee } from "../../../src/sync/model/employee.js";
import type { FilterNode, FilterRule } from "../../../src/sync/model/filter.js";
import { employee } from "./support.js";

const words = fc.constantFrom(
  "Paris",
  "PARIS",
  " paris ",
  "Orl\u00e9ans",
  "Orle\u0301ans",
  "Straße",
  "STRASSE",
  "a,b",
  'a"b',
  "a: b",
);
const anyText = fc.string({ unit: "grapheme", maxLength: 12 });
const values = fc.oneof(words, anyText).filter((text) => text.trim() !== "");
const days = fc.constantFrom("2024-02-29", "2026-01-31", "2026-02-01");
const textFields = fc.constantFrom("Work Location", "Team", "custom.Badge", 'custom.Owner\'s, "x": y');

const rules: fc.Arbitrary<FilterRule> = fc.oneof(
  fc.record({
    kind: fc.constant("rule" as const),
    field: textFields,
    operator: fc.constantFrom("is one of" as const, "is not one of" as const),
    values: fc.array(values, { minLength: 1, maxLength: 4 }),
  }),
  fc.record({
    kind: fc.constant("rule" as const),
    field: textFields,
    operator: fc.constantFrom(
      "is" as const,
      "is not" as const,
      "contains" as const,
      "does not contain" as const,
      "starts with" as const,
    ),
    values: fc.tuple(values),
  }),
  fc.record({
    kind: fc.constant("rule" as const),
    field: fc.oneof(textFields, fc.constant("Start Date")),
    operator: fc.constantFrom("is empty" as const, "is not empty" as const),
    values: fc.constant([]),
  }),
  fc.record({
    kind: fc.constant("rule" as const),
    field: fc.constantFrom("Start Date", "custom.Badge"),
    operator: fc.constantFrom("is before" as const, "is on or after" as const),
    values: fc.tuple(days),
  }),
);

const { node: nodes } = fc.letrec<{ node: FilterNode }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    rules,
    fc.record({
      kind: fc.constantFrom("all" as const, "any" as const),
      nodes: fc.array(tie("node"), { minLength: 2, maxLength: 3 }),
    }),
  ),
}));

/** A value, empty, or not readable. */
const read = (texts: fc.Arbitrary<string>) => fc.option(fc.option(texts), { nil: undefined });

const employees: fc.Arbitrary<Employee> = fc
  .record({
    workLocation: read(values),
    team: read(values),
    startDate: read(days),
    badge: read(fc.oneof(days, values)),
  })
  .map(({ workLocation, team, startDate, badge }) =>
    employee({
      ...(workLocation === undefined ? {} : { workLocation }),
      ...(team === undefined ? {} : { team }),
      ...(startDate === undefined ? {} : { startDate }),
      custom: badge === undefined ? {} : { BADGE: badge },
    }),
  );

/** What the explained rules add up to, found without the results of the groups. */
function total(explanation: FilterExplanation): boolean {
  if (explanation.kind === "rule") return explanation.holds;
  const results = explanation.nodes.map(total);
  return explanation.kind === "all" ? !results.includes(false) : results.includes(true);
}

/** The same tree with every rule changed. */
function mapRules(node: FilterNode, change: (rule: FilterRule) => FilterRule): FilterNode {
  if (node.kind === "rule") return change(node);
  return { kind: node.kind, nodes: node.nodes.map((child) => mapRules(child, change)) };
}

describe("filter properties", () => {
  it("reads every rule it writes", () => {
    fc.assert(
      fc.property(rules, (rule) => {
        expect(parseFilterText(formatRule(rule))).toEqual(rule);
      }),
      { numRuns: 500 },
    );
  });

  it("reads every filter it writes", () => {
    fc.assert(
      fc.property(nodes, (node) => {
        expect(parseFilter(formatFilter(node))).toEqual(node);
      }),
      { numRuns: 300 },
    );
  });

  it("refuses or reads any text, and never fails otherwise", () => {
    const texts = fc.tuple(
      fc.constantFrom("", "'Team' ", "'Team' is", "'Team' is one of: "),
      fc.string({ unit: "binary" }),
    );
    fc.assert(
      fc.property(texts, ([start, rest]) => {
        const parse = () => parseFilterText(start + rest);
        try {
          const rule = parse();
          expect(parseFilterText(formatRule(rule))).toEqual(rule);
        } catch (error) {
          expect(error).toMatchObject({ kind: "configuration", code: expect.stringMatching(/^filter_/) });
        }
      }),
      { numRuns: 500 },
    );
  });

  it("decides the same whatever the order and the case of the values", () => {
    fc.assert(
      fc.property(nodes, fc.array(employees, { maxLength: 5 }), (node, people) => {
        const expected = people.map(compileFilter(node));
        const upper = mapRules(node, (rule) => ({
          ...rule,
          values: rule.values.map((text) => text.toUpperCase()),
        }));
        const lower = mapRules(node, (rule) => ({
          ...rule,
          values: rule.values.map((text) => text.toLowerCase()),
        }));
        const reversed = mapRules(node, (rule) => ({ ...rule, values: rule.values.toReversed() }));
        const decomposed = mapRules(node, (rule) => ({
          ...rule,
          values: rule.values.map((text) => text.normalize("NFD")),
        }));
        for (const other of [upper, lower, reversed, decomposed]) {
          expect(people.map(compileFilter(other))).toEqual(expected);
        }
      }),
      { numRuns: 300 },
    );
  });

  it("explains what it decides", () => {
    fc.assert(
      fc.property(nodes, fc.array(employees, { maxLength: 5 }), (node, people) => {
        const test = compileFilter(node);
        for (const person of people) {
          const explanation = explainFilter(node, person);
          expect(explanation.holds).toBe(test(person));
          expect(total(explanation)).toBe(test(person));
        }
      }),
      { numRuns: 300 },
    );
  });

  it.each([
    ["is one of", "is not one of"],
    ["is", "is not"],
    ["contains", "does not contain"],
    ["is empty", "is not empty"],
  ] as const)(
    "lets exactly one of `%s` and `%s` hold for a readable field, and neither for another",
    (yes, no) => {
      fc.assert(
        fc.property(fc.array(values, { minLength: 1, maxLength: 4 }), employees, (texts, person) => {
          const count = [yes, no].filter((operator) =>
            compileFilter({ kind: "rule", field: "Team", operator, values: texts })(person),
          ).length;
          expect(count).toBe(person.team === undefined ? 0 : 1);
        }),
        { numRuns: 200 },
      );
    },
  );

  it("lets exactly one of the day operators hold for a day", () => {
    fc.assert(
      fc.property(days, employees, (day, person) => {
        const count = (["is before", "is on or after"] as const).filter((operator) =>
          compileFilter({ kind: "rule", field: "Start Date", operator, values: [day] })(person),
        ).length;
        expect(count).toBe(person.startDate ? 1 : 0);
      }),
      { numRuns: 200 },
    );
  });
});
