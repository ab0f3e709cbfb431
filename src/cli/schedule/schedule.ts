import type { CredentialSource } from "../../config/credential-sources.js";
import type { CredentialStoreId } from "../../config/credential-stores.js";
import type { ConnectionId } from "../../credentials/store.js";
import type { Installation } from "./installation.js";
import type { Timing } from "./timing.js";

/** Schedulers that can be written for. */
export const SCHEDULERS = ["systemd", "cron", "kubernetes", "github-actions", "docker"] as const;
export type Scheduler = (typeof SCHEDULERS)[number];

/** Whether the job uses the program and the state of this machine, as a user of it. */
export function runsHere(scheduler: Scheduler): boolean {
  return scheduler === "systemd" || scheduler === "cron";
}

/** A file to be put where its scheduler looks. Holds no secrets. */
export interface GeneratedFile {
  readonly name: string;
  readonly content: string;
}

/** Something the admin does, in order. */
export interface Step {
  readonly text: string;
  readonly commands: readonly string[];
}

/** What is printed; nothing is installed by it. */
export interface Schedule {
  readonly files: readonly GeneratedFile[];
  readonly steps: readonly Step[];
}

/** The credentials of one connection, and where the job gets them from. */
export interface CredentialNeed {
  readonly id: ConnectionId;
  readonly fields: readonly string[];
  readonly source: CredentialSource;
}

/** What every schedule is made from. */
export interface ScheduleInput {
  readonly installation: Installation;
  readonly timing: Timing;
  readonly needs: readonly CredentialNeed[];
  /** The store that the variable for it must choose, because the configured one can't work there. */
  readonly store: CredentialStoreId | null;
  /** User that runs the job; `isOther`: not the one who prints the schedule. */
  readonly user: { readonly name: string; readonly isOther: boolean };
  /** The container's image. */
  readonly image: string;
}
