/** A group of member fields that can be kept in step, as named in the configuration. */
export type SyncedField = "email" | "name" | "bank" | "manager";

/** A limit: the larger of a share of some head-count, in percent, and a number. */
export interface Limit {
  readonly percent: number;
  readonly atLeast: number;
}

/** Limits over which nothing is written (docs/rules.md §5). */
export interface SafetyLimits {
  /** Days that count together, so that many small runs can't do what one big run may not. */
  readonly windowDays: number;
  readonly archives: Limit;
  /** Updates of any field; of these, those of e-mails and of bank details have limits of their own. */
  readonly updates: Limit;
  readonly emailChanges: Limit;
  readonly bankChanges: Limit;
  readonly creations: Limit;
  readonly restores: Limit;
  /** Managed people whom the filter leaves out from now on. */
  readonly releases: Limit;
  /** Linked members that Spendesk does not list any more. */
  readonly membersGone: Limit;
  /** Percent of the employees (members) of the largest complete read that must still be there. */
  readonly minEmployeesPercent: number;
  readonly minMembersPercent: number;
  /** Percent of the employees of the largest complete read that may be there. */
  readonly maxEmployeesPercent: number;
  /** Eligible people nobody knows, in percent of the employees of the largest complete read. */
  readonly strangersPercent: number;
  /** Percent of a field's former share of filled values that must still be filled. */
  readonly minFilledPercent: number;
}

/** Everything in an entity's configuration that decides what a plan holds. */
export interface SyncPolicy {
  /** ISO 4217; bank details that can't fit are skipped. Null: not checked. */
  readonly walletCurrency: string | null;
  /** Days before the start date from which a future hire may be invited; 0: on the day itself. */
  readonly inviteDaysBefore: number;
  /** Days after the termination date before the member is archived. */
  readonly graceDays: number;
  /** What happens to a linked person who is missing from complete reads. */
  readonly absent: "keep" | "archive";
  /** Whether a leaver whose member was never managed is archived. */
  readonly neverManaged: "keep" | "archive";
  readonly rehires: "restore" | "report";
  /** Days between two contracts of one person up to which the second carries the first one on. */
  readonly rehireGapDays: number;
  /** What happens to a member whom somebody archived in Spendesk while the person works here. */
  readonly archivedByHand: "report" | "restore";
  /** What happens to a name or e-mail that somebody typed in Spendesk after the last run. */
  readonly handEdits: "overwrite" | "report";
  readonly create: boolean;
  readonly update: readonly SyncedField[];
  readonly archive: boolean;
  /** Somebody with one name only: created with it as both names, or not created. */
  readonly singleName: "repeat" | "skip";
  /** Whether a missing BIC is taken from the bank code of the IBAN, where that tells it. */
  readonly deriveBic: boolean;
  /** E-mails (any case) of people who are never archived and never changed. */
  readonly protect: readonly string[];
}
