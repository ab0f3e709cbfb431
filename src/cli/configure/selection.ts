import type { Employee } from "../../sync/employee.js";
import { isProblem, type Problem } from "../../sync/errors.js";
import { checkFilter } from "../../sync/filter/check.js";
import { formatFilter } from "../../sync/filter/format.js";
import { type FilterInput, parseFilter } from "../../sync/filter/parse.js";
import type { Warning } from "../../sync/plan.js";

/** What rules choose among people. */
export type Selection =
  | { readonly ok: true; readonly selected: number; readonly warnings: readonly Warning[] }
  | { readonly ok: false; readonly problem: Problem };

/** Tries rules on people, all of which must hold. */
export function select(rules: readonly FilterInput[], people: readonly Employee[]): Selection {
  try {
    return { ok: true, ...checkFilter(parseFilter(rules), people) };
  } catch (error) {
    if (isProblem(error)) return { ok: false, problem: error };
    throw error;
  }
}

/** Rules as they are written in the configuration: the text form wherever there is one. */
export function canonicalRules(rules: readonly FilterInput[]): readonly FilterInput[] {
  return formatFilter(parseFilter(rules));
}

/** A rule for people to read. */
export function ruleText(rule: FilterInput): string {
  return typeof rule === "string" ? rule : JSON.stringify(rule);
}
