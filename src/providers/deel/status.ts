import type { Employee, EmployeeStatus } from "../../sync/employee.js";
import { cleanText } from "../support/values.js";
import type { DeelEmployment, DeelPerson } from "./schema.js";

/** A status, what refines it, and whether the person is on the way out. No detail at all: not readable. */
export interface DeelStatus {
  readonly status: EmployeeStatus;
  readonly statusDetail: Employee["statusDetail"] | undefined;
  readonly isOffboarding: boolean;
}

/**
 * People without a valid contract, which takes three signatures. Their start dates are wishes and stay
 * when they have passed, so they decide nothing.
 */
const NO_CONTRACT: readonly string[] = [
  "draft",
  "in_review",
  "quote_requires_changes",
  "pending_invite",
  "invited",
  "not_started",
];

/** With a contract, and at work from the start date on; `onboarded`, its end, is not described by Deel. */
const STARTING = /^(?:onboarding(?:_|$)|onboarded$)/u;

/**
 * Where a person stands: by the status of the person, else of the hiring (docs/vendors/deel.md §5). These
 * are the sum of all employments, so an employment that ended says nothing by itself. A status nobody
 * knows stays visible as its raw text. An account may lack the right to see `person_status`.
 *
 * @param employments without archived and deleted ones
 */
export function statusOf(person: DeelPerson, employments: readonly DeelEmployment[]): DeelStatus {
  const hirings = [person.hiring_status, person.new_hiring_status];
  const ofPerson = cleanText(person.person_status);
  const ofHiring = hirings.map(cleanText).find((text) => text !== null) ?? null;
  const raw = ofPerson ?? ofHiring;
  if (raw === null) {
    const isReadable = [person.person_status, ...hirings].some((value) => value !== undefined);
    return unknown(isReadable ? null : undefined);
  }
  const contradiction = contradictionOf(ofPerson, ofHiring, employments);
  return contradiction === null ? judge(raw) : unknown(contradiction);
}

function judge(raw: string): DeelStatus {
  const key = raw.toLowerCase();
  const is = (status: EmployeeStatus, statusDetail?: string) => ({
    status,
    statusDetail,
    isOffboarding: false,
  });
  // Employed until the last day, which planning compares with the day of the entity.
  if (key === "offboarding") return { ...is("active", key), isOffboarding: true };
  if (key === "active" || key === "inactive") return is(key);
  if (NO_CONTRACT.includes(key)) return is("no_contract", key);
  if (STARTING.test(key)) return is("pending");
  return unknown(raw);
}

/** Where two of Deel's own values exclude each other, neither invites or archives anybody. */
function contradictionOf(
  ofPerson: string | null,
  ofHiring: string | null,
  employments: readonly DeelEmployment[],
): string | null {
  const person = ofPerson?.toLowerCase() ?? null;
  const hiring = ofHiring?.toLowerCase() ?? null;
  const pair = [person, hiring];
  if (pair.includes("active") && pair.includes("inactive")) return `person ${person}, hiring ${hiring}`;
  const isOver = employments.length > 0 && employments.every(({ is_ended }) => is_ended === true);
  return isOver && (person ?? hiring) === "active" ? "active, every employment has ended" : null;
}

function unknown(statusDetail: DeelStatus["statusDetail"]): DeelStatus {
  return { status: "unknown", statusDetail, isOffboarding: false };
}
