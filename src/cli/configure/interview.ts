import { isDeepStrictEqual } from "node:util";
import type { EntityConfig, SourceConfig } from "../../config/entity-config.js";
import type { EntityPatch } from "../../config/write.js";
import { providerWith } from "../../providers/provider.js";
import { parseFilter } from "../../sync/filter/index.js";
import {
  type Clock,
  createStatusMapper,
  dayInZone,
  type Employee,
  inEntity,
  planCalendar,
  standingOf,
} from "../../sync/model/index.js";
import { readEmployees } from "../../sync/run/index.js";
import type { CliContext } from "../cli-context.js";
import { openSource } from "../connection.js";
import { providerOf } from "../find-provider.js";
import type { Prompter } from "../prompts/prompter.js";
import { sayText } from "../prompts/screen.js";
import type { Workspace } from "../workspace.js";
import { type AnswerBook, type Answers, policyWith } from "./answers.js";
import { askEmployees, requireFilled } from "./employees.js";
import { askLeavers } from "./leavers.js";
import { askStatuses } from "./statuses.js";
import { askSync } from "./sync.js";

/** What was chosen, and the employees that were read to offer the choice. */
export interface Choices {
  readonly patch: EntityPatch;
  /** By the name of the source. */
  readonly employees: ReadonlyMap<string, readonly Employee[]>;
}

/** What an interview is about. */
interface Subject {
  readonly entity: EntityConfig;
  readonly source: SourceConfig;
  /** What flags said already. */
  readonly given: EntityPatch;
  /** Whether flags said nothing: then everything is asked. */
  readonly asksAll: boolean;
}

/** Reads the employees of a source and asks who of them is meant, and what is kept in step. */
export async function interview(
  { entity, source, given, asksAll }: Subject,
  book: AnswerBook,
  { credentials }: Workspace,
  prompter: Prompter,
  context: CliContext,
): Promise<Choices> {
  sayText(context, "Reading employees to offer their fields and values …");
  const provider = providerWith(await providerOf(source), source.settings);
  const read = await inEntity(entity.id, async () => {
    const employees = await readEmployees(await openSource(entity, source, credentials, context), entity.id);
    requireFilled(provider, employees);
    return employees;
  });
  const named = read.map(createStatusMapper({ ...given.statuses, ...book.now().statuses }));
  await askStatuses(named, prompter, (statuses) => book.keep({ statuses }));
  const statuses = { ...given.statuses, ...book.now().statuses };
  const employees = read.map(createStatusMapper(statuses));
  const people = employedNow(employees, entity, context.process.clock);
  const present = presentChoice(source, book.now());
  await askEmployees(present, { provider, employees, people }, prompter, context, (chosen) =>
    book.keep({ employees: chosen }),
  );
  if (asksAll) await askPolicy(entity, book, prompter, context);
  return {
    patch: { ...given, ...patchOf(book.now(), source), statuses },
    employees: new Map([[source.name, employees]]),
  };
}

async function askPolicy(
  { policy }: EntityConfig,
  book: AnswerBook,
  prompter: Prompter,
  context: CliContext,
): Promise<void> {
  await book.keep({ sync: await askSync(policyWith(policy, book.now()), prompter) });
  const chosen = policyWith(policy, book.now());
  if (chosen.archive) await askLeavers(chosen, prompter, context, (leavers) => book.keep({ leavers }));
}

/** The choice of people that is changed: the one of the draft, else that of the configuration. */
function presentChoice({ filter, configured }: SourceConfig, { employees }: Answers) {
  if (!employees) return { filter, configured };
  return { filter: employees.include === "all" ? null : parseFilter(employees.filter), configured: true };
}

/** A choice of people that is as before is left as it was written. */
function patchOf({ employees, ...others }: Answers, { filter, configured }: SourceConfig): EntityPatch {
  if (!employees) return others;
  const chosen = employees.include === "all" ? null : parseFilter(employees.filter);
  return configured && isDeepStrictEqual(chosen, filter) ? others : { ...others, employees };
}

/** Who is employed now: values that only former colleagues have are no choice for a rule. */
function employedNow(
  employees: readonly Employee[],
  { timezone, policy }: EntityConfig,
  clock: Clock,
): readonly Employee[] {
  const calendar = planCalendar(dayInZone(clock.now(), timezone), policy);
  return employees.filter((employee) => standingOf(employee, calendar) === "eligible");
}
