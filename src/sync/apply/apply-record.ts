import { dayInZone, newEntityRecord, Problem } from "../model/index.js";
import {
  confirmed,
  type PlannedEntity,
  type RunDependencies,
  recordAttempt,
  type SourceReads,
  unreadProblem,
} from "../run/index.js";
import { approvalsOf, type countedCheck, mergeApprovals } from "../safety/index.js";
import type { ChangeResult } from "./change-run.js";

/** Tells whether something counts towards the limits of the days to come (see `countedCheck`). */
export type IsCounted = ReturnType<typeof countedCheck>;

/**
 * Stores what a person let through with this plan: a run that is killed at its first change is carried on
 * by the next one, which nobody has to confirm.
 */
export async function recordConfirmation(
  { task, sources }: PlannedEntity,
  { state }: Pick<RunDependencies, "state">,
): Promise<void> {
  const record = (await state.entity(task.entity)) ?? newEntityRecord(task.entity, task.providerId);
  await state.saveEntity({ ...record, ...confirmed(task, record, sources) });
}

/**
 * Stores that a plan is going to be carried out: what of it is not done when the run ends is finished
 * by a later one without meeting the limits again.
 */
export async function recordApproval(
  { task, plan, approvals }: PlannedEntity,
  isCounted: IsCounted,
  { state, clock }: Stored,
): Promise<void> {
  // Archives that this run leaves out stay approved as they were.
  const heldBack = new Set(
    plan.notes.flatMap(({ code, employeeId }) => (code === "no_archive" && employeeId ? [employeeId] : [])),
  );
  const kept = approvals.filter(({ employeeId }) => heldBack.has(employeeId));
  const begun = approvalsOf({ changes: plan.changes, releases: [] }, isCounted);
  await state.replaceApprovals(task.entity, mergeApprovals([...begun, ...kept]), clock.now());
}

/** Stores what an apply learned about an entity whose plan was carried out or handed off. */
export async function recordSuccess(
  planned: PlannedEntity,
  problem: Problem | null,
  isCounted: IsCounted,
  { state, clock }: Stored,
): Promise<void> {
  const { task, sources, employees, membersRead, fields, attention } = planned;
  const now = clock.now();
  const unread = unreadProblem(planned);
  await recordAttempt(state, task, now, problem === null || problem.kind === "partial" ? unread : problem);
  const record = await state.entity(task.entity);
  if (!record) return;
  await state.saveEntity({
    ...record,
    connectionStatus: "connected",
    appliedConfig: task.configFingerprint,
    connectedOn: record.connectedOn ?? dayInZone(now, task.timezone),
    fieldCounts: fields,
    lastSuccessAt: problem === null && unread === null ? now.toISOString() : record.lastSuccessAt,
  });
  const counts = {
    employees: employees.length,
    sources: task.sources.length === 1 ? null : countsOf(sources),
    members: membersRead.count,
  };
  await state.addReadCounts(task.entity, counts, now);
  await state.replaceFindings(
    task.entity,
    attention.map(({ finding, isNew }) => {
      const { employeeId } = finding;
      const counts = employeeId === null || !isNew || isCounted(employeeId, ["release"]);
      return { ...finding, isCounted: finding.isCounted && counts };
    }),
  );
}

function countsOf({ reads }: SourceReads): Readonly<Record<string, number>> {
  return Object.fromEntries(reads.map(({ of, employees }) => [of.name, employees.length]));
}

type Stored = Pick<RunDependencies, "state" | "clock">;

/** The problem of an entity some of whose changes failed; null when none did. */
export function partialFailure(entity: string, results: readonly ChangeResult[]): Problem | null {
  const failed = results.filter(({ outcome }) => outcome === "failed" || outcome === "skipped");
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
