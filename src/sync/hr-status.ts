import type { HrStatus, Link } from "./member.js";

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
