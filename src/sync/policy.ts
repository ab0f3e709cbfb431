import type { FilterNode } from "./filter/ast.js";

/** A group of member fields that can be kept in step, as named in the configuration. */
export type SyncedField = "email" | "name" | "bank" | "manager";

/** Limits over which nothing is written (design §6). */
export interface SafetyLimits {
  readonly archives: { readonly percent: number; readonly atLeast: number };
  readonly updates: { readonly percent: number; readonly atLeast: number };
  /** Percent of the employees of the last complete read that must still be there. */
  readonly minEmployeesPercent: number;
}

/** Everything in an entity's configuration that decides what a plan holds. */
export interface SyncPolicy {
  /** Null: all employees. */
  readonly filter: FilterNode | null;
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
