import type { BankDetails } from "./bank.js";
import type { Baseline } from "./baseline.js";
import type { Link, MemberStatus } from "./member.js";

export type Action = "create" | "update" | "archive" | "restore";

/**
 * A single value that differs. `from` and `to` are for people: bank details are masked, and what Spendesk
 * does not return is called so (`NOT_SHOWN`). Null is an empty value.
 */
export interface FieldChange {
  readonly field: "email" | "firstName" | "lastName" | "bank" | "manager";
  readonly from: string | null;
  readonly to: string | null;
}

/** Something about a person that was left out on purpose, with a stable code. */
export interface Warning {
  readonly code: string;
  readonly text: string;
  /** What it is about, where the text also holds what changes from run to run. */
  readonly about?: readonly WarningSubject[];
}

/** One person or thing that a warning is about; later runs recognise it by the key. */
export interface WarningSubject {
  readonly key: string;
  /** Null for a thing. */
  readonly employeeId: string | null;
  /** For people, short. */
  readonly name: string;
}

/** The values a change writes. Bank details print masked (see `BankDetails`). */
export interface DesiredValues {
  readonly email?: string;
  readonly firstName?: string;
  readonly lastName?: string;
  readonly bank?: { readonly details: BankDetails; readonly fingerprint: string };
  /**
   * The manager is written after all people exist, so it is named by employee: the member may be
   * created in the same run.
   */
  readonly manager?: { readonly employeeId: string; readonly memberId: string | null };
}

/** One row of a plan that writes to Spendesk. */
export interface Change {
  readonly action: Action;
  readonly employeeId: string;
  /** Null only for `create`. */
  readonly memberId: string | null;
  /** What the member is in Spendesk now; null only for `create`. */
  readonly memberStatus: MemberStatus | null;
  readonly email: string | null;
  readonly name: string;
  readonly fields: readonly FieldChange[];
  readonly code: string;
  readonly reason: string;
  readonly warnings: readonly Warning[];
  readonly desired: DesiredValues;
  /** The pair's link as it is before the first call; of a creation without a member id yet. */
  readonly link: Link;
  /**
   * Changes of level 0 go first. A higher level waits for an e-mail that a change of a lower level
   * frees.
   */
  readonly level: number;
}

export type NoteKind = "skipped" | "blocked" | "conflict" | "previously_managed" | "handed_off";

/** A person for whom nothing is written, and why. */
export interface Note {
  readonly kind: NoteKind;
  /** The member that may be this person's, where a person has to decide. */
  readonly candidateMemberId?: string;
  /** Somebody to be archived whose member stays active all the same. */
  readonly isLeaver?: true;
  readonly employeeId: string | null;
  readonly memberId: string | null;
  readonly email: string | null;
  readonly name: string;
  readonly code: string;
  readonly reason: string;
}

/** A person for whom nothing is to do; `not_started` are linked people before their first day. */
export interface Unchanged {
  readonly employeeId: string;
  readonly memberId: string;
  readonly code: "in_step" | "newly_linked" | "not_started";
  readonly warnings: readonly Warning[];
}

/** What the state must learn from a plan without any call to Spendesk. */
export interface LinkChanges {
  readonly upsert: readonly Link[];
  /** Links that are forgotten, or whose member went over to another employee. */
  readonly remove: readonly Link[];
}

/** A managed person who is *previously managed* from this plan on. */
export interface Release {
  readonly employeeId: string;
  readonly memberId: string;
  readonly name: string;
}

/** What a plan says about the reads as a whole; limits are checked on these numbers. */
export interface PlanCounts {
  /**
   * Active members that were managed before this plan or are once its links are stored: newly matched
   * ones, those to be archived, and those newly released. The base of most percentages.
   */
  readonly managedMembers: number;
  readonly linked: number;
  /** Links of whose person it is unclear who they are, that changed all at once, or of another account. */
  readonly doubtful: number;
  /** Members that Spendesk does not list, of linked people who have not left; without archived ones. */
  readonly membersGone: number;
  /** People with a managed member of whom nothing can be done: in conflict, or of unknown status. */
  readonly managedLost: number;
}

/** All changes of one entity, with the reasons for everybody. */
export interface Plan {
  readonly entity: string;
  readonly changes: readonly Change[];
  readonly notes: readonly Note[];
  readonly unchanged: readonly Unchanged[];
  readonly links: LinkChanges;
  readonly releases: readonly Release[];
  readonly counts: PlanCounts;
  /** What members have that Spendesk does not show, taken to be right from this plan on. */
  readonly baselines: readonly Baseline[];
}

/** Head-counts of a plan (docs/json.md). */
export interface PlanSummary {
  readonly create: number;
  readonly update: number;
  readonly archive: number;
  readonly restore: number;
  readonly unchanged: number;
  readonly previouslyManaged: number;
  readonly skipped: number;
  readonly conflict: number;
  readonly blocked: number;
  /** People whose whole change is in the hands of a colleague. */
  readonly handedOff: number;
}

/** Counts the rows of a plan by kind. */
export function summarize(plan: Plan): PlanSummary {
  const actions = { create: 0, update: 0, archive: 0, restore: 0 };
  for (const change of plan.changes) actions[change.action] += 1;
  const notes = { skipped: 0, blocked: 0, conflict: 0, previously_managed: 0, handed_off: 0 };
  for (const note of plan.notes) notes[note.kind] += 1;
  return {
    ...actions,
    unchanged: plan.unchanged.length,
    previouslyManaged: notes.previously_managed,
    skipped: notes.skipped,
    conflict: notes.conflict,
    blocked: notes.blocked,
    handedOff: notes.handed_off,
  };
}

/** Fields as they are called in sentences. */
export const FIELD_NAMES: Readonly<Record<FieldChange["field"], string>> = {
  email: "e-mail",
  firstName: "first name",
  lastName: "last name",
  bank: "bank details",
  manager: "line manager",
};
