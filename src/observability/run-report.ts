import type { ErrorKind } from "../sync/model/index.js";

/**
 * How an apply ended, as far as people and machines outside are told. People are named only where one of
 * them must be looked at.
 */
export interface RunReport {
  /** Null when the run ended before it began (configuration, lock). */
  readonly runId: string | null;
  readonly startedAt: Date;
  readonly finishedAt: Date;
  readonly exitCode: number;
  /** What ended the run as a whole; an entity's own problem is with the entity. */
  readonly problem: ReportedProblem | null;
  readonly entities: readonly EntityReport[];
}

/** A problem in the words the person at the terminal would get. */
export interface ReportedProblem {
  readonly kind: ErrorKind;
  readonly code: string;
  readonly what: string;
  readonly why: string;
  readonly next: string;
}

/** Something a person must see, from the run in which it began until it is over. */
export interface ReportedAttention {
  /** The same from run to run. */
  readonly key: string;
  readonly code: string;
  /** Name of the person or thing. */
  readonly name: string;
  readonly text: string;
  /** No apply has said so yet. */
  readonly isNew: boolean;
  /** Stays so until somebody changes it: told once, without reminders. */
  readonly isSteady: boolean;
}

/** One number of changes: what they do, and what became of them. */
export interface ChangeCount {
  readonly action: string;
  readonly outcome: string;
  readonly count: number;
}

/**
 * `failed` is also an entity that was over a limit, or not confirmed, and so kept the run from writing;
 * `held_up` one that such an entity kept from being worked on.
 */
export const ATTEMPT_ENDS = ["failed", "held_up", "ok"] as const;
export type AttemptEnd = (typeof ATTEMPT_ENDS)[number];

/** One entity of a run. Instants are ISO 8601 in UTC, days `YYYY-MM-DD`. */
export interface EntityReport {
  readonly entity: string;
  /** False for entities that the run was not about; what the state says of them still holds. */
  readonly inRun: boolean;
  /** How the last attempt ended, in this run or an earlier one. */
  readonly ended: AttemptEnd;
  readonly problem: ReportedProblem | null;
  readonly changes: readonly ChangeCount[];
  /** People whom the tool looks after in this entity. */
  readonly managedMembers: number;
  /**
   * What a person must see, with the words for it; in the order of the plan. Null when this run did not
   * come so far as to know.
   */
  readonly attention: readonly ReportedAttention[] | null;
  /** Changes that wait for a colleague who carries the files out by hand. */
  readonly handedOff: { readonly open: number; readonly since: string | null };
  /** Last day of the Spendesk API key, and how many days that is away. */
  readonly key: { readonly expiresOn: string; readonly daysLeft: number } | null;
  /** Null when the run ended before anything was asked. */
  readonly requests: { readonly provider: number; readonly spendesk: number } | null;
  readonly lastAttemptAt: string | null;
  readonly lastSuccessAt: string | null;
}
