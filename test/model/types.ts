import type { BankDetails } from "../../src/sync/model/bank.js";
import type { IsoDate } from "../../src/sync/model/dates.js";
import type { Employee } from "../../src/sync/model/employee.js";
import type { Link, Member } from "../../src/sync/model/member.js";
import type { NoteKind } from "../../src/sync/model/plan.js";
import type { SafetyLimits, SyncPolicy } from "../../src/sync/model/policy.js";
import type { Approval, LimitKind, PersonDecision } from "../../src/sync/model/state-store.js";

/*
 * The rules of who is who, who is changed and when a run is stopped, written a second time: plainly,
 * without indexes and without anything from the planner, to compare the planner with. Where the two
 * differ, one of them is wrong.
 */

/** What one entity's plan is made of. */
export interface ModelInput {
  readonly entity: string;
  readonly employees: readonly Employee[];
  readonly members: readonly Member[];
  readonly links: readonly Link[];
  readonly policy: SyncPolicy;
  readonly inFilter: (employee: Employee) => boolean;
  readonly today: IsoDate;
  readonly bankFingerprint: (bank: BankDetails) => string;
  /** The HR account that was read. */
  readonly account: { readonly source: string; readonly key: string; readonly isProven: boolean };
  /** What people decided and what is in force. */
  readonly decisions: readonly PersonDecision[];
  /** The configuration differs from the one whose plan was last carried out. */
  readonly configChanged: boolean;
  /** A person is confirming this configuration now. */
  readonly acceptsOtherNames: boolean;
  /** Day of the first plan that was carried out; null before it was. */
  readonly connectedOn: IsoDate | null;
}

/** The values a change writes. */
export interface Written {
  email?: string;
  firstName?: string;
  lastName?: string;
  /** Fingerprint of the bank details. */
  bank?: string;
  manager?: { readonly employeeId: string; readonly memberId: string | null };
}

export type RowKind = "create" | "update" | "archive" | "restore" | "unchanged" | NoteKind;

/** What is decided about one employee, or about one link whose employee is missing. */
export interface Row {
  readonly employeeId: string;
  /** Null where a note is about somebody without a member. */
  readonly memberId: string | null;
  readonly kind: RowKind;
  readonly code: string;
  readonly written: Written;
  /** Codes, sorted; those about bank details are left out. */
  readonly warnings: readonly string[];
  /** Changes of a higher level wait for the e-mails that those of lower levels give up. */
  readonly level: number;
}

export interface ModelPlan {
  /** One for each employee. */
  readonly rows: readonly Row[];
  /** One for each link whose employee is missing from the read, or belongs to another account. */
  readonly absent: readonly Row[];
  /** All links once the plan's own are stored, before anything is written. */
  readonly links: readonly Link[];
  /** People and members who are managed and active until a change of this plan, those let go included. */
  readonly managed: ReadonlySet<string>;
  /** Employee ids that become previously managed with this plan, while their member is active. */
  readonly released: readonly string[];
  /** Employee ids of eligible people within the filter whom neither a link nor a member knows. */
  readonly strangers: readonly string[];
  /** Links whose member Spendesk does not list, though it was not archived. */
  readonly gone: readonly Link[];
  /** Employee ids of people with a link of whom it is not sure, or no longer sure, who they are. */
  readonly doubtful: readonly string[];
}

/**
 * An approval, and whether a person gave it. Without that, runs that are interrupted every night could
 * carry approvals of their own along and so pass the limit of the window again and again.
 */
export type ModelApproval = Omit<Approval, "isCounted"> & { readonly isConfirmed: boolean };

/** What the limits are checked against. */
export interface LimitsInput {
  readonly limits: SafetyLimits;
  /** Employee ids of whom unconfirmed changes were made in the days that count together, by kind. */
  readonly counted: Readonly<Record<LimitKind, ReadonlySet<string>>>;
  readonly approvals: readonly ModelApproval[];
  readonly employeesRead: number;
  readonly membersRead: number;
  /** The highest complete reads of those days; null before the first. */
  readonly highest: { readonly employees: number; readonly members: number } | null;
  /** All links in the state before the plan. */
  readonly linked: number;
}

/** A limit that is passed. */
export interface Violation {
  readonly code: string;
  readonly actual: number;
  readonly limit: number;
}
