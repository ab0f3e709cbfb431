import { foldText } from "../../shared/text.js";
import { addDays, type IsoDate } from "./dates.js";
import type { Employee, StatusRule, StatusRules } from "./employee.js";
import type { SyncPolicy } from "./policy.js";
import type { EmployeeRead } from "./ports.js";

/**
 * What an employee's status and dates mean on one day.
 *
 * - `eligible`: to have a member (if the filter lets them in)
 * - `leaver`: to have no active member any more
 * - `in_grace`: has left, but is to be archived only after the days of grace
 * - `pending`: starts later
 * - `unknown`: the raw status has no known meaning; never touched
 */
export type Standing = "eligible" | "leaver" | "in_grace" | "pending" | "unknown";

/** An end further ahead than this stands for "never" (9999-12-31, 2099-01-01), whatever else the record says. */
const FAR_AHEAD_DAYS = 366;

/** The day of a plan, with the days its rules compare with computed once. */
export interface Calendar {
  readonly today: IsoDate;
  readonly graceDays: number;
  /** Latest termination date whose days of grace is over. */
  readonly archiveUpTo: IsoDate;
  /** Latest start date at which a future hire is invited. */
  readonly inviteUpTo: IsoDate;
  /** Latest start date that counts as soon. */
  readonly soonUpTo: IsoDate;
  /** Days between two contracts up to which the second carries the first one on. */
  readonly gapDays: number;
  /** Latest termination date that somebody can have meant. */
  readonly endsUpTo: IsoDate;
}

/** @param today the day in the entity's time zone */
export function planCalendar(today: IsoDate, policy: SyncPolicy): Calendar {
  return {
    today,
    graceDays: policy.graceDays,
    archiveUpTo: addDays(today, -policy.graceDays),
    inviteUpTo: addDays(today, policy.inviteDaysBefore),
    soonUpTo: addDays(today, policy.rehireGapDays),
    gapDays: policy.rehireGapDays,
    endsUpTo: addDays(today, FAR_AHEAD_DAYS),
  };
}

/**
 * Where an employee stands (docs/rules.md §2). The termination date is the last day of employment, yet on
 * that day the person already counts as a leaver, as in Spendesk's own integration, which asks for a
 * termination date "in the future" (docs/vendors/spendesk.md §1).
 *
 * The rules that no HR tool documents, decided here for all of them:
 * - Somebody active whose start date is ahead has not started.
 * - Somebody pending whose start date has come has started, whatever the status still says.
 * - Without a contract nobody starts, whatever the start date says.
 * - Inactive people become leavers at once, except when days of grace are configured and a termination
 *   date says from when to count them. A date more than a year ahead says "never" and so nothing.
 * - A second contract that begins more than `gapDays` after the first one ended is a rehire: until then
 *   the person has left.
 */
export function standingOf(employee: Employee, calendar: Calendar): Standing {
  const { status } = employee;
  if (status === "unknown") return "unknown";
  const ends = terminationDate(employee);
  const isOver = ends !== null && ends <= calendar.archiveUpTo;
  if (status === "inactive") {
    const hasGrace = !isOver && ends !== null && ends <= calendar.endsUpTo && calendar.graceDays > 0;
    return hasGrace ? "in_grace" : "leaver";
  }
  if (status === "no_contract") return "pending";
  if (isOver) return "leaver";
  const isToStart =
    status === "pending" ? !hasStartedBy(employee, calendar.inviteUpTo) : isAhead(employee, calendar);
  if (!isToStart) return "eligible";
  return isBetweenContracts(employee, calendar) ? "leaver" : "pending";
}

/**
 * The termination date of the present employment. A date before the start date belongs to an earlier
 * employment of a rehired person and says nothing about this one.
 */
function terminationDate(employee: Employee): IsoDate | null {
  const date = employee.terminationDate;
  if (!date) return null;
  return employee.startDate && date < employee.startDate ? null : date;
}

/** The end of an earlier employment that the record still holds beside the start of the next one. */
function earlierEnd(employee: Employee): IsoDate | null {
  const { terminationDate: date, startDate } = employee;
  return date && startDate && date < startDate ? date : null;
}

/** True for somebody whose last contract is over and whose next one begins much later. */
function isBetweenContracts(employee: Employee, calendar: Calendar): boolean {
  const ended = earlierEnd(employee);
  if (ended === null || ended > calendar.archiveUpTo) return false;
  return !hasStartedBy(employee, addDays(ended, calendar.gapDays));
}

/**
 * Whether one record begins about when another one ended, as when somebody moves within the company and HR makes
 * a new record. Who is a leaver without a date counts as having left today.
 */
export function followsOn(next: Employee, former: Employee, { today, gapDays }: Calendar): boolean {
  const ended = former.terminationDate ?? today;
  const { startDate } = next;
  return !!startDate && startDate >= addDays(ended, -gapDays) && startDate <= addDays(ended, gapDays);
}

/** True when the employment has ended although the days of grace keep the person from being a leaver. */
export function hasEndedInGrace(employee: Employee, standing: Standing, calendar: Calendar): boolean {
  if (standing === "in_grace") return true;
  if (standing !== "eligible") return false;
  const ends = terminationDate(employee);
  return ends !== null && ends <= calendar.today;
}

