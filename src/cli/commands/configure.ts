import { type SourceConfig, sourcesText } from "../../config/entity-config.js";
import type { EntityConfig } from "../../config/load.js";
import { draftEntity, type EntityPatch } from "../../config/write.js";
import {
  type Clock,
  createStatusMapper,
  type Employee,
  newEntityRecord,
  Problem,
  type StateStore,
} from "../../sync/model/index.js";
import { acceptedLinks } from "../../sync/plan/index.js";
import { confirmed, type PlannedEntity, planTasks, readEmployees } from "../../sync/run/index.js";
import { confirmedApprovals } from "../../sync/safety/index.js";
import type { CliContext } from "../cli-context.js";
import type { CommandResult, InputOf } from "../command.js";
import { askEmployees, requireFilled } from "../configure/employees.js";
import { patchFromFlags } from "../configure/flags.js";
import { askIdentities, stateWith, storeAnswers } from "../configure/identities.js";
import { alreadyRead, employedNow } from "../configure/rule.js";
import { askStatuses, sayUnknownStatuses } from "../configure/statuses.js";
import { askSync } from "../configure/sync.js";
import { askUnshown, stateAnswered, storeUnshown, unshownFromFlag } from "../configure/unshown.js";
import { withAnswersBlamed } from "../connect/draft.js";
import { openConnection, openSource } from "../connection.js";
import { sayClock } from "../notices.js";
import { planDocument } from "../output/plan-document.js";
import { planText } from "../output/plan-text.js";
import { answerMissing, cancelled, createPrompter, type Prompter } from "../prompts/prompter.js";
import { sayText, screenStyle } from "../prompts/screen.js";
import { runProgress } from "../run-log.js";
import { type Workspace, withWorkspace } from "../workspace.js";
import type { CONFIGURE_FLAGS } from "./setup-flags.js";

type Input = InputOf<typeof CONFIGURE_FLAGS>;

/** What was chosen, and the employees that were read to offer the choice. */
interface Choices {
  readonly patch: EntityPatch;
  /** By the name of the source. */
  readonly employees: ReadonlyMap<string, readonly Employee[]>;
}

/**
 * `configure`: who is meant and what is kept in step, then the preview of exactly that; on
 * confirmation the entity is *connected*. Nothing is stored before the confirmation.
 */
export async function run(input: Input, context: CliContext): Promise<CommandResult> {
  return withWorkspace(context, async (workspace) => {
    const prompter = context.interactive ? createPrompter(context) : null;
    const entity = await chooseEntity(workspace.entities, prompter);
    if ((await workspace.state.entity(entity.id))?.connectionStatus === "disconnected")
      throw disconnected(entity);
    const { patch, employees } = await collectChoices(input, entity, workspace, prompter, context);
    const { writePath } = workspace.config;
    const draft = await withAnswersBlamed(() => draftEntity(writePath, entity.id, patch));
    const flag = unshownFromFlag(input.options);
    const before = flag ? stateAnswered(workspace.state, flag) : workspace.state;
    const first = await previewOf(draft.entity, employees, { ...workspace, state: before }, context);
    sayClock(context);
    for (const { of, employees: own } of first.sources.reads) {
      const source = draft.entity.sources.find(({ name }) => name === of.name);
      if (source) await requireFilled(source, own);
    }
    sayUnknownStatuses(first.employees, context);
    const asks = input.options.yes !== true;
    const answers = asks && prompter ? await askIdentities(first, prompter) : [];
    const read = new Map(first.sources.reads.map(({ of, employees: own }) => [of.name, own]));
    const planAgain = (state: StateStore) => previewOf(draft.entity, read, { ...workspace, state }, context);
    const known = answers.length === 0 ? before : await stateWith(before, answers, first, context);
    const matched = known === before ? first : await planAgain(known);
    const given = flag ?? (asks && prompter ? await askUnshown(matched, prompter, context) : null);
    const isOther = given !== flag && given?.answer === "differs";
    const planned = given && isOther ? await planAgain(stateAnswered(known, given)) : matched;
    if (asks) await confirm(planned, prompter, context);
    if (context.process.signal.aborted) throw cancelled();
    await draft.save();
    await storeAnswers(workspace.state, answers, planned, context);
    await storeUnshown(workspace.state, planned, given, context);
    await remember(planned, workspace, context.process.clock);
    return result(planned, writePath, asks);
  });
}

