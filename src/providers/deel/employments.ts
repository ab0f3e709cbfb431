import type { Employee, EmployeeStatus, IsoDate } from "../../sync/model/index.js";
import { type EmploymentEnd, endOf } from "../support/build-employee.js";
import { cleanDate, cleanText } from "../support/values.js";
import type { DeelEmployment, DeelPerson } from "./schema.js";

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
