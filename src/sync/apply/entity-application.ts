import type { HandOffUpdate, KeptProblem, Problem, RunReport } from "../model/index.js";
import { type EntityResult, type PlannedEntity, totalCounts } from "../run/index.js";
import type { ChangeResult } from "./change-run.js";

/** One entity after an apply. `changes` is empty when its plan was not carried out. */
export interface EntityApplication {
  readonly result: EntityResult;
  readonly changes: readonly ChangeResult[];
  readonly problem: Problem | null;
  /** What of it was in the hands of a colleague, and no longer is since this run did it or handed it off anew. */
  readonly superseded: readonly HandOffUpdate[];
}

/**
 * What the history remembers of an apply, entity by entity.
 * @param refusal why nothing was written for any of them
 */
export function reportOf(entities: readonly EntityApplication[], refusal: Problem | null): RunReport {
  const results = entities.map((one) => ({
    entity: one.result.entity,
    counts: { ...totalCounts([one.result]), ...outcomeCounts([one]) },
    problem: one.problem ?? (refusal && one.result.ok ? unsafe(one.result.planned) : null),
  }));
  return { problem: refusal, results };
}

/** What of an entity stopped the run, on its own: others may have been stopped by something else. */
function unsafe({ task, safety }: PlannedEntity): KeptProblem | null {
  const [first] = safety.violations;
  if (!first) return null;
  return {
    kind: "safety",
    code: first.code,
    message: `${task.entity}: the plan is not safe to apply as it is.`,
    why: safety.violations.map(({ text }) => text).join(" "),
    next: `Look at \`spendesk-hr preview --entity ${task.entity}\`: it names what lets the plan pass.`,
  };
}

/** How the changes of these entities ended. */
export function outcomeCounts(entities: readonly Pick<EntityApplication, "changes">[]): {
  readonly applied: number;
  readonly failed: number;
  readonly notReached: number;
  readonly handedOff: number;
} {
  const counts = { applied: 0, failed: 0, skipped: 0, handed_off: 0 };
  for (const { changes } of entities) for (const { outcome } of changes) counts[outcome] += 1;
  const { applied, failed, skipped, handed_off } = counts;
  return { applied, failed, notReached: skipped, handedOff: handed_off };
}
