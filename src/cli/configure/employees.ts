import type { SourceConfig } from "../../config/entity-config.js";
import type { EntityPatch } from "../../config/write.js";
import { providerWith } from "../../providers/provider.js";
import { dataEmpty, emptyForEverybody } from "../../providers/support/readable.js";
import {
  checkFilter,
  type FieldHeadCounts,
  type FilterInput,
  fieldHeadCounts,
  formatFilter,
  parseFilter,
} from "../../sync/filter/index.js";
import { type Employee, isProblem, type Problem, type Warning } from "../../sync/model/index.js";
import type { CliContext } from "../cli-context.js";
import { providerOf } from "../find-provider.js";
import type { Prompter } from "../prompts/prompter.js";
import { sayText } from "../prompts/screen.js";
import { askRule } from "./rule.js";

type EmployeesPatch = NonNullable<EntityPatch["employees"]>;

/**
 * Asks which employees are meant, offering the fields and values that exist, with head-counts.
 * @param people who is employed now
 * @returns null when the present choice stays
 */
export async function askEmployees(
  { filter, configured }: SourceConfig,
  people: readonly Employee[],
  prompter: Prompter,
  context: CliContext,
): Promise<EmployeesPatch | null> {
  const present = filter ? formatFilter(filter) : [];
  const fields = fieldHeadCounts(people);
  const choices = [
    ...(configured ? [{ value: "keep", label: `as now: ${presentText(present, people)}` }] : []),
    { value: "all", label: `all employees (${people.length} employed now)` },
    ...(fields.length > 0 ? [{ value: "rules", label: "only those who match rules" }] : []),
    ...(fields.length > 0 && present.length > 0
      ? [{ value: "more", label: "the rules as now, and further ones" }]
      : []),
  ];
  if (configured) for (const rule of present) sayText(context, ruleText(rule), "  - ");
  switch (await prompter.select("Which employees become members?", choices)) {
    case "keep":
      return null;
    case "all":
      return { include: "all" };
    case "more":
      return { include: "filter", filter: await askRules(present, fields, people, prompter, context) };
    default:
      return { include: "filter", filter: await askRules([], fields, people, prompter, context) };
  }
}

/** Asks for rules until the person has enough; one that leaves nobody is not taken. */
async function askRules(
  start: readonly FilterInput[],
  fields: readonly FieldHeadCounts[],
  people: readonly Employee[],
  prompter: Prompter,
  context: CliContext,
): Promise<readonly FilterInput[]> {
  let rules = start;
  do {
    const candidate = canonicalRules([...rules, await askRule(fields, prompter)]);
    const selection = select(candidate, people);
    if (!selection.ok) {
      sayText(context, selection.problem.message, "✘ ");
      sayText(context, "This rule was left out.", "  ");
      continue;
    }
    rules = candidate;
    for (const rule of rules) sayText(context, ruleText(rule), "  - ");
    for (const { text } of selection.warnings) sayText(context, text, "⚠ ");
    sayText(context, `${selection.selected} of ${people.length} people employed now are selected.`, "✔ ");
  } while (rules.length === 0 || (await prompter.confirm("Another rule? All rules must hold.", false)));
  return rules;
}

function presentText(rules: readonly FilterInput[], people: readonly Employee[]): string {
  if (rules.length === 0) return `all employees (${people.length})`;
  const selection = select(rules, people);
  return `${rules.length} rule${rules.length === 1 ? "" : "s"} (${selection.ok ? selection.selected : 0} of ${people.length})`;
}

/** What rules choose among people. */
export type Selection =
  | { readonly ok: true; readonly selected: number; readonly warnings: readonly Warning[] }
  | { readonly ok: false; readonly problem: Problem };

/** Tries rules on people, all of which must hold. */
function select(rules: readonly FilterInput[], people: readonly Employee[]): Selection {
  try {
    return { ok: true, ...checkFilter(parseFilter(rules), people) };
  } catch (error) {
    if (isProblem(error)) return { ok: false, problem: error };
    throw error;
  }
}

/** Rules as they are written in the configuration: the text form wherever there is one. */
function canonicalRules(rules: readonly FilterInput[]): readonly FilterInput[] {
  return formatFilter(parseFilter(rules));
}

/** A rule for people to read. */
function ruleText(rule: FilterInput): string {
  return typeof rule === "string" ? rule : JSON.stringify(rule);
}

/**
 * Stops before an entity is confirmed whose people all lack what the sync needs: nobody could ever be
 * invited, and it would look like a company without joiners.
 * @throws Problem `data_empty`
 */
export async function requireFilled(source: SourceConfig, employees: readonly Employee[]): Promise<void> {
  const provider = providerWith(await providerOf(source), source.settings);
  const empty = emptyForEverybody(employees, provider.dataRead);
  if (empty.length === 0) return;
  throw dataEmpty(
    provider.title,
    empty,
    employees.length,
    empty.flatMap(({ ifEmpty }) => ifEmpty ?? []),
  );
}
