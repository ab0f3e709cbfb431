import { foldText } from "../../shared/text.js";
import {
  type Employee,
  type FilterNode,
  type FilterRule,
  nearest,
  type Operator,
  Problem,
  type Warning,
} from "../model/index.js";
import { compileFilter } from "./evaluate.js";
import { type FilterField, requireField } from "./fields.js";
import { formatRule } from "./format.js";
import { byName, customKeys, type FieldHeadCounts, headCounts } from "./head-counts.js";

/** What a filter does with the employees of a read. */
export interface FilterCheck {
  readonly warnings: readonly Warning[];
  /** Employees in the filter. */
  readonly selected: number;
}

interface RuleCheck {
  readonly rule: FilterRule;
  readonly counts: FieldHeadCounts;
  readonly selected: number;
}

const LISTED = 20;
const WHOLE_VALUES: ReadonlySet<Operator> = new Set(["is", "is not", "is one of", "is not one of"]);

/**
 * Compares a filter with the employees of a complete read, to stop filters that can't be meant:
 * whoever a filter drops is no longer kept in step. Without employees there is nothing to compare.
 *
 * Warns (`filter_value_unknown`) of values nobody has, of excluded ones too: a misspelled exclusion
 * lets people through.
 *
 * @throws Problem `filter_field_not_readable` when no employee carries a rule's field;
 *   `filter_selects_nobody` when the filter, or one of its rules, holds for nobody.
 */
export function checkFilter(node: FilterNode, employees: readonly Employee[]): FilterCheck {
  if (employees.length === 0) return { warnings: [], selected: 0 };

  const checks = rulesOf(node).map((rule) => checkRule(rule, employees));
  const vain = checks.filter((check) => check.selected === 0);
  if (vain.length > 0) throw selectsNobody(vain, employees.length);
  const selected = count(node, employees);
  if (selected === 0) throw rulesExcludeEachOther(checks, employees.length);
  return { warnings: checks.flatMap(unknownValues), selected };
}

function rulesOf(node: FilterNode): FilterRule[] {
  return node.kind === "rule" ? [node] : node.nodes.flatMap(rulesOf);
}

function checkRule(rule: FilterRule, employees: readonly Employee[]): RuleCheck {
  const field = requireField(rule.field);
  const counts = headCounts(field, employees);
  if (counts.unreadable === employees.length) throw notReadable(rule, field, employees);
  return { rule, counts, selected: count(rule, employees) };
}

function count(node: FilterNode, employees: readonly Employee[]): number {
  const test = compileFilter(node);
  let selected = 0;
  for (const employee of employees) if (test(employee)) selected += 1;
  return selected;
}

function notReadable(rule: FilterRule, field: FilterField, employees: readonly Employee[]): Problem {
  return new Problem({
    kind: "configuration",
    code: "filter_field_not_readable",
    what: `The filter needs ${rule.field}, but no employee's record holds it: ${formatRule(rule)}`,
    why: `The credential may not read it, or the HR tool has no such attribute.${attributesHint(field, employees)}`,
    next: "Grant the credential the permission in the HR tool and run `spendesk-hr connect` again, or change the rule with `spendesk-hr configure`.",
  });
}

function attributesHint({ name, holds }: FilterField, employees: readonly Employee[]): string {
  if (holds !== "either") return "";
  const names = customKeys(employees).map((key) => `custom.${key}`);
  return names.length === 0
    ? " The records hold no further attributes at all."
    : ` ${didYouMean(name, names)}Further attributes: ${listing(names)}.`;
}

function selectsNobody(checks: readonly RuleCheck[], employees: number): Problem {
  const rules = checks.map(({ rule }) => formatRule(rule)).join("; ");
  return nobodyProblem(
    `${checks.length === 1 ? "A filter rule holds" : `${checks.length} filter rules hold`} for none of ${employees} employees: ${rules}`,
    valuesHints(checks),
  );
}

function rulesExcludeEachOther(checks: readonly RuleCheck[], employees: number): Problem {
  const counts = checks.map(({ rule, selected }) => `${formatRule(rule)} (${selected})`).join("; ");
  return nobodyProblem(
    `The filter selects none of ${employees} employees, though each of its rules holds for some: ${counts}`,
    valuesHints(checks),
  );
}

function nobodyProblem(what: string, why: string): Problem {
  return new Problem({
    kind: "configuration",
    code: "filter_selects_nobody",
    what,
    why: `${why} Nothing was changed: an empty selection never means "archive everybody".`,
    next: "Correct the filter in the configuration or with `spendesk-hr configure`, then run `spendesk-hr preview`.",
  });
}

/** The values that exist in the fields of these rules, each field once. */
function valuesHints(checks: readonly RuleCheck[]): string {
  const hints = checks.map(({ rule, counts }) => {
    const known = knownValues(counts);
    if (known.length === 0) return `Nobody has a value in ${rule.field}.`;
    const meant = unknownOf(rule, counts).map((value) => didYouMean(value, known));
    return `${meant.join("")}Values of ${rule.field}: ${listing(known)}.`;
  });
  return [...new Set(hints)].join(" ");
}

function unknownValues({ rule, counts }: RuleCheck): Warning[] {
  const known = knownValues(counts);
  return unknownOf(rule, counts).map((value) => ({
    code: "filter_value_unknown",
    about: [{ key: `${rule.field}: ${foldText(value)}`, employeeId: null, name: `${rule.field} "${value}"` }],
    text: `Nobody has "${value}" as ${rule.field}, which a filter rule names: ${formatRule(rule)}. ${didYouMean(value, known)}${
      known.length === 0 ? `Nobody has a value in ${rule.field}.` : `Known values: ${listing(known)}.`
    }`,
  }));
}

/** The rule's values that nobody has; none for operators that look inside values. */
function unknownOf(rule: FilterRule, counts: FieldHeadCounts): string[] {
  if (!WHOLE_VALUES.has(rule.operator)) return [];
  const known = new Set(counts.values.map(({ value }) => foldText(value)));
  return rule.values.filter((value) => !known.has(foldText(value)));
}

function knownValues(counts: FieldHeadCounts): string[] {
  return counts.values.map(({ value }) => value).sort(byName);
}

function didYouMean(value: string, candidates: readonly string[]): string {
  const meant = nearest(value, candidates);
  return meant ? `Did you mean "${meant}"? ` : "";
}

function listing(names: readonly string[]): string {
  const rest = names.length - LISTED;
  return `${names.slice(0, LISTED).join(", ")}${rest > 0 ? `, and ${rest} more` : ""}`;
}
