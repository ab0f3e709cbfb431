import { dayInZone, type IsoDate } from "../../../sync/dates.js";
import type { EmployeeStatus } from "../../../sync/employee.js";
import { cleanText } from "../../support/values.js";

const STATUSES: ReadonlyMap<string, EmployeeStatus> = new Map([
  ["active", "active"],
  ["upcoming", "pending"],
  ["deactivated", "inactive"],
]);

/** What Lucca tells of the employment that applies; `undefined` what may not be read. */
export interface Employment {
  readonly startDate: IsoDate | null | undefined;
  readonly terminationDate: IsoDate | null | undefined;
}

interface Standing {
  readonly status: EmployeeStatus;
  readonly statusDetail: string | null | undefined;
}

/** The latest day that has begun anywhere: Lucca does not tell the company's time zone. */
export function dayBegunSomewhere(instant: Date): IsoDate {
  return dayInZone(instant, "Etc/GMT-14");
}

/**
 * Where an employee stands (lucca.md §4, §5). `deactivated` means that all employments are over; where
 * Lucca shows no employment at all, or one whose last day is still ahead everywhere, it is not
 * understood and so unknown, because members of inactive people are archived.
 *
 * @param employment null when there is none
 */
export function standingOf(status: unknown, employment: Employment | null, today: IsoDate): Standing {
  const raw = status === undefined ? undefined : cleanText(status);
  const known = STATUSES.get(raw?.toLowerCase() ?? "");
  if (!known) return { status: "unknown", statusDetail: raw };
  if (known !== "inactive") return { status: known, statusDetail: undefined };
  if (employment === null) return { status: "unknown", statusDetail: "deactivated, without an employment" };
  const { terminationDate } = employment;
  const goesOn = terminationDate !== undefined && (terminationDate === null || terminationDate >= today);
  return goesOn
    ? { status: "unknown", statusDetail: "deactivated, with an employment that has not ended" }
    : { status: "inactive", statusDetail: undefined };
}
