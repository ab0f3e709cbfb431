import type { IsoDate } from "../../../sync/dates.js";
import type { Employee, EmployeeStatus } from "../../../sync/employee.js";
import { cleanDate, cleanText } from "../../support/values.js";

const HOURS_BEHIND_UTC_MS = 12 * 3_600_000;

/** What the dates of a contract say; `undefined` what may not be read. */
interface Employment {
  readonly status: EmployeeStatus;
  readonly statusDetail: string | undefined;
  readonly startDate: Employee["startDate"] | undefined;
  readonly terminationDate: Employee["terminationDate"] | undefined;
}

/**
 * A day that has begun everywhere, so that nobody is taken for gone too early: Lucca does not tell the
 * company's time zone. Planning compares the dates once more, with the day in the entity's own zone.
 */
export function dayBegunEverywhere(instant: Date): IsoDate {
  return new Date(instant.getTime() - HOURS_BEHIND_UTC_MS).toISOString().slice(0, 10);
}

/**
 * Where a user stands, by the dates of the contract that applies (docs/vendors/lucca.md §5); Lucca has no
 * status. The end is the last day of employment, so it is over from the day after. An end before the
 * start belongs to an earlier contract. One date that can't be read or understood makes the status
 * unknown, and so do no dates at all: that is an account without a contract, not a colleague
 * (docs/vendors/lucca.md §5).
 */
export function employmentOf(start: unknown, end: unknown, today: IsoDate): Employment {
  const startDate = dayOf(start);
  const terminationDate = dayOf(end);
  const is = (status: EmployeeStatus, statusDetail?: string) => ({
    status,
    statusDetail,
    startDate,
    terminationDate,
  });
  if (startDate === undefined || terminationDate === undefined) return is("unknown");
  if (isOdd(start) || isOdd(end)) return is("unknown", "contract dates not understood");
  if (startDate === null && terminationDate === null) return is("unknown", "no contract");
  if (startDate !== null && startDate > today) return is("pending");
  const isOver = terminationDate !== null && terminationDate < today && terminationDate >= (startDate ?? "");
  return is(isOver ? "inactive" : "active");
}

function dayOf(value: unknown): IsoDate | null | undefined {
  return value === undefined ? undefined : cleanDate(value);
}

/** Something is there, and it is no date. */
function isOdd(value: unknown): boolean {
  const isEmpty = value === null || (typeof value === "string" && cleanText(value) === null);
  return !isEmpty && cleanDate(value) === null;
}
