/** Where a member stands in Spendesk; `unknown` when the read does not say (research: spendesk.md §3). */
export type MemberStatus = "active" | "invited" | "archived" | "unknown";

/** A Spendesk user, as far as the API tells. Absent keys were not in the answer. */
export interface Member {
  readonly id: string;
  readonly email: string | null;
  readonly firstName: string | null;
  readonly lastName: string | null;
  readonly status: MemberStatus;
  /** True when the answer names an owner role (Account Owner, Organisation Owner). */
  readonly isOwner: boolean;
  /** Line manager's member id. */
  readonly managerId?: string | null;
}

/** Whether the integration looks after a member (design §1). */
export type HrStatus = "managed" | "previously_managed" | "manual";

/**
 * The stored pair employee ↔ member of one entity, with what was last written. What Spendesk does not
 * return on reading (bank details, manager, archived state) is compared with these values.
 */
export interface Link {
  readonly employeeId: string;
  readonly memberId: string;
  readonly hrStatus: Exclude<HrStatus, "manual">;
  /** Keyed fingerprint of the bank details last written; null when none were. */
  readonly bankFingerprint: string | null;
  /** Member id of the manager last written; null when none was. */
  readonly managerMemberId: string | null;
  /** True after an archive by this tool, until a restore. */
  readonly archived: boolean;
  /** Complete reads in a row in which the employee was missing. */
  readonly absentReads: number;
  /** Work e-mail at the last sync, to tell who it was when the employee is gone. */
  readonly email: string | null;
}
