import type { EntityConfig, SourceConfig } from "../../config/entity-config.js";
import { draftEntity } from "../../config/write.js";
import { providerWith } from "../../providers/provider.js";
import { type Clock, inEntity, newEntityRecord, Problem, type StateStore } from "../../sync/model/index.js";
import { acceptedLinks } from "../../sync/plan/index.js";
import { confirmed, type PlannedEntity } from "../../sync/run/index.js";
import { confirmedApprovals, unattendedApprovals } from "../../sync/safety/index.js";
import type { CliContext } from "../cli-context.js";
import type { CommandResult, InputOf } from "../command.js";
import { configureDraft, openAnswers, withAnswersKept } from "../configure/answers.js";
import { requireFilled } from "../configure/employees.js";
import { patchFromFlags } from "../configure/flags.js";
import { askIdentities, stateWith, storeAnswers } from "../configure/identities.js";
import { type Choices, interview } from "../configure/interview.js";
import { previewOf } from "../configure/preview.js";
import { sayUnknownStatuses } from "../configure/statuses.js";
import { chooseEntity, chooseSource, disconnected } from "../configure/subject.js";
import { askUnshown, stateAnswered, storeUnshown, unshownFromFlag } from "../configure/unshown.js";
import { withAnswersBlamed } from "../connect/draft.js";
import { providerOf } from "../find-provider.js";
import { sayClock } from "../notices.js";
import { planDocument } from "../output/plan-document.js";
import { planText } from "../output/plan-text.js";
import { answerMissing, cancelled, createPrompter, type Prompter } from "../prompts/prompter.js";
import { sayText, screenStyle } from "../prompts/screen.js";
import { underLock } from "../under-lock.js";
import { type Workspace, withWorkspace } from "../workspace.js";
import type { CONFIGURE_FLAGS } from "./setup-flags.js";

type Input = InputOf<typeof CONFIGURE_FLAGS>;

/**
 * `configure`: who is meant and what is kept in step, then the preview of exactly that; on
 * confirmation the entity is *connected*. Nothing is stored before the confirmation but a draft of the answers.
 */
export async function run(input: Input, context: CliContext): Promise<CommandResult> {
  return withWorkspace(context, async (workspace) => {
    const prompter = context.interactive ? createPrompter(context) : null;
    const entity = await chooseEntity(workspace.entities, prompter);
    if ((await workspace.state.entity(entity.id))?.connectionStatus === "disconnected")
      throw disconnected(entity);
    const source = await chooseSource(entity, input.options.source, prompter);
    const about = source ?? entity.sources[0];
    const draft = configureDraft(workspace.config.stateDir, entity, about);
    try {
      const choices = await collectChoices(input, { entity, source, draft }, workspace, prompter, context);
      const done = await settle(input, entity, choices, workspace, prompter, context);
      await draft.remove();
      return done;
    } catch (error) {
      throw prompter ? await withAnswersKept(error, draft, entity.id) : error;
    }
  });
}

/** Plans with the choices, asks what only the plan can show, and stores all of it on confirmation. */
async function settle(
  input: Input,
  { id }: EntityConfig,
  { patch, employees }: Choices,
  workspace: Workspace,
  prompter: Prompter | null,
  context: CliContext,
): Promise<CommandResult> {
  const { writePath } = workspace.config;
  const draft = await withAnswersBlamed(() => draftEntity(writePath, id, patch));
  const flag = unshownFromFlag(input.options);
  const before = flag ? stateAnswered(workspace.state, flag) : workspace.state;
  const asks = input.options.yes !== true;
  const planWith = (read: typeof employees, state: StateStore) =>
    previewOf(draft.entity, read, { ...workspace, state }, context, !asks);
  const first = await planWith(employees, before);
  sayClock(context);
  await inEntity(id, () => requireData(first, draft.entity));
  sayUnknownStatuses(first.employees, context);
  const answers = asks && prompter ? await askIdentities(first, prompter) : [];
  const read = new Map(first.sources.reads.map(({ of, employees: own }) => [of.name, own]));
  const planAgain = (state: StateStore) => planWith(read, state);
  const known = answers.length === 0 ? before : await stateWith(before, answers, first, context);
  const matched = known === before ? first : await planAgain(known);
  const given = flag ?? (asks && prompter ? await askUnshown(matched, prompter, context) : null);
  const isOther = given !== flag && given?.answer === "differs";
  const planned = given && isOther ? await planAgain(stateAnswered(known, given)) : matched;
  if (asks) await confirm(planned, prompter, context);
  if (context.process.signal.aborted) throw cancelled();
  // A run under way would plan by the old configuration, and store what it learned over the new one.
  await underLock(workspace.state, [id], context.process.clock, async () => {
    await draft.save();
    await storeAnswers(workspace.state, answers, planned, context);
    await storeUnshown(workspace.state, planned, given, context);
    await remember(planned, asks, workspace, context.process.clock);
  });
  return result(planned, writePath, asks);
}

/** @throws Problem `data_empty` of a source whose people all lack what the sync needs */
async function requireData({ sources }: PlannedEntity, entity: EntityConfig): Promise<void> {
  for (const { of, employees } of sources.reads) {
    const source = entity.sources.find(({ name }) => name === of.name);
    if (source) requireFilled(providerWith(await providerOf(source), source.settings), employees);
  }
}

/** What is configured. */
interface Subject {
  readonly entity: EntityConfig;
  /** Null when the entity as a whole is meant. */
  readonly source: SourceConfig | null;
  readonly draft: ReturnType<typeof configureDraft>;
}

/** Flags are the whole answer; questions are asked when there are none, or when they leave out who is meant. */
async function collectChoices(
  { options }: Input,
  { entity, source, draft }: Subject,
  workspace: Workspace,
  prompter: Prompter | null,
  context: CliContext,
): Promise<Choices> {
  const given = { ...patchFromFlags(options), ...(source && { of: source.name }) };
  const asksAll = Object.keys(given).every((key) => key === "of") && !unshownFromFlag(options);
  const isChosen = source ? source.configured : entity.configured;
  if (given.employees || (isChosen && (!asksAll || !prompter))) return { patch: given, employees: new Map() };
  if (!prompter) {
    throw answerMissing(
      "Which employees are synchronised",
      "Add `--include all`, or `--rule \"'Work Location' is one of: London,Paris\"`.",
    );
  }
  const about = source ?? entity.sources[0];
  const book = await openAnswers(draft, entity, about, prompter, context);
  return interview({ entity, source: about, given, asksAll }, book, workspace, prompter, context);
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
  { task, sources, plan, approvals, safety }: PlannedEntity,
  wasShown: boolean,
  { state }: Workspace,
  clock: Clock,
): Promise<void> {
  const areRestoresWithin = safety.violations.every(({ code }) => code !== "too_many_restores");
  const confirmedNow = wasShown
    ? confirmedApprovals(plan)
    : unattendedApprovals(plan, approvals, areRestoresWithin);
  await state.applyLinkChanges(task.entity, { upsert: acceptedLinks(plan), remove: [] });
  await state.replaceApprovals(task.entity, confirmedNow, clock.now());
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
