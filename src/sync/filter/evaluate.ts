import { foldText } from "../../shared/text.js";
import { type Employee, type FilterNode, type FilterRule, fieldText, isIsoDate } from "../model/index.js";
import { requireField } from "./fields.js";
import { formatRule } from "./format.js";
import { OPERATORS } from "./operators.js";

/** How a filter came to its result for one employee, with the shape of the filter. */
export type FilterExplanation = RuleExplanation | GroupExplanation;

interface RuleExplanation {
  readonly kind: "rule";
  readonly holds: boolean;
  readonly field: string;
  /** The rule in its text form. */
  readonly text: string;
  /** The employee's value (several with commas), `(empty)` or `not readable with this credential`. Untreated outside text. */
  readonly seen: string;
}

interface GroupExplanation {
  readonly kind: "all" | "any";
  readonly holds: boolean;
  readonly nodes: readonly FilterExplanation[];
}

type EmployeeTest = (employee: Employee) => boolean;

/** Enough for locations and departments; e-mails and the like are cheap to compare again. */
const REMEMBERED_VALUES = 10_000;

/**
 * Makes a fast test that says whether an employee is in the filter. Texts are compared as `foldText`
 * makes them.
 *
 * Of an *empty* field (null, or only blanks), `is empty`, `is not`, `is not one of` and
 * `does not contain` hold: no location is not Paris. The other operators don't.
 *
 * Of a field with several values, `is one of` and the like hold when any of them fits, the negative ones
 * when none does.
 *
 * Of a field the credential can't read (*absent*), no rule holds, negative ones included: the value
 * may be the very one the rule excludes. `checkFilter` refuses filters over a field nobody carries.
 *
 * Neither day operator holds for a text that is not a day.
 */
export function compileFilter(node: FilterNode): EmployeeTest {
  if (node.kind === "rule") return compileRule(node);
  const tests = node.nodes.map(compileFilter);
  return node.kind === "all"
    ? (employee) => tests.every((test) => test(employee))
    : (employee) => tests.some((test) => test(employee));
}

/** Shows how the filter decides about one employee: every rule with the value it saw. */
export function explainFilter(node: FilterNode, employee: Employee): FilterExplanation {
  if (node.kind === "rule") {
    const seen = requireField(node.field).read(employee);
    return {
      kind: "rule",
      holds: compileRule(node)(employee),
      field: node.field,
      text: formatRule(node),
      seen: seen === undefined ? "not readable with this credential" : fieldText(seen)?.trim() || "(empty)",
    };
  }
  const nodes = node.nodes.map((child) => explainFilter(child, employee));
  const holds =
    node.kind === "all" ? nodes.every((child) => child.holds) : nodes.some((child) => child.holds);
  return { kind: node.kind, holds, nodes };
}

function compileRule(rule: FilterRule): EmployeeTest {
  const { read } = requireField(rule.field);
  const { holdsForEmpty } = OPERATORS[rule.operator];
  const test = valueTest(rule);
  const remembered = new Map<string, boolean>();

  function holdsFor(value: string): boolean {
    const known = remembered.get(value);
    if (known !== undefined) return known;
    const folded = foldText(value);
    const holds = folded === "" ? holdsForEmpty : test(folded);
    if (remembered.size < REMEMBERED_VALUES) remembered.set(value, holds);
    return holds;
  }

  return (employee) => {
    const value = read(employee);
    if (value === undefined) return false;
    if (value === null) return holdsForEmpty;
    if (typeof value === "string") return holdsFor(value);
    // What holds for nothing is what excludes: then every value must be another one.
    return holdsForEmpty ? value.every(holdsFor) : value.some(holdsFor);
  };
}

/** The rule as a test of a folded value that is not empty. */
function valueTest({ operator, values }: FilterRule): (value: string) => boolean {
  const wanted = new Set(values.map(foldText));
  const [first = ""] = wanted;
  switch (operator) {
    case "is":
    case "is one of":
      return (value) => wanted.has(value);
    case "is not":
    case "is not one of":
      return (value) => !wanted.has(value);
    case "contains":
      return (value) => value.includes(first);
    case "does not contain":
      return (value) => !value.includes(first);
    case "starts with":
      return (value) => value.startsWith(first);
    case "is empty":
      return () => false;
    case "is not empty":
      return () => true;
    case "is before":
      return (value) => isIsoDate(value) && value < first;
    case "is on or after":
      return (value) => isIsoDate(value) && value >= first;
  }
}
