import type { IsoDate } from "../../sync/dates.js";
import { cleanDate } from "../support/values.js";
import type { DeelEmployment, DeelPerson } from "./schema.js";
import type { DeelStatus } from "./status.js";

/** A person's employments without archived and deleted ones (deel.md §7.8). */
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
 * The last day of the person with the company (deel.md §5), undefined when it may not be read.
 *
 * The person's status is the sum of all employments and decides: with one employment that goes on, the
 * end of another is no end, and a past day means nothing while Deel calls the person active.
 *
 * @param today a day on which it is not tomorrow anywhere yet
 */
export function lastDayOf(
  person: DeelPerson,
  employments: readonly DeelEmployment[],
  { status, isOffboarding }: DeelStatus,
  today: IsoDate,
): IsoDate | null | undefined {
  if (!tellsEnd(person) && !employments.some(tellsEnd)) return undefined;
  const hasLeft = status === "inactive";
  const isEnding = hasLeft || isOffboarding;
  const counted = hasLeft ? employments : currentOf(employments);
  const ends = counted.map((employment) => endOf(employment, isEnding || employment.is_ended === true));
  if (!hasLeft && counted.length > 1 && ends.includes(null)) return null;
  const own = cleanDate(person.direct_employee_termination_last_day);
  const last =
    (counted.length > 1 ? latestOf([own, ...ends]) : (own ?? ends[0])) ??
    (isEnding ? cleanDate(person.completion_date) : null);
  return isEnding || (last && last > today) ? last : null;
}

function currentOf(employments: readonly DeelEmployment[]): readonly DeelEmployment[] {
  const current = employments.filter(({ is_ended }) => is_ended !== true);
  return current.length > 0 ? current : employments;
}

function startOf({ start_date }: DeelEmployment): string {
  return cleanDate(start_date) ?? "";
}

/** @param isOver whether the day of completion has a meaning: else it is the planned end of a contract */
function endOf(employment: DeelEmployment, isOver: boolean): IsoDate | null {
  return (
    cleanDate(employment.direct_employee_termination_last_day) ??
    cleanDate(employment.termination_last_day) ??
    (isOver ? cleanDate(employment.completion_date) : null)
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
