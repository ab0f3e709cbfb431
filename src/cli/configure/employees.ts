import type { SourceConfig } from "../../config/entity-config.js";
import type { Provider } from "../../providers/provider.js";
import { dataEmpty, emptyForEverybody } from "../../providers/support/readable.js";
import { formatFilter } from "../../sync/filter/index.js";
import type { Employee, FilterNode } from "../../sync/model/index.js";
import type { CliContext } from "../cli-context.js";
import type { Prompter } from "../prompts/prompter.js";
import type { Answers } from "./answers.js";
import { fieldChoices } from "./fields.js";
import { askRules, rulesSummary } from "./rules-menu.js";
import { valueLabels } from "./value-labels.js";

type Chosen = NonNullable<Answers["employees"]>;

/** Who is there to be chosen. */
export interface Crowd {
  readonly provider: Provider;
  /** Everybody who was read. */
  readonly employees: readonly Employee[];
  /** Who is employed now. */
  readonly people: readonly Employee[];
}

/**
 * Asks which employees are meant, offering the fields and values that exist, with head-counts.
 * @param present the choice so far
 * @param keep keeps what was answered
 */
export async function askEmployees(
  { filter, configured }: Pick<SourceConfig, "filter" | "configured">,
  { provider, employees, people }: Crowd,
  prompter: Prompter,
  context: CliContext,
  keep: (chosen: Chosen) => Promise<void>,
): Promise<void> {
  const present = rulesOf(filter);
  const fields = fieldChoices(people, provider);
  const now = present.length > 0 ? ` (now ${rulesSummary(present, people)})` : "";
  const choices = [
    { value: "all", label: `all employees (${people.length} employed now)` },
    ...(fields.length > 0 ? [{ value: "rules", label: `only those who match rules${now}` }] : []),
  ];
  const byDefault = configured && present.length > 0 ? "rules" : "all";
  const answer = await prompter.select("Which employees become members?", choices, byDefault);
  if (answer === "all") return keep({ include: "all" });
  const parts = { fields, label: valueLabels(employees, fields) };
  const keepRules = (rules: readonly FilterNode[]) => keep(patchOf(rules));
  await keepRules(await askRules(present, { parts, people, prompter, context, keep: keepRules }));
}

/** The rules of a filter, all of which must hold. */
function rulesOf(filter: FilterNode | null): readonly FilterNode[] {
  if (filter === null) return [];
  return filter.kind === "all" ? filter.nodes : [filter];
}

function patchOf(rules: readonly FilterNode[]): Chosen {
  if (rules.length === 0) return { include: "all" };
  return { include: "filter", filter: formatFilter({ kind: "all", nodes: rules }) };
}

/**
 * Stops before an entity is confirmed whose people all lack what the sync needs: nobody could ever be
 * invited, and it would look like a company without joiners.
 * @throws Problem `data_empty`
 */
export function requireFilled(provider: Provider, employees: readonly Employee[]): void {
  const empty = emptyForEverybody(employees, provider.dataRead);
  if (empty.length === 0) return;
  throw dataEmpty(
    provider.title,
    empty,
    employees.length,
    empty.flatMap(({ ifEmpty }) => ifEmpty ?? []),
  );
}
