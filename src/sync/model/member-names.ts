import { oneLine } from "../../shared/plain-line.js";
import type { Employee } from "./employee.js";
import type { SyncPolicy } from "./policy.js";

/** The names of a new member; null: missing. */
interface MemberNames {
  readonly firstName: string | null;
  readonly lastName: string | null;
}

/**
 * The names somebody is created with. Spendesk needs two; a person who has only one (null, not merely
 * unreadable, in the other place) gets it twice where `sync.singleName` says so.
 */
export function memberNames(employee: Employee, singleName: SyncPolicy["singleName"]): MemberNames {
  const firstName = cleanName(employee.firstName);
  const lastName = cleanName(employee.lastName);
  const isReadable = employee.firstName !== undefined && employee.lastName !== undefined;
  if (singleName === "skip" || !isReadable) return { firstName, lastName };
  return { firstName: firstName ?? lastName, lastName: lastName ?? firstName };
}

/** Why somebody is not created, and the rule that would create them. */
export function noNameReason(employee: Employee): string {
  const hasFirst = cleanName(employee.firstName) !== null;
  const hasLast = cleanName(employee.lastName) !== null;
  if (!hasFirst && !hasLast)
    return "The HR tool has no name for this person; Spendesk needs first and last name.";
  return `The HR tool has no ${hasFirst ? "last" : "first"} name for this person; Spendesk needs both. \`sync.singleName: repeat\` uses the only one twice.`;
}

/**
 * A name as it is written and compared: one line of what can be seen, composed. The same letters in
 * another Unicode form are no change, and neither is what nobody sees. Null when nothing is left.
 */
export function cleanName(name: string | null | undefined): string | null {
  return (name && oneLine(name).normalize("NFC")) || null;
}
