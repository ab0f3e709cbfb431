import type { IsoDate } from "./dates.js";

/** Where a member stands in Spendesk; `unknown` when the read does not say (docs/vendors/spendesk.md §5). */
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

/** Whether the integration looks after a member (docs/glossary.md). */
export type HrStatus = "managed" | "previously_managed" | "manual";

/**
 * What was last seen of a person in the HR tool. Together with the id it tells whether a record is still
 * the same person (docs/rules.md §1.1).
 */
export interface Seen {
  /** Work e-mails so far, the newest first, at most {@link MAX_SEEN_EMAILS}. */
  readonly emails: readonly string[];
  readonly firstName: string | null;
  readonly lastName: string | null;
  readonly startDate: IsoDate | null;
}

export const MAX_SEEN_EMAILS = 5;

/** The member fields that people can edit in Spendesk and that a read shows. */
export type EditableField = "email" | "firstName" | "lastName";

/** The last value this tool wrote to a field of a member, and what became of it. */
export interface WrittenValue {
  readonly value: string;
  /** What Spendesk showed when it was last sent. */
  readonly before: string | null;
  /** How often it was sent without a read showing it since. */
  readonly times: number;
  /** Whether a later read showed it: from then on another value is somebody's edit. */
  readonly wasSeen: boolean;
  /** A value typed in Spendesk instead that a run has reported and not overwritten yet. */
  readonly reportedEdit: string | null;
}

/**
 * The stored pair employee ↔ member of one entity, with what was last written. What Spendesk does not
 * return on reading (bank details, manager, archived state) is compared with these values.
 *
 * An employee id means something within one account of one source only (docs/rules.md §1.1).
 */
export interface Link {
  /** Name of the source in the configuration. */
  readonly source: string;
  /** Identity of the HR account; null in links of versions that did not store it. */
  readonly account: string | null;
  readonly employeeId: string;
  readonly memberId: string;
  readonly hrStatus: Exclude<HrStatus, "manual">;
  /**
   * Why the person is *previously managed*: their data left the filter, or a person changed the filter.
   * Null while managed, while absent, and in links of versions that did not store it.
   */
  readonly released: "data" | "configuration" | null;
  /** Keyed fingerprint of the bank details last written; null when none were. */
  readonly bankFingerprint: string | null;
  /** Member id of the manager last written; null when none was. */
  readonly managerMemberId: string | null;
  /** True after an archive by this tool, until a restore. */
  readonly archived: boolean;
  /** Spendesk lists no such member, yet refused to create it anew: somebody archived it there. */
  readonly hidden: boolean;
  /** Complete reads in a row in which the employee was missing. */
  readonly absentReads: number;
  /** Names of the other sources of the entity that had a record of the person when both were last read. */
  readonly alsoIn: readonly string[];
  readonly seen: Seen;
  readonly written: Readonly<Partial<Record<EditableField, WrittenValue>>>;
}

/** The work e-mail at the last sync, to tell who it was when the employee is gone. */
export function lastEmail({ seen }: Pick<Link, "seen">): string | null {
  return seen.emails[0] ?? null;
}

/**
 * Looks up the HR status of members, as Spendesk's members page shows it (docs/vendors/spendesk.md §1). A member
 * linked twice counts as managed when one of the links says so.
 */
export function hrStatusOf(links: readonly Link[]): (memberId: string) => HrStatus {
  const statuses = new Map<string, HrStatus>();
  for (const { memberId, hrStatus } of links) {
    if (statuses.get(memberId) !== "managed") statuses.set(memberId, hrStatus);
  }
  return (memberId) => statuses.get(memberId) ?? "manual";
}
