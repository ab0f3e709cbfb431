import type { CredentialSource } from "../../config/credential-sources.js";
import type { CredentialStoreId } from "../../config/credential-stores.js";
import type { ConnectionId } from "../../credentials/store.js";
import type { Installation } from "./installation.js";
import type { Timing } from "./timing.js";

/** Schedulers that can be written for. */
export const SCHEDULERS = [
  "systemd",
  "cron",
  "launchd",
  "task-scheduler",
  "kubernetes",
  "github-actions",
  "docker",
] as const;
export type Scheduler = (typeof SCHEDULERS)[number];

/** Whether the job uses the program and the state of this machine, as a user of it. */
export function runsHere(scheduler: Scheduler): boolean {
  return ["systemd", "cron", "launchd", "task-scheduler"].includes(scheduler);
}

/** Whether the job uses a program and a state of its own, in an image and a volume. */
export function inContainer(scheduler: Scheduler): boolean {
  return scheduler === "kubernetes" || scheduler === "docker";
}

/** A file to be put where its scheduler looks. Holds no secrets. */
export interface GeneratedFile {
  readonly name: string;
  readonly content: string;
  /** UTF-8 unless this says otherwise: then UTF-16 with a byte order mark, as Windows exports tasks. */
  readonly encoding?: "utf16le";
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

/** A state in another folder than that of the job. */
export interface StateElsewhere {
  readonly folder: string;
  /** Whose it is, where that is somebody else than who prints the schedule. */
  readonly owner: string | null;
}

/** What every schedule is made from. */
export interface ScheduleInput {
  readonly installation: Installation;
  readonly timing: Timing;
  readonly needs: readonly CredentialNeed[];
  /** The store that the variable for it must choose, because the configured one can't work there. */
  readonly store: CredentialStoreId | null;
  /** Whether that store stands in for one that can't work there, so that nothing is in it yet. */
  readonly isReplaced: boolean;
  /** Files with credentials, or what opens them, that are named and are not there. */
  readonly absent: readonly string[];
  /** Where the files are, or will be; absolute. */
  readonly folder: string;
  /** Home folder of who prints the schedule; empty where there is none. */
  readonly home: string;
  /** A state of this machine that the job would not see. */
  readonly elsewhere: StateElsewhere | null;
  /** User that runs the job; `isOther`: not the one who prints the schedule. */
  readonly user: { readonly name: string; readonly isOther: boolean };
  /** The container's image. */
  readonly image: string;
  /** How many runs share the entities; null: one run for all. */
  readonly shards: number | null;
}
