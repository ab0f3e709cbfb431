import type { EntityConfig } from "../../config/load.js";
import type { EntityPatch } from "../../config/write.js";
import type { Employee } from "../../sync/employee.js";
import { formatFilter } from "../../sync/filter/format.js";
import { type FieldHeadCounts, fieldHeadCounts } from "../../sync/filter/head-counts.js";
import type { FilterInput } from "../../sync/filter/parse.js";
import type { CliContext } from "../cli-context.js";
import type { Prompter } from "../prompts/prompter.js";
import { sayText } from "../prompts/screen.js";
import { askRule } from "./rule.js";
import { canonicalRules, ruleText, select } from "./selection.js";

type EmployeesPatch = NonNullable<EntityPatch["employees"]>;

/**
 * Asks which employees are meant, offering the fields and values that exist, with head-counts.
 * @param people who is employed now
 * @returns null when the present choice stays
 */
export async function askEmployees(
  entity: EntityConfig,
  people: readonly Employee[],
  prompter: Prompter,
  context: CliContext,
): Promise<EmployeesPatch | null> {
  const present = entity.policy.filter ? formatFilter(entity.policy.filter) : [];
  const fields = fieldHeadCounts(people);
  const choices = [
    ...(entity.configured ? [{ value: "keep", label: `as now: ${presentText(present, people)}` }] : []),
    { value: "all", label: `all employees (${people.length} employed now)` },
    ...(fields.length > 0 ? [{ value: "rules", label: "only those who match rules" }] : []),
    ...(fields.length > 0 && present.length > 0
      ? [{ value: "more", label: "the rules as now, and further ones" }]
      : []),
  ];
  if (entity.configured) for (const rule of present) sayText(context, ruleText(rule), "  - ");
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