/** True for somebody who starts within days, as after a change of contract. */
export function startsSoon(employee: Employee, calendar: Calendar): boolean {
  return employee.status !== "no_contract" && hasStartedBy(employee, calendar.soonUpTo);
}

function hasStartedBy(employee: Employee, day: IsoDate): boolean {
  return !!employee.startDate && employee.startDate <= day;
}

/** Without a start date, an active person has started. */
function isAhead({ startDate }: Employee, calendar: Calendar): boolean {
  return !!startDate && startDate > calendar.inviteUpTo;
}

/** Whether it is the date or only the status that makes a leaver. */
export function leaverCode(employee: Employee, calendar: Calendar): "terminated" | "inactive" {
  if (employee.status !== "inactive") return "terminated";
  const ends = terminationDate(employee);
  return ends !== null && ends <= calendar.archiveUpTo ? "terminated" : "inactive";
}

/** The standing in words: one sentence with the value that decided. */
export function standingReason(employee: Employee, standing: Standing, calendar: Calendar): string {
  const ends = terminationDate(employee);
  const rule = employee.statusRule ? ", by `source.statuses`" : "";
  const detail = employee.statusDetail ? ` ("${employee.statusDetail}"${rule})` : "";
  switch (standing) {
    case "eligible":
      if (isToBeInvited(employee, calendar)) return `Starts on ${employee.startDate}, so is invited now.`;
      if (ends === null) return `Active in the HR tool${detail}${announcedEnd(employee, calendar)}.`;
      return ends <= calendar.today
        ? `Left on ${ends}; ${graceText(calendar)} is not over.`
        : `Active in the HR tool until ${ends}.`;
    case "leaver":
      if (employee.status !== "inactive" && isBetweenContracts(employee, calendar)) {
        return `Left on ${earlierEnd(employee)}, and starts again on ${employee.startDate}, more than ${calendar.gapDays} days later.`;
      }
      if (leaverCode(employee, calendar) === "inactive") return `Inactive in the HR tool${detail}.`;
      return calendar.graceDays > 0
        ? `Left on ${ends}; ${graceText(calendar)} is over.`
        : `Left: the termination date is ${ends}.`;
    case "in_grace":
      return `Inactive in the HR tool with termination date ${ends}; ${graceText(calendar)} is not over.`;
    case "pending":
      if (employee.status === "no_contract") return `There is no contract yet${detail}.`;
      return employee.startDate
        ? `Starts on ${employee.startDate}.`
        : "Has not started yet, and the HR tool has no start date.";
    case "unknown":
      if (employee.statusRule) return `\`source.statuses\` ignores the status "${employee.statusRule.raw}".`;
      return `The HR tool's status ${employee.statusDetail ? `"${employee.statusDetail}"` : "(empty)"} has no known meaning.`;
  }
}

function announcedEnd({ expectedEnd }: Employee, { today }: Calendar): string {
  if (!expectedEnd) return "";
  return expectedEnd > today
    ? `; an end on ${expectedEnd} is announced`
    : `, although an end on ${expectedEnd} was announced`;
}

/** Pending people whose day has come, and active ones whose first day is near enough. */
function isToBeInvited(employee: Employee, calendar: Calendar): boolean {
  return employee.status === "pending" || (!!employee.startDate && employee.startDate > calendar.today);
}

function graceText(calendar: Calendar): string {
  return `the grace period of ${calendar.graceDays} ${calendar.graceDays === 1 ? "day" : "days"}`;
}

/**
 * An employee as `source.statuses` calls their raw status, compared without case and blanks. Somebody
 * who is to be ignored stays in the read, as `unknown`: left out, they would look as if they had gone.
 */
export function createStatusMapper(rules: StatusRules): (employee: Employee) => Employee {
  const byText = new Map(
    Object.entries(rules).map(([raw, means]): [string, StatusRule] => [foldText(raw), { raw, means }]),
  );
  return (employee) => {
    const rule = employee.statusDetail ? byText.get(foldText(employee.statusDetail)) : undefined;
    if (!rule) return employee;
    const status = rule.means === "ignore" ? "unknown" : rule.means;
    return { ...employee, status, statusRule: rule };
  };
}

/** The same read with these rules applied; without any, the read itself. */
export function withStatusRules(read: EmployeeRead, rules: StatusRules): EmployeeRead {
  return Object.keys(rules).length === 0 ? read : mapped(read, createStatusMapper(rules));
}

async function* mapped(read: EmployeeRead, map: (employee: Employee) => Employee): EmployeeRead {
  for (;;) {
    const page = await read.next();
    if (page.done) return page.value;
    yield page.value.map(map);
  }
}

/** A raw status without a known meaning, and how many people have it. */
export interface UnknownStatus {
  readonly raw: string;
  readonly people: number;
}

/** The raw statuses that nobody has given a meaning, most frequent first. */
export function unknownStatuses(employees: readonly Employee[]): readonly UnknownStatus[] {
  const found = new Map<string, UnknownStatus>();
  for (const { status, statusDetail, statusRule } of employees) {
    if (status !== "unknown" || !statusDetail || statusRule) continue;
    const folded = foldText(statusDetail);
    const { raw, people } = found.get(folded) ?? { raw: statusDetail, people: 0 };
    found.set(folded, { raw, people: people + 1 });
  }
  return [...found.values()].sort((a, b) => b.people - a.people || (a.raw < b.raw ? -1 : 1));
}