async function chooseEntity(
  entities: readonly EntityConfig[],
  prompter: Prompter | null,
): Promise<EntityConfig> {
  const [first, another] = entities;
  if (first && !another) return first;
  const choices = entities.map((entity) => ({
    value: entity.id,
    label: `${entity.id} (${sourcesText(entity)})`,
  }));
  const id = await prompter?.select("Which entity?", choices);
  const chosen = entities.find((entity) => entity.id === id);
  if (chosen) return chosen;
  throw new Problem({
    kind: "usage",
    code: "one_entity_only",
    what: "configure works on one entity at a time.",
    why: `The configuration has ${entities.map((entity) => entity.id).join(", ")}.`,
    next: "Name one with `--entity`.",
  });
}

/** Before any question: the plan would be refused after the last one. */
function disconnected({ id, sources }: EntityConfig): Problem {
  return new Problem({
    kind: "configuration",
    code: "entity_disconnected",
    what: `${id} is disconnected, so it can't be configured.`,
    why: "Somebody ran `spendesk-hr disconnect` for it. Its members stay as they are.",
    next: `Run \`spendesk-hr connect ${sources[0].provider} --entity ${id}\`.`,
  });
}

/** Flags are the whole answer; questions are asked when there are none, or when they leave out who is meant. */
async function collectChoices(
  input: Input,
  entity: EntityConfig,
  workspace: Workspace,
  prompter: Prompter | null,
  context: CliContext,
): Promise<Choices> {
  const source = await chooseSource(entity, input.options.source, prompter);
  const patch = { ...patchFromFlags(input.options), ...(source && { of: source.name }) };
  const isBare = Object.keys(patch).every((key) => key === "of") && !unshownFromFlag(input.options);
  const isChosen = source ? source.configured : entity.configured;
  if (patch.employees || (isChosen && (!isBare || !prompter))) return { patch, employees: new Map() };
  if (!prompter) {
    throw answerMissing(
      "Which employees are synchronised",
      "Add `--include all`, or `--rule \"'Work Location' is one of: London,Paris\"`.",
    );
  }
  context.say("Reading employees to offer their fields and values …");
  const about = source ?? entity.sources[0];
  const opened = await openSource(entity, about, workspace.credentials, context);
  const employees = await readEmployees(opened, entity.id);
  await requireFilled(about, employees);
  const statuses = { ...patch.statuses, ...(await askStatuses(employees, prompter)) };
  const understood = employees.map(createStatusMapper(statuses));
  const people = employedNow(understood, entity, context.process.clock);
  const chosen = await askEmployees(about, people, prompter, context);
  const sync = isBare ? await askSync(entity.policy, prompter) : {};
  return {
    patch: { ...patch, ...sync, ...(chosen && { employees: chosen }), statuses },
    employees: new Map([[about.name, understood]]),
  };
}

/**
 * The source that is meant, where an entity has several.
 * @returns null for an entity with one source, and when flags speak of the entity as a whole
 */
async function chooseSource(
  { id, sources }: EntityConfig,
  wanted: string | undefined,
  prompter: Prompter | null,
): Promise<SourceConfig | null> {
  const named = sources.find(({ name }) => name === wanted);
  if (named) return sources.length > 1 ? named : null;
  if (wanted !== undefined) throw unknownSource(id, wanted, sources);
  if (sources.length === 1) return null;
  const open = sources.filter(({ configured }) => !configured);
  if (open.length === 1) return open[0] ?? null;
  if (!prompter) return null;
  const choices = sources.map(({ name, configured }) => ({
    value: name,
    label: configured ? name : `${name} (nobody chosen yet)`,
  }));
  const name = await prompter.select("Whose employees?", choices, open[0]?.name);
  return sources.find((one) => one.name === name) ?? null;
}

