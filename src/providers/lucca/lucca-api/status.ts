import { addDays, type EmployeeStatus, type IsoDate } from "../../../sync/model/index.js";
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

interface EmploymentStatus {
  readonly status: EmployeeStatus;
  readonly statusDetail: string | null | undefined;
}

/**
 * Where an employee stands (docs/vendors/lucca.md §5). `active` means an employment today, `upcoming` one
 * that starts later, `deactivated` that all are over. Where the employment says otherwise, or there is
 * none, nothing is known: members of inactive people are archived, active people are invited.
 *
 * @param employment null when there is none
 * @param today the latest day that has begun anywhere
 * @param isTold whether the application may read employments; else that there is none says little
 */
export function standingOf(
  status: unknown,
  employment: Employment | null,
  today: IsoDate,
  isTold = true,
): EmploymentStatus {
  const raw = status === undefined ? undefined : cleanText(status);
  const known = STATUSES.get(raw?.toLowerCase() ?? "");
  if (!known) return { status: "unknown", statusDetail: raw };
  if (employment === null) return withoutEmployment(known, isTold);
  const end = employment.terminationDate;
  const is = (standing: EmployeeStatus, statusDetail?: string) => ({ status: standing, statusDetail });
  if (known === "inactive" && (end === null || (end !== undefined && end >= today))) {
    return is("unknown", "deactivated, with an employment that has not ended");
  }
  // Over everywhere, that is: the day of the company may be two behind.
  if (known === "active" && end && end < addDays(today, -2)) {
    return is("unknown", "active, with an employment that has ended");
  }
  return is(known);
}

function withoutEmployment(known: EmployeeStatus, isTold: boolean): EmploymentStatus {
  if (known === "inactive") return { status: "unknown", statusDetail: "deactivated, without an employment" };
  if (!isTold) return { status: known, statusDetail: undefined };
  return known === "pending"
    ? { status: "no_contract", statusDetail: "upcoming, without an employment" }
    : { status: "unknown", statusDetail: "active, without an employment" };
}
