import { dayInZone, type IsoDate } from "../../sync/dates.js";
import type { EmployeeStatus } from "../../sync/employee.js";

/** What a status is judged by. `undefined`: may not be read. */
export interface Standing {
  readonly status: string | null | undefined;
  /** `Full-Time`, `Terminated`: the last row of the employment history. */
  readonly employmentStatus: string | null | undefined;
  readonly hireDate: IsoDate | null | undefined;
  readonly terminationDate: IsoDate | null | undefined;
}

/**
 * The latest day that has begun everywhere. BambooHR changes a status at the company's midnight, in a
 * time zone it does not tell, so nobody is taken for a leaver before that.
 */
export function begunEverywhere(instant: Date): IsoDate {
  return dayInZone(instant, "Etc/GMT+12");
}

/**
 * BambooHR knows only Active and Inactive, and calls a future hire Inactive
 * (docs/vendors/bamboohr.md §5): the hire date tells them from leavers. Without one nobody is taken for a
 * leaver; a status nobody knows stays visible as its raw text, an absent one has none. Active with a last
 * employment status of Terminated is a contradiction, and no reason to invite or to archive anybody.
 *
 * @param today `begunEverywhere`
 */
export function statusOf(
  { status: raw, employmentStatus, hireDate, terminationDate }: Standing,
  today: IsoDate,
): { readonly status: EmployeeStatus; readonly statusDetail: string | null | undefined } {
  const is = (status: EmployeeStatus) => ({ status, statusDetail: undefined });
  const unknown = (statusDetail: string) => ({ status: "unknown" as const, statusDetail });
  switch (raw?.toLowerCase()) {
    case "active":
      return employmentStatus?.toLowerCase() === "terminated"
        ? unknown(`${raw}, but ${employmentStatus}`)
        : is("active");
    case "inactive":
      if (hireDate === undefined) return unknown(`${raw}, hire date not readable`);
      if (hireDate && hireDate > today) return is("pending");
      if (hireDate || terminationDate) return is("inactive");
      return unknown(`${raw}, without a hire date`);
    default:
      return { status: "unknown", statusDetail: raw };
  }
}
