import { factsOf } from "../hand-off/index.js";
import { type EntityRecord, newEntityRecord, type Problem, type StateStore } from "../model/index.js";
import type { EntityResult } from "./entity-result.js";
import { keptPlan } from "./kept-plan.js";
import { unreadProblem } from "./sources.js";
import type { EntityTask } from "./task.js";

/** Stores that a run tried to work with an entity, and how that went. */
export async function recordAttempt(
  state: StateStore,
  task: Pick<EntityTask, "entity" | "providerId">,
  at: Date,
  problem: Problem | null,
): Promise<void> {
  const record = (await state.entity(task.entity)) ?? newEntityRecord(task.entity, task.providerId);
  if (record.connectionStatus === "disconnected") return;
  await state.saveEntity({
    ...record,
    provider: task.providerId,
    lastAttemptAt: at.toISOString(),
    lastError: problem && isConnectionTrouble(problem) ? errorOf(problem) : null,
  });
}

/** The same for all entities of a run, with what was planned and the hand-offs that the reads have shown to be done. */
export async function recordReads(
  state: StateStore,
  runId: string,
  results: readonly EntityResult[],
  at: Date,
): Promise<void> {
  for (const result of results) {
    if (result.ok) {
      const { task, handOffs } = result.planned;
      await recordAttempt(state, task, at, unreadProblem(result.planned));
      await state.updateHandOffs(task.entity, factsOf(handOffs), at);
      await state.keepPlan(runId, keptPlan(result.planned, await state.fingerprintKey()));
    } else await recordAttempt(state, result.task, at, result.problem);
  }
}

function errorOf({ code, message, why, next }: Problem): EntityRecord["lastError"] {
  return { code, message, why, next };
}

/** Safety stops and choices still to be made are for a person, and no trouble of the connection. */
function isConnectionTrouble(problem: Problem): boolean {
  if (problem.code === "entity_not_configured") return false;
  return problem.kind !== "safety" && problem.kind !== "interrupted" && problem.kind !== "locked";
}
