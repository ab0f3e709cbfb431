import { type ChangeResult, ChangeRun } from "./change-run.js";
import type { EntityResult } from "./entity-result.js";
import { Problem } from "./errors.js";
import { executePlan, type StopCheck, stopIfAsked } from "./execute-plan.js";
import { exitCodeFor } from "./exit-codes.js";
import { refuseOtherPlan } from "./expected-plan.js";
import { linksAfter } from "./plan-links.js";
import type { PlannedEntity } from "./plan-task.js";
import type { MemberWriter } from "./ports.js";
import { entitiesOf, planTasks, totalCounts } from "./preview.js";
import { takeLock } from "./run-lock.js";
import { ofEntity, recordAttempt, recordAttempts } from "./run-record.js";
import type { EntityTask, RunDependencies, RunOptions } from "./task.js";

export interface ApplyDependencies extends RunDependencies {
  /**
   * The only way to a client that can write; asked once the checks have passed.
   * @param beforeWrite to be called right before every single request that writes: a call may be split,
   *   repeated, or wait for a limit, and the lock may be lost meanwhile; throws a `Problem` then
   */
  openWriter(task: EntityTask, beforeWrite: () => void): MemberWriter;
  /** Shows the plans and asks whether to go on. Not called when nothing would be written. */
  confirm(planned: readonly PlannedEntity[]): Promise<boolean>;
  /** Aborted by Ctrl-C: the call under way is finished and recorded, then the run ends. */
  readonly signal: AbortSignal;
}

/** One entity after an apply. `changes` is empty when its plan was not carried out. */
export interface EntityApplication {
  readonly result: EntityResult;
  readonly changes: readonly ChangeResult[];
  readonly problem: Problem | null;
}

export interface ApplyResult {
  readonly runId: string;
  readonly entities: readonly EntityApplication[];
  /** False when nothing had to be done, or the person said no. */
  readonly carriedOut: boolean;
  readonly exitCode: number;
}

/**
 * Re-reads, re-plans, checks the limits of all entities, asks, and carries the plans out side by side
 * (design §7).
 *
 * @throws Problem `lock_held`, or `safety` before anything was written: its limits concern the run as
 *   a whole, so one entity over its limit stops all.
 */