function unknownSource(id: string, wanted: string, sources: EntityConfig["sources"]): Problem {
  const names = sources.map(({ name }) => name);
  return new Problem({
    kind: "usage",
    code: "unknown_source",
    what: `${id} has no source ${wanted}.`,
    why: `It has ${names.join(", ")}.`,
    next: `Run the command with one of these after \`--source\`, or \`spendesk-hr connect ${wanted} --entity ${id} --beside\`.`,
  });
}

/** The plan of the entity as it would be; leaves no trace in the history, since it may be thrown away. */
async function previewOf(
  entity: EntityConfig,
  read: Choices["employees"],
  workspace: Workspace,
  context: CliContext,
): Promise<PlannedEntity> {
  const { task } = await openConnection(entity, workspace.credentials, context);
  const sources = task.sources.map((one) => {
    const employees = read.get(one.name);
    return employees ? { ...one, source: alreadyRead(one.source, employees) } : one;
  });
  const dependencies = {
    state: workspace.state,
    clock: context.process.clock,
    progress: runProgress([task], context),
  };
  // The question that follows is the confirmation of this configuration.
  const options = { overrides: { acceptConfig: true }, noArchive: false, isConfirming: true };
  const [planned] = await planTasks([{ ...task, sources }], dependencies, options);
  if (!planned) throw new Error("the preview gave no entity");
  if (!planned.ok) throw planned.problem;
  return planned.planned;
}

async function confirm(
  planned: PlannedEntity,
  prompter: Prompter | null,
  context: CliContext,
): Promise<void> {
  const { entity } = planned.task;
  const text = planText(planned, screenStyle(context));
  context.process.stderr.write(`${context.redactor.redact(text)}\n\n`);
  sayText(
    context,
    "Confirming sends nothing to Spendesk: `spendesk-hr apply` does, after it has asked again.",
  );
  if (await prompter?.confirm(`Confirm this configuration of ${entity}?`, false)) return;
  throw new Problem({
    kind: "safety",
    code: "confirmation_needed",
    what: `The configuration of ${entity} was not confirmed, so nothing was stored.`,
    why: prompter ? "The question was answered with no." : "There is nobody to ask.",
    next: prompter
      ? `Run \`spendesk-hr configure --entity ${entity}\` again when you are ready.`
      : "Run the same command with `--yes`.",
  });
}

/**
 * What was shown is confirmed: the configuration and the account, the changes and releases, and who is
 * taken for whom although their names differ.
 */
async function remember(
  { task, sources, plan }: PlannedEntity,
  { state }: Workspace,
  clock: Clock,
): Promise<void> {
  await state.applyLinkChanges(task.entity, { upsert: acceptedLinks(plan), remove: [] });
  await state.replaceApprovals(task.entity, confirmedApprovals(plan), clock.now());
  // Last, so that a configuration counts as confirmed only with all that was confirmed with it.
  const record = (await state.entity(task.entity)) ?? newEntityRecord(task.entity, task.providerId);
  await state.saveEntity({
    ...record,
    connectionStatus: "connected",
    ...confirmed(task, record, sources),
    lastError: null,
  });
}

/** @param shown whether the plan was on the screen already, before the question */
function result(planned: PlannedEntity, file: string, shown: boolean): CommandResult {
  const { entity } = planned.task;
  const next = `spendesk-hr apply --entity ${entity}`;
  return {
    exitCode: 0,
    document: {
      ...planDocument(planned, null),
      connectionStatus: "connected",
      file,
      nextSteps: [next],
    },
    text: (style) =>
      [
        ...(shown ? [] : [planText(planned, style), ""]),
        `${entity} is configured. Status: connected. Nothing was written to Spendesk yet.`,
        `Next: ${next}`,
      ].join("\n"),
  };
}
