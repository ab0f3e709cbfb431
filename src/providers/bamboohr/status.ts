import type { IsoDate } from "../../sync/dates.js";
import type { Employee, EmployeeStatus } from "../../sync/employee.js";

const HOUR_MS = 3_600_000;

/**
 * The calendar days it is on Earth at one time. BambooHR changes a status at the company's midnight,
 * in a time zone it does not tell; between these two days only its status counts.
 */
export interface DaysNow {
  readonly earliest: IsoDate;
  readonly latest: IsoDate;
}

/** The days at this instant, from UTC-12 to UTC+14. */
export function daysAt(instant: Date): DaysNow {
  const dayAt = (hours: number) => new Date(instant.getTime() + hours * HOUR_MS).toISOString().slice(0, 10);
  return { earliest: dayAt(-12), latest: dayAt(14) };
}

/** `undefined`: may not be read. */
interface Dates {
  readonly hireDate: IsoDate | null | undefined;
  readonly terminationDate: IsoDate | null | undefined;
}

/**
 * BambooHR knows only Active and Inactive, and calls a future hire Inactive (bamboohr.md §5): the hire
 * date tells them from leavers. Without one nobody is taken for a leaver; a status nobody knows stays
 * visible as its raw text, an absent one has none.
 */
export function statusOf(
  raw: string | null | undefined,
  { hireDate, terminationDate }: Dates,
  days: DaysNow,
): { readonly status: EmployeeStatus; readonly statusDetail: string | null | undefined } {
  const is = (status: EmployeeStatus) => ({ status, statusDetail: undefined });
  switch (raw?.toLowerCase()) {
    case "active":
      return is(hireDate && hireDate > days.latest ? "pending" : "active");
    case "inactive":
      if (hireDate === undefined)
        return { status: "unknown", statusDetail: `${raw}, hire date not readable` };
      if (hireDate && hireDate > days.earliest) return is("pending");
      if (hireDate || terminationDate) return is("inactive");
      return { status: "unknown", statusDetail: `${raw}, without a hire date` };
    default:
      return { status: "unknown", statusDetail: raw };
  }
}

/**
 * The dates that go with a status. Somebody rehired keeps the same id and often the termination date
 * of the first time: the status decides, so for people who have not left only a day ahead counts.
 */
export function standingDates(
  status: EmployeeStatus,
  { hireDate, terminationDate }: Dates,
  days: DaysNow,
): {
  readonly startDate: Employee["startDate"] | undefined;
  readonly terminationDate: Dates["terminationDate"];
} {
  const isLeftover =
    (status === "active" || status === "pending") && !!terminationDate && terminationDate <= days.earliest;
  return { startDate: hireDate, terminationDate: isLeftover ? null : terminationDate };
}
