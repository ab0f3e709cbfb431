import { closingsOf } from "../hand-off/index.js";
import {
  asProblem,
  type Clock,
  exitCodeFor,
  type HandOffFile,
  type HandOffTarget,
  type MemberWriter,
  ofEntity,
  type Problem,
  type StateStore,
} from "../model/index.js";
import { answersByDefault } from "../plan/index.js";
import {
  type EntityResult,
  type EntityTask,
  entitiesOf,
  interruption,
  type PlannedEntity,
  planTasks,
  problemOf,
  type RunDependencies,
  type RunOptions,
  recordReads,
  refuseOtherPlan,
  takeLock,
  totalCounts,
  unreadProblem,
} from "../run/index.js";
import { countedCheck, kindsOf } from "../safety/index.js";
import {
  type IsCounted,
  partialFailure,
  recordApproval,
  recordConfirmation,
  recordSuccess,
} from "./apply-record.js";
import { ChangeRun, tallyOf } from "./change-run.js";
import { type EntityApplication, outcomeCounts, reportOf } from "./entity-application.js";
import { executePlan, type StopCheck, stopIfAsked } from "./execute-plan.js";
import { askAboutFresh, type CheckedPlans, hasChanges, type Question } from "./fresh-question.js";
import { handOffPlans, supersede } from "./hand-off-run.js";
import { booksLost, isOfState, LostBooks } from "./lost-books.js";
import { type CommandWords, refusalOf } from "./refusal.js";
import { onlyWritable, type WriteCheck } from "./writable.js";

export interface ApplyDependencies extends RunDependencies {
  /**
   * The only way to a client that can write; asked once the checks have passed.
   * @param beforeWrite to be called right before every single request that writes: a call may be split,
   *   repeated, or wait for a limit, and the lock may be lost meanwhile; throws a `Problem` then
   */
  openWriter(task: EntityTask, beforeWrite: () => Promise<void>): MemberWriter;
  /** Asked before anything is confirmed, about entities whose changes go through the API. */
  readonly checkWritable?: WriteCheck;
  /** Asked once both sides were read, whose answers tell the time. @throws Problem when the clock is wrong */
  readonly checkClock?: () => void;
  /** Entities whose changes go into files for a colleague; those of all others go through the API. */
  readonly handOff?: { readonly entities: ReadonlySet<string>; readonly target: HandOffTarget };
  /** Shows the plans and asks whether to go on. Not called when nothing would be written. */
  readonly confirm: Question["confirm"];
  /** For the command that a refusal offers; not asked for otherwise. */
  readonly words: () => Promise<CommandWords>;
  /** Housekeeping of the state at the end of a run that was not interrupted, under its lock. Must not throw. */
  readonly tidy?: (runId: string) => Promise<void>;
  /** Aborted by Ctrl-C: the call under way is finished and recorded, then the run ends. */
  readonly signal: AbortSignal;
}

export interface ApplyResult {
  readonly runId: string;
  readonly entities: readonly EntityApplication[];
  /** False when nothing had to be done, or the person said no. */
  readonly carriedOut: boolean;
  /**
   * Why nothing was written although there were changes: limits, or a missing confirmation; null otherwise.
   * Entities can have problems of their own besides.
   */
  readonly refusal: Problem | null;
  /** For a colleague; empty unless something was handed off. */
  readonly files: readonly HandOffFile[];
  readonly exitCode: number;
}

/**
 * Re-reads, re-plans, checks the limits of all entities, asks, and carries the plans out side by side
 * (docs/rules.md §7).
 *
 * @param tasks none, and nothing unopened: a run that had nothing to do
 * @throws Problem `lock_held`, `plan_changed`
 */
export async function apply(
  tasks: readonly EntityTask[],
  dependencies: ApplyDependencies,
  options: RunOptions,
): Promise<ApplyResult> {
  const { state, clock } = dependencies;
  const entities = entitiesOf(tasks, dependencies);
  const runId = await state.startRun("apply", entities, clock.now());
  dependencies.progress.runStarted?.(runId);
  if (entities.length === 0) {
    const exitCode = exitCodeFor([]);
    await state.finishRun(runId, exitCode, {}, clock.now());
    return { runId, entities: [], carriedOut: false, files: [], refusal: null, exitCode };
  }
  try {
    const lock = await takeLock(state, runId, entities, clock);
    let isLost = false;
    try {
      const stop: StopCheck = async () =>
        (await lock.lost()) ?? (dependencies.signal.aborted ? interruption(dependencies.signal) : null);
      return await applyLocked(runId, tasks, dependencies, options, stop);
    } catch (error) {
      isLost = isOfState(asProblem(error));
      throw error;
    } finally {
      if (!isLost && !dependencies.signal.aborted) await dependencies.tidy?.(runId);
      await lock.release();
    }
  } catch (error) {
    const problem = asProblem(error);
    const report = { problem, results: [] };
    // Where the state is what failed, this fails as well, and must not hide it.
    await state.finishRun(runId, exitCodeFor([problem]), {}, clock.now(), report).catch(() => undefined);
    throw error;
  }
}

