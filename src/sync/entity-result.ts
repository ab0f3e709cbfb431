import type { Problem } from "./errors.js";
import type { PlannedEntity } from "./plan-task.js";
import type { EntityTask } from "./task.js";

/** What became of one entity in a preview or before an apply: planned, or the reason why not. */
export type EntityResult =
  | { readonly ok: true; readonly entity: string; readonly planned: PlannedEntity }
  | FailedEntity;

/** An entity without a plan. */
export interface FailedEntity {
  readonly ok: false;
  readonly entity: string;
  readonly task: Pick<EntityTask, "entity" | "providerId">;
  readonly problem: Problem;
}
