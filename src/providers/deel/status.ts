import type { Employee, EmployeeStatus } from "../../sync/employee.js";
import { cleanText } from "../support/values.js";
import type { DeelPerson } from "./schema.js";

/** A status, what refines it, and whether the person is on the way out. No detail at all: not readable. */
export interface DeelStatus {
  readonly status: EmployeeStatus;
  readonly statusDetail: Employee["statusDetail"] | undefined;
  readonly isOffboarding: boolean;
}

/** People whose work has not begun, however far their papers are (deel.md §5). */
const PENDING: readonly string[] = [
  "not_started",
  "invited",
  "pending_invite",
  "draft",
  "in_review",
  "onboarded",
  "quote_requires_changes",
];

/**
 * Where a person stands: by the status of the person, else of the hiring (deel.md §5). These are the
 * sum of all employments, so an employment that ended says nothing by itself. A status nobody knows
 * stays visible as its raw text. An account may lack the right to see `person_status`.
 */
export function statusOf(person: DeelPerson): DeelStatus {
  const values = [person.person_status, person.hiring_status, person.new_hiring_status];
  const raw = values.map(cleanText).find((text) => text !== null);
  if (raw !== undefined) return judge(raw);
  const isReadable = values.some((value) => value !== undefined);
  return { status: "unknown", statusDetail: isReadable ? null : undefined, isOffboarding: false };
}

function judge(raw: string): DeelStatus {
  const key = raw.toLowerCase();
  const is = (status: EmployeeStatus) => ({ status, statusDetail: undefined, isOffboarding: false });
  // Employed until the last day, which planning compares with the day of the entity.
  if (key === "offboarding") return { status: "active", statusDetail: key, isOffboarding: true };
  if (key === "active" || key === "inactive") return is(key);
  if (PENDING.includes(key) || /^onboarding(_|$)/u.test(key)) return is("pending");
  return { ...is("unknown"), statusDetail: raw };
}
