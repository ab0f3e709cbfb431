import type { ChangeResult } from "./change-run.js";
import { Problem } from "./errors.js";
import type { PlannedEntity } from "./plan-task.js";
import { recordAttempt } from "./run-record.js";
import type { RunDependencies } from "./task.js";

/** Stores what an apply learned about an entity whose plan was carried out or handed off. */
export function recordSuccess(
  planned: PlannedEntity,
  problem: Problem | null,
  { state, clock }: Pick<RunDependencies, "state" | "clock">,
): void {
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
