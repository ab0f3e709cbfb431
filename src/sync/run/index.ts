/** One entity from both reads to a checked plan, for `preview`, `explain` and `apply`. */
export { confirmed, confirmedAccountOf } from "./confirmation.js";
export { createEmployeeReads } from "./employee-reads.js";
export { type EntityResult, problemOf } from "./entity-result.js";
export { refuseOtherPlan } from "./expected-plan.js";
export { type Explanation, explainPerson, type PlanRow } from "./explain.js";
export { type ComparedRow, diffPlans, type PlanDiff } from "./kept-plan.js";
export type { PlannedEntity, PlannedInFull } from "./plan-task.js";
export {
  entitiesOf,
  type PreviewResult,
  planTasks,
  planTasksInFull,
  preview,
  totalCounts,
} from "./preview.js";
export { readEmployees, readMembers } from "./read.js";
export {
  interruption,
  lockedText,
  lockLost,
  ownerNext,
  ownerText,
  runForgotten,
  takeLock,
} from "./run-lock.js";
export { recordAttempt, recordReads } from "./run-record.js";
export { readSources, type SourceReads, unreadProblem } from "./sources.js";
export type {
  Advance,
  EntityStep,
  EntityTask,
  FailedEntity,
  Progress,
  RunDependencies,
  RunOptions,
  TaskSource,
} from "./task.js";
