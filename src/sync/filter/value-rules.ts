import { type Employee, type FilterNode, fieldText } from "../model/index.js";
import { compileFilter } from "./evaluate.js";
import { requireField } from "./fields.js";
import { type FilterInput, parseFilter } from "./parse.js";

/** A text for an employee as written in the configuration: fixed, or what a field holds. */
export interface ValueRuleInput {
  /** For whom the rule is; without it, for everybody. */
  readonly if?: FilterInput | readonly FilterInput[] | undefined;
  readonly value?: string | undefined;
  readonly field?: string | undefined;
}

/** A parsed rule. Plain data: it is part of the fingerprint of a configuration. */
export interface ValueRule {
  /** Null: for everybody. */
  readonly filter: FilterNode | null;
  readonly gives: { readonly value: string } | { readonly field: string };
}

/** A rule ready for use. */
interface CompiledValueRule {
  applies(employee: Employee): boolean;
  /** Null when the field is empty, or may not be read. */
  value(employee: Employee): string | null;
}

/**
 * Parses one rule. A rule with neither value nor field, or with both, never gets here (config schema).
 *
 * @throws Problem `filter_syntax` or `filter_unknown_field`
 */
export function parseValueRule(input: ValueRuleInput): ValueRule {
  const { if: condition, value, field } = input;
  return {
    filter: condition === undefined ? null : parseFilter(isList(condition) ? condition : [condition]),
    gives: field === undefined ? { value: value ?? "" } : { field: requireField(field, "The rule").name },
  };
}

/** Makes a rule of the configuration into functions. */
export function compileValueRule({ filter, gives }: ValueRule): CompiledValueRule {
  const applies = filter ? compileFilter(filter) : () => true;
  if ("value" in gives) return { applies, value: () => gives.value };
  const { read } = requireField(gives.field);
  return { applies, value: (employee) => fieldText(read(employee) ?? null)?.trim() || null };
}

function isList(condition: FilterInput | readonly FilterInput[]): condition is readonly FilterInput[] {
  return Array.isArray(condition);
}