export async function apply(
  tasks: readonly EntityTask[],
  dependencies: ApplyDependencies,
  options: RunOptions,
): Promise<ApplyResult> {
  const { state, clock } = dependencies;
  const runId = state.startRun("apply", entitiesOf(tasks, dependencies), clock.now());
  try {
    const lock = takeLock(state, runId, clock);
    try {
      const stop: StopCheck = () => lock.lost() ?? (dependencies.signal.aborted ? interrupted() : null);
      return await applyLocked(runId, tasks, dependencies, options, stop);
    } finally {
      lock.release();
    }
  } catch (error) {
    state.finishRun(runId, error instanceof Problem ? exitCodeFor([error]) : 1, {}, clock.now());
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
  const results = await planTasks(tasks, dependencies, options);
  recordAttempts(state, results, clock.now());
  const stopped = stop();
  if (stopped) throw stopped;
  const planned = results.flatMap((result) => (result.ok ? [result.planned] : []));
  for (const { task, plan, fingerprint } of planned) {
    const expected = options.expected?.find(({ entity }) => entity === task.entity);
    if (expected) refuseOtherPlan(expected, { plan, fingerprint, configFingerprint: task.configFingerprint });
  }
  refuseUnsafe(planned);

  const finish = (
    entities: readonly EntityApplication[],
    carriedOut: boolean,
    exitCode: number,
  ): ApplyResult => {
    state.finishRun(runId, exitCode, { ...totalCounts(results), ...outcomeCounts(entities) }, clock.now());
    return { runId, entities, carriedOut, exitCode };
  };
  const hasChanges = planned.some(({ plan }) => plan.changes.length > 0);
  if (hasChanges && !(await dependencies.confirm(planned))) {
    const untouched = results.map((result) => ({
      result,
      changes: [],
      problem: result.ok ? null : result.problem,
    }));
    return finish(untouched, false, exitCodeFor(untouched.flatMap(({ problem }) => problem ?? [])));
  }

  // Waits for all: an entity whose books can't be kept any more must not cut off the others' calls.
  const settled = await Promise.allSettled(
    results.map(async (result): Promise<EntityApplication> => {
      if (!result.ok) return { result, changes: [], problem: result.problem };
      return { result, ...(await applyEntity(runId, result.planned, dependencies, stop)) };
    }),
  );
  const entities = settled.map((entity) => {
    if (entity.status === "rejected") throw entity.reason;
    return entity.value;
  });
  const problems = entities.flatMap(({ problem }) => problem ?? []);
  return finish(entities, hasChanges, exitCodeFor(problems));
}

async function applyEntity(
  runId: string,
  planned: PlannedEntity,
  dependencies: ApplyDependencies,
  shouldStop: StopCheck,
): Promise<{ changes: readonly ChangeResult[]; problem: Problem | null }> {
  const { state, clock, progress } = dependencies;
  const { task, plan, links } = planned;
  // The question before this may have been open for hours.
  const tooLate = shouldStop();
  if (tooLate) return { changes: [], problem: tooLate };
  state.applyLinkChanges(task.entity, plan.links);
  if (plan.changes.length > 0) progress.phase(task.entity, `applying ${plan.changes.length} changes`);
  const { results, stopped } = await executePlan({
    run: new ChangeRun(plan.changes, linksAfter(links, plan.links), {
      state,
      clock,
      runId,
      entity: task.entity,
    }),
    changes: plan.changes,
    writer: dependencies.openWriter(task, () => stopIfAsked(shouldStop)),
    shouldStop,
  });
  const problem = stopped ? ofEntity(task.entity, stopped) : partialFailure(task.entity, results);
  // What is known about the entity is for the run that took the lock over to say.
  if (problem?.kind !== "locked") recordSuccess(planned, problem, dependencies);
  return { changes: results, problem };
}

/**
 * All entities are checked before the first write. Numbers and overrides are in the message: people
 * meet it in a mail from cron.
 */
function refuseUnsafe(planned: readonly PlannedEntity[]): void {
  const violations = planned.flatMap(({ task, safety }) =>
    safety.violations.map((violation) => ({ ...violation, entity: task.entity })),
  );
  const [first] = violations;
  if (!first) return;
  throw new Problem({
    kind: "safety",
    code: first.code,
    what: "Nothing was written: the plan is not safe to apply as it is.",
    why: violations.map((violation) => `${violation.entity}: ${violation.text}`).join(" "),
    next: wayOut(planned),
  });
}

/**
 * The exact commands that let these plans pass. An override fits the plan of one entity only, so in a
 * run over several each gets a command of its own.
 */
function wayOut(planned: readonly PlannedEntity[]): string {
  const violations = planned.flatMap(({ safety }) => safety.violations);
  if (violations.some(({ code, override }) => override === null && code !== "override_mismatch")) {
    return "Run `spendesk-hr preview` and look at what the HR tool returned; nothing can be applied until that is right.";
  }
  const commands = planned.flatMap(({ task, safety }) => {
    const overrides = new Set(safety.violations.flatMap(({ override }) => override ?? []));
    const entity = planned.length > 1 ? [`--entity ${task.entity}`] : [];
    return overrides.size > 0 ? [`\`spendesk-hr apply ${[...entity, ...overrides].join(" ")}\``] : [];
  });
  if (commands.length === 0) return "Run `spendesk-hr apply` again without that flag.";
  return `Look at \`spendesk-hr preview\`. If it is right, run ${commands.join(" and ")}.`;
}

function recordSuccess(
  planned: PlannedEntity,
  problem: Problem | null,
  dependencies: ApplyDependencies,
): void {
  const { state, clock } = dependencies;
  const { task, employees } = planned;
  recordAttempt(state, task, clock.now(), problem?.kind === "partial" ? null : problem);
  const record = state.entity(task.entity);
  if (!record) return;
  state.saveEntity({
    ...record,
    // Reaching this point means the configuration is the confirmed one, or was accepted by flag.
    confirmedConfig: task.configFingerprint,
    connectionStatus: "connected",
    lastCompleteEmployees: employees.length,
    lastSuccessAt: problem === null ? clock.now().toISOString() : record.lastSuccessAt,
  });
}

function partialFailure(entity: string, results: readonly ChangeResult[]): Problem | null {
  const failed = results.filter((result) => result.outcome !== "applied");
  if (failed.length === 0) return null;
  return new Problem({
    kind: "partial",
    code: "some_changes_failed",
    what: `${entity}: ${failed.length} of ${results.length} changes were not carried out; the others are done.`,
    why: [...new Set(failed.map((result) => result.error?.detail ?? "No reason was given."))]
      .slice(0, 3)
      .join(" "),
    next: "Run `spendesk-hr history` to see each of them, then `spendesk-hr apply` again.",
  });
}

function interrupted(): Problem {
  return new Problem({
    kind: "interrupted",
    code: "interrupted",
    what: "The run was interrupted. What was done is recorded; the rest was not started.",
    why: "Somebody pressed Ctrl-C, or the process was asked to end.",
    next: "Run `spendesk-hr apply` again to finish it.",
  });
}

function outcomeCounts(entities: readonly EntityApplication[]): Record<string, number> {
  const counts = { applied: 0, failed: 0, skipped: 0 };
  for (const { changes } of entities) for (const { outcome } of changes) counts[outcome] += 1;
  return { applied: counts.applied, failed: counts.failed, notReached: counts.skipped };
}
