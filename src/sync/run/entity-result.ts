import type { PlannedEntity } from "./plan-task.js";
import type { FailedEntity } from "./task.js";

/** What became of one entity in a preview or before an apply: planned, or the reason why not. */
export type EntityResult<Planned extends PlannedEntity = PlannedEntity> =
  | { readonly ok: true; readonly entity: string; readonly planned: Planned }
  | FailedEntity;
