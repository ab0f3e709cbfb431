import { isValidBIC, isValidIBAN } from "ibantools";
import { addDays, type IsoDate } from "../../src/sync/model/dates.js";
import { type Employee, fieldText } from "../../src/sync/model/employee.js";
import type { SyncPolicy } from "../../src/sync/model/policy.js";
import type { KnownBank } from "./world-hr.js";
import type { WorldPolicy } from "./world-script.js";

/*
 * The rules of docs/rules.md, written a second time and on their own, to compare the product with.
 */

export type TrueStanding = "eligible" | "leaver" | "in_grace" | "pending" | "unknown";

export function trueStanding(employee: Employee, policy: SyncPolicy, today: IsoDate): TrueStanding {
  const { status, startDate, terminationDate } = employee;
  if (status === "unknown") return "unknown";
  const isEarlierJob = !!startDate && !!terminationDate && terminationDate < startDate;
  const lastDay = isEarlierJob ? null : (terminationDate ?? null);
  const isOver = lastDay !== null && addDays(lastDay, policy.graceDays) <= today;
  if (isOver) return "leaver";
  if (status === "inactive") return lastDay !== null && policy.graceDays > 0 ? "in_grace" : "leaver";
  const hasBegun = !!startDate && startDate <= addDays(today, policy.inviteDaysBefore);
  if (hasBegun || (status === "active" && !startDate)) return "eligible";
  const isLongBreak =
    isEarlierJob &&
    addDays(terminationDate, policy.graceDays) <= today &&
    startDate > addDays(terminationDate, policy.rehireGapDays);
  return isLongBreak ? "leaver" : "pending";
}

/** The worlds' filter, if they have one, is `'Work Location' is one of: London, Paris`. */
export function isInScope(employee: Employee, policy: WorldPolicy): boolean {
  return (
    policy.filter === null || ["London", "Paris"].includes(fieldText(employee.workLocation ?? null) ?? "")
  );
}

/** Lower-case address, or null when it is none. */
export function addressOf(employee: Employee): string | null {
  const text = employee.workEmail?.trim().toLowerCase() ?? "";
  return /^[^\s@]+@[^\s@]+\.[^\s@]+$/u.test(text) ? text : null;
}

/** The pair to be written, or null when it is not whole and valid. */
export function trueBank(bank: KnownBank): { readonly iban: string; readonly bic: string } | null {
  const iban = (bank?.iban ?? "").replaceAll(" ", "");
  const bic = bank?.bic ?? "";
  return isValidIBAN(iban) && isValidBIC(bic) ? { iban, bic } : null;
}

export function trueName(name: string | null | undefined): string | null {
  return name?.trim().normalize("NFC") || null;
}
