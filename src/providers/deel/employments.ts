import type { IsoDate } from "../../sync/dates.js";
import { type EmploymentEnd, endOf } from "../support/ends.js";
import { cleanDate } from "../support/values.js";
import type { DeelEmployment, DeelPerson } from "./schema.js";
import type { DeelStatus } from "./status.js";

/** A person's employments without archived and deleted ones (docs/vendors/deel.md §5). */
export function employmentsOf({ employments }: DeelPerson): readonly DeelEmployment[] {
  return (employments ?? [])
    .filter((employment) => employment !== null)
    .filter((one) => one.contract_is_archived !== true && one.is_user_contract_deleted !== true);
}

/** The employment that speaks for the person: one that goes on, else one that ended; the latest start. */
export function mainEmployment(employments: readonly DeelEmployment[]): DeelEmployment | undefined {
  return currentOf(employments).toSorted((a, b) => (startOf(a) < startOf(b) ? 1 : -1))[0];
}

/** The first day of all employments. */
export function earliestStart(employments: readonly DeelEmployment[]): IsoDate | null {
  return employments.map(startOf).filter(Boolean).sort()[0] ?? null;
}

/**
 * The end of the person's time with the company (docs/vendors/deel.md §5), undefined when it may not be read.
 *
 * The person's status is the sum of all employments and decides: only for somebody who has left or is on
 * the way out it counts. While Deel calls the person active, last days and completion dates are
 * announcements, which Deel leaves standing when the contract goes on; and with one employment that has
 * no end, the end of another is none.
 */
export function personEnd(
  person: DeelPerson,
  employments: readonly DeelEmployment[],
  { status, isOffboarding }: DeelStatus,
): EmploymentEnd {
  if (!tellsEnd(person) && !employments.some(tellsEnd)) {
    return { terminationDate: undefined, expectedEnd: undefined };
  }
  const hasLeft = status === "inactive";
  const counted = hasLeft ? employments : currentOf(employments);
  const ends = counted.map(lastDayOf);
  const goesOn = !hasLeft && counted.length > 1 && ends.includes(null);
  const own = cleanDate(person.direct_employee_termination_last_day);
  const last = counted.length > 1 ? latestOf([own, ...ends]) : (own ?? ends[0] ?? null);
  const date = goesOn ? null : (last ?? cleanDate(person.completion_date));
  return endOf(date, { isConfirmed: hasLeft || isOffboarding, stays: false });
}

function currentOf(employments: readonly DeelEmployment[]): readonly DeelEmployment[] {
  const current = employments.filter(({ is_ended }) => is_ended !== true);
  return current.length > 0 ? current : employments;
}

function startOf({ start_date }: DeelEmployment): string {
  return cleanDate(start_date) ?? "";
}

/** The day of completion is the planned end of a contract; what it is worth, `endOf` says. */
function lastDayOf(employment: DeelEmployment): IsoDate | null {
  return (
    cleanDate(employment.direct_employee_termination_last_day) ??
    cleanDate(employment.termination_last_day) ??
    cleanDate(employment.completion_date)
  );
}

function latestOf(days: readonly (IsoDate | null)[]): IsoDate | null {
  return (
    days
      .filter((day) => day !== null)
      .toSorted()
      .at(-1) ?? null
  );
}

/** A null is an answer, too. */
function tellsEnd(ends: {
  readonly completion_date?: unknown;
  readonly termination_last_day?: unknown;
  readonly direct_employee_termination_last_day?: unknown;
}): boolean {
  return (
    ends.completion_date !== undefined ||
    ends.termination_last_day !== undefined ||
    ends.direct_employee_termination_last_day !== undefined
  );
}
