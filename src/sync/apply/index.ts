/** A checked plan is carried out or handed off, journaled call by call. */
export { type ApplyResult, apply } from "./apply.js";
export type { ChangeResult } from "./change-run.js";
export type { EntityApplication } from "./entity-application.js";
export { type CommandWords, stopsRun } from "./refusal.js";