async function applyLocked(
  runId: string,
  tasks: readonly EntityTask[],
  dependencies: ApplyDependencies,
  options: RunOptions,
  stop: StopCheck,
): Promise<ApplyResult> {
  const { state, clock } = dependencies;
  const planChecked = () => checkedPlans(runId, tasks, dependencies, options, stop);
  const { plans, consent } = await askAboutFresh(await planChecked(), dependencies, planChecked);
  const { results, planned, refusal } = plans;
  if (refusal) return refused(runId, results, refusal, state, clock);

  const finish = async (
    entities: readonly EntityApplication[],
    carriedOut: boolean,
    files: readonly HandOffFile[] = [],
  ): Promise<ApplyResult> => {
    const exitCode = exitCodeFor(entities.flatMap(({ problem }) => problem ?? []));
    const counts = { ...totalCounts(results), ...outcomeCounts(entities) };
    try {
      await state.finishRun(runId, exitCode, counts, clock.now(), reportOf(entities, null));
    } catch (error) {
      throw booksLost(asProblem(error), [], entities.map(toDone));
    }
    return { runId, entities, carriedOut, files, refusal: null, exitCode };
  };
  if (consent === null) {
    return finish(results.map(untouched), false);
  }

  const countedOf = new Map(
    planned.map((one) => [one.task.entity, countedCheck({ consent, ...one, overrides: options.overrides })]),
  );
  const isCounted = (entity: string): IsCounted => countedOf.get(entity) ?? (() => true);
  const forFiles = planned.filter(
    ({ task, plan }) => plan.changes.length > 0 && dependencies.handOff?.entities.has(task.entity),
  );
  const handingOff = handOffEntities(runId, forFiles, dependencies, stop, isCounted);
  // Waits for all: an entity whose books can't be kept any more must not cut off the others' calls.
  const settled = await Promise.allSettled(
    results.map(async (result): Promise<EntityApplication> => {
      if (!result.ok) return untouched(result);
      const { planned: one } = result;
      const handedOff = forFiles.includes(one) ? (await handingOff).outcomes.get(one) : null;
      const outcome =
        handedOff ?? (await applyEntity(runId, one, dependencies, stop, isCounted(one.task.entity)));
      const problem = outcome.problem ?? unreadProblem(one);
      const application = { ...outcome, result, problem };
      dependencies.progress.finished?.(one.task.entity, "apply", outcomeCounts([application]));
      if (problem) dependencies.progress.failed?.(one.task.entity, problem);
      return application;
    }),
  );
  const entities = settled.flatMap((one) => (one.status === "fulfilled" ? [one.value] : []));
  const reasons = settled.flatMap((one): unknown[] => (one.status === "rejected" ? [one.reason] : []));
  const lost = reasons.filter((reason) => reason instanceof LostBooks);
  if (lost[0]) {
    const names = lost.map(({ entity }) => entity);
    throw booksLost(lost[0].problem, names, [...lost, ...entities.map(toDone)]);
  }
  if (reasons.length > 0) throw reasons[0];
  return finish(entities, hasChanges(plans), (await handingOff).files);
}

/**
 * Reads and plans all entities, and checks the limits.
 * @throws Problem when nothing that was planned counts: another plan than the reviewed one, a wrong
 *   clock, or the run was stopped meanwhile
 */
async function checkedPlans(
  runId: string,
  tasks: readonly EntityTask[],
  dependencies: ApplyDependencies,
  options: RunOptions,
  stop: StopCheck,
): Promise<CheckedPlans> {
  const { state, clock } = dependencies;
  const results = await onlyWritable(await planTasks(tasks, dependencies, options), dependencies);
  dependencies.checkClock?.();
  await recordReads(state, runId, results, clock.now());
  const stopped = await stop();
  if (stopped) throw stopped;
  const planned = results.flatMap((result) => (result.ok ? [result.planned] : []));
  for (const { task, plan, fingerprint } of planned) {
    const expected = options.expected?.find(({ entity }) => entity === task.entity);
    if (expected) refuseOtherPlan(expected, { plan, fingerprint, configFingerprint: task.configFingerprint });
  }
  return { results, planned, refusal: await refusalOf(results, options.overrides, dependencies.words) };
}

type Applied = Omit<EntityApplication, "result">;

/** An entity of which nothing was carried out. */
function untouched(result: EntityResult): EntityApplication {
  return { ...nothingDone(problemOf(result)), result };
}

function nothingDone(problem: Problem | null): Applied {
  return { changes: [], problem, superseded: [] };
}

