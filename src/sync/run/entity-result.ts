import type { Problem } from "../model/index.js";
import type { PlannedEntity } from "./plan-task.js";
import { unreadProblem } from "./sources.js";
import type { FailedEntity } from "./task.js";

/** What became of one entity in a preview or before an apply: planned, or the reason why not. */
export type EntityResult<Planned extends PlannedEntity = PlannedEntity> =
  | { readonly ok: true; readonly entity: string; readonly planned: Planned }
  | FailedEntity;

/** What is wrong with it already; null when nothing is. */
export function problemOf(result: EntityResult): Problem | null {
  return result.ok ? unreadProblem(result.planned) : result.problem;
}
