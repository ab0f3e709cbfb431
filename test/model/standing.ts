import type { IsoDate } from "../../src/sync/model/dates.js";
import type { Employee } from "../../src/sync/model/employee.js";
import type { ModelInput } from "./types.js";

export type Standing = "eligible" | "pending" | "in_grace" | "leaver" | "unknown";

/** Days ahead after which the end of an inactive person means "never". */
const NEVER_DAYS = 366;

function addDays(day: IsoDate, days: number): IsoDate {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

/** The last day of the present employment; one before the start belongs to an earlier one. */
function lastDay(employee: Employee): IsoDate | null {
  const { startDate, terminationDate } = employee;
  if (!terminationDate || (startDate && terminationDate < startDate)) return null;
  return terminationDate;
}

function isOver(employee: Employee, { today, policy }: ModelInput): boolean {
  const end = lastDay(employee);
  return end !== null && addDays(end, policy.graceDays) <= today;
}

/** The record holds the end of the last contract beside the start of the next one, too much later. */
function isBetweenContracts(
  { startDate, terminationDate }: Employee,
  { today, policy }: ModelInput,
): boolean {
  if (!startDate || !terminationDate || terminationDate >= startDate) return false;
  const isBreak = startDate > addDays(terminationDate, policy.rehireGapDays);
  return isBreak && addDays(terminationDate, policy.graceDays) <= today;
}

/** Whether somebody starts so few days before or after another one's last day that they may be one person. */
export function beginsAbout(next: Employee, former: Employee, { today, policy }: ModelInput): boolean {
  const start = next.startDate;
  const end = former.terminationDate ?? today;
  if (!start) return false;
  return addDays(start, policy.rehireGapDays) >= end && start <= addDays(end, policy.rehireGapDays);
}

/**
 * Where somebody stands today. `no_contract` is a status of people whose contract does not stand yet:
 * no date makes them anything else.
 */
export function standingOf(employee: Employee, input: ModelInput): Standing {
  const { today, policy } = input;
  const status: string = employee.status;
  if (status === "unknown") return "unknown";
  if (status === "no_contract") return "pending";
  if (isOver(employee, input)) return "leaver";
  if (status === "inactive") {
    const end = lastDay(employee);
    const isNever = end !== null && end > addDays(today, NEVER_DAYS);
    return policy.graceDays > 0 && end !== null && !isNever ? "in_grace" : "leaver";
  }
  const starts = employee.startDate ?? null;
  const isInvited = starts !== null && starts <= addDays(today, policy.inviteDaysBefore);
  if (isInvited || (status === "active" && starts === null)) return "eligible";
  return isBetweenContracts(employee, input) ? "leaver" : "pending";
}

export function isFormer(standing: Standing): boolean {
  return standing === "leaver" || standing === "in_grace";
}

/** Works here by status, though the last day has passed; only the days of grace keep the member. */
export function isEnding(employee: Employee, input: ModelInput): boolean {
  const end = lastDay(employee);
  return standingOf(employee, input) === "eligible" && end !== null && end <= input.today;
}

/** How strongly a record stands for its person. */
export function rankOf(employee: Employee, input: ModelInput): number {
  const standing = standingOf(employee, input);
  if (standing === "eligible") return 3;
  if (isFormer(standing)) return 1;
  if (standing === "unknown") return -1;
  const starts = employee.startDate ?? null;
  const isNoContract = (employee.status as string) === "no_contract";
  const isSoon = starts !== null && starts <= addDays(input.today, input.policy.rehireGapDays);
  return isSoon && !isNoContract ? 2 : 0;
}

export function archiveCode(employee: Employee, input: ModelInput): "terminated" | "inactive" {
  return employee.status === "inactive" && !isOver(employee, input) ? "inactive" : "terminated";
}