async function applyEntity(
  runId: string,
  planned: PlannedEntity,
  dependencies: ApplyDependencies,
  shouldStop: StopCheck,
  isCounted: IsCounted,
): Promise<Applied> {
  const { state, clock, progress } = dependencies;
  const { task, plan, handOffs } = planned;
  // The question before this may have been open for hours.
  const tooLate = await shouldStop();
  if (tooLate) return nothingDone(tooLate);
  const run = new ChangeRun(plan.changes, {
    ...{ state, clock, runId, entity: task.entity },
    isCounted: (change) => isCounted(change.employeeId, kindsOf(change)),
    onSettled: (done) =>
      progress.advanced?.(task.entity, { doing: "applying changes", done, total: plan.changes.length }),
  });
  try {
    await adoptPlan(planned, isCounted, dependencies);
    if (plan.changes.length > 0) progress.phase(task.entity, `applying ${plan.changes.length} changes`);
    const writer = dependencies.openWriter(task, () => stopIfAsked(shouldStop));
    const { results, stopped, lost } = await executePlan({ run, changes: plan.changes, writer, shouldStop });
    if (lost) throw lost;
    const problem = stopped ? ofEntity(task.entity, stopped) : partialFailure(task.entity, results);
    // What is known about the entity is for the run that took the lock over to say.
    if (problem?.kind === "locked") return { changes: results, problem, superseded: [] };
    const applied = results.flatMap(({ change, outcome }) => (outcome === "applied" ? [change] : []));
    const how = `Done through the API instead, by run ${runId.slice(0, 8)}.`;
    const superseded = supersede(handOffs.open, applied, how);
    await state.updateHandOffs(task.entity, superseded, clock.now());
    await recordSuccess(planned, problem, isCounted, dependencies);
    return { changes: results, problem, superseded };
  } catch (error) {
    const lost = new LostBooks(task.entity, run.tally(), error);
    progress.failed?.(task.entity, lost.problem);
    throw lost;
  }
}

/** Entities whose changes go into files are handed off together: they share a folder. */
async function handOffEntities(
  runId: string,
  forFiles: readonly PlannedEntity[],
  dependencies: ApplyDependencies,
  shouldStop: StopCheck,
  countedOf: (entity: string) => IsCounted,
): Promise<{ files: readonly HandOffFile[]; outcomes: ReadonlyMap<PlannedEntity, Applied> }> {
  const { handOff } = dependencies;
  if (!handOff || forFiles.length === 0) return { files: [], outcomes: new Map() };
  const tooLate = await shouldStop();
  if (tooLate) {
    return { files: [], outcomes: new Map(forFiles.map((one) => [one, nothingDone(tooLate)])) };
  }
  for (const one of forFiles) await adoptPlan(one, countedOf(one.task.entity), dependencies);
  const { target } = handOff;
  const { files, resultsOf, supersededOf, problem } = await handOffPlans(forFiles, {
    ...dependencies,
    ...{ runId, target },
    isCounted: (entity, change) => countedOf(entity)(change.employeeId, kindsOf(change)),
  });
  const outcomes = new Map<PlannedEntity, Applied>();
  for (const one of forFiles) {
    const { task } = one;
    if (problem?.kind !== "locked") await recordSuccess(one, problem, countedOf(task.entity), dependencies);
    outcomes.set(one, {
      changes: resultsOf.get(one) ?? [],
      problem: problem && ofEntity(task.entity, problem),
      superseded: supersededOf.get(one) ?? [],
    });
  }
  return { files, outcomes };
}

/**
 * Stores what was confirmed with the plan, what follows without any call (links, what is taken to be
 * right), and that hand-offs have ended.
 */
async function adoptPlan(
  planned: PlannedEntity,
  isCounted: IsCounted,
  dependencies: ApplyDependencies,
): Promise<void> {
  const { task, plan, handOffs, unshown } = planned;
  const { state, clock } = dependencies;
  await recordConfirmation(planned, dependencies);
  await recordApproval(planned, isCounted, dependencies);
  await state.applyLinkChanges(task.entity, plan.links);
  const answers = answersByDefault(task.policy.update, unshown);
  const { baselines } = plan;
  if (answers.length > 0 || baselines.length > 0) {
    await state.storeUnshown(task.entity, { answers, baselines }, clock.now());
  }
  await state.updateHandOffs(task.entity, closingsOf(handOffs), clock.now());
}

/** The result of a run that writes nothing; what it planned is shown all the same. */
async function refused(
  runId: string,
  results: readonly EntityResult[],
  refusal: Problem,
  state: StateStore,
  clock: Clock,
): Promise<ApplyResult> {
  const entities = results.map(untouched);
  const exitCode = exitCodeFor([refusal, ...entities.flatMap(({ problem }) => problem ?? [])]);
  await state.finishRun(runId, exitCode, totalCounts(results), clock.now(), reportOf(entities, refusal));
  return { runId, entities, carriedOut: false, files: [], refusal, exitCode };
}

function toDone({ result, changes }: EntityApplication) {
  return { entity: result.entity, tally: tallyOf(changes) };
}
