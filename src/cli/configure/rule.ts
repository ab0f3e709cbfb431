import { counted, foldText } from "../../shared/text.js";
import { OPERATOR_NAMES, OPERATORS, requireField, type ValueCount } from "../../sync/filter/index.js";
import { type FilterNode, type FilterRule, isIsoDate, type Operator } from "../../sync/model/index.js";
import type { Choice, Prompter } from "../prompts/prompter.js";
import { type FieldChoice, fieldLabel } from "./fields.js";
import type { ValueLabel } from "./value-labels.js";

/** What rules can be made of. */
export interface RuleParts {
  readonly fields: readonly FieldChoice[];
  readonly label: ValueLabel;
}

/** The list forms say the same, of one value and of many. */
const LIST_FORMS: Partial<Readonly<Record<Operator, Operator>>> = {
  is: "is one of",
  "is not": "is not one of",
};

/** Answer that leads back to where the question came from. */
export const BACK = "";
/** Values that are named when a rule is shown. */
const SHOWN_VALUES = 6;

/**
 * Asks for one rule, offering the fields and values people have.
 * @param before the rule that is changed: what it says is what is offered first
 * @returns null when somebody went back
 */
export async function askRule(
  parts: RuleParts,
  prompter: Prompter,
  before?: FilterRule,
): Promise<FilterRule | null> {
  const fields = parts.fields.map(({ field, text }) => ({ value: field, label: text }));
  const isListed = before === undefined || fields.some(({ value }) => value === before.field);
  const now = isListed
    ? []
    : [{ value: before.field, label: `${fieldLabel(before.field, parts.fields)}: nobody has a value now` }];
  const field = await prompter.select(
    "Which field?",
    [...now, ...fields, { value: BACK, label: "(back, without a rule)" }],
    before?.field,
  );
  if (field === BACK) return null;
  const same = before?.field === field ? before : undefined;
  const condition = `${fieldLabel(field, parts.fields)}: which condition?`;
  const chosen = await prompter.select(
    condition,
    conditions(field, parts.fields),
    same && listForm(same.operator),
  );
  const operator = OPERATOR_NAMES.find((name) => name === chosen) ?? "is one of";
  const values = await askValues(field, operator, parts, prompter, same);
  return { kind: "rule", field, operator, values };
}

/** A rule or a group for people to read. */
export function ruleText(node: FilterNode, parts: RuleParts): string {
  if (node.kind !== "rule") {
    const between = node.kind === "any" ? "; or " : "; and ";
    return `${node.kind === "any" ? "any of these" : "all of these"}: ${node.nodes.map((one) => ruleText(one, parts)).join(between)}`;
  }
  const { field, operator, values } = node;
  const subject = `${fieldLabel(field, parts.fields)} ${operator}`;
  if (values.length === 0) return subject;
  const labels = values.map((value) => parts.label(field, value));
  const more = labels.length - SHOWN_VALUES;
  const shown = [...labels.slice(0, SHOWN_VALUES), ...(more > 0 ? [`${more} more`] : [])];
  return `${subject}: ${shown.join(", ")}`;
}

function conditions(field: string, fields: readonly FieldChoice[]): readonly Choice[] {
  const { holds } = requireField(field);
  const empty = fields.find((choice) => choice.field === field)?.empty ?? 0;
  return OPERATOR_NAMES.filter((operator) => {
    const { on } = OPERATORS[operator];
    return LIST_FORMS[operator] === undefined && (on === "both" || holds === "either" || on === holds);
  }).map((value) => ({
    value,
    label: value === "is empty" ? `${value} (${counted(empty, "person", "people")})` : value,
  }));
}

function listForm(operator: Operator): Operator {
  return LIST_FORMS[operator] ?? operator;
}

async function askValues(
  field: string,
  operator: Operator,
  { fields, label }: RuleParts,
  prompter: Prompter,
  before: FilterRule | undefined,
): Promise<readonly string[]> {
  const { arity, on } = OPERATORS[operator];
  if (arity === "none") return [];
  const question = `${fieldLabel(field, fields)} ${operator}`;
  const isAsBefore = before !== undefined && listForm(before.operator) === operator;
  if (arity === "one") {
    const validate = on === "day" ? dayProblem : textProblem;
    return [
      await prompter.input(question, { validate, byDefault: isAsBefore ? before.values[0] : undefined }),
    ];
  }
  const counts = fields.find((choice) => choice.field === field)?.values ?? [];
  return prompter.checkbox(question, valueChoices(field, counts, label, before?.values ?? []), {
    required: true,
  });
}

/** The values people have, and those of the rule that nobody has any more. */
function valueChoices(
  field: string,
  counts: readonly ValueCount[],
  label: ValueLabel,
  ticked: readonly string[],
): readonly Choice[] {
  const wanted = new Set(ticked.map(foldText));
  const known = new Set(counts.map(({ value }) => foldText(value)));
  const gone = ticked
    .filter((value) => !known.has(foldText(value)))
    .map((value) => ({ value, employees: 0 }));
  return [...counts, ...gone].map(({ value, employees }) => ({
    value,
    label: label(field, value),
    detail: `(${employees === 0 ? "nobody now" : employees})`,
    checked: wanted.has(foldText(value)),
  }));
}

function dayProblem(value: string): string | null {
  return isIsoDate(value) ? null : "It must be a day of the form YYYY-MM-DD, such as 2026-01-31.";
}

function textProblem(value: string): string | null {
  return value === "" ? "Type the text to compare with." : null;
}
