import { addDays } from "../../../sync/dates.js";
import { hashText } from "../../random.js";
import type { Person } from "../../world/person.js";

/** A contract as it is nested in a collaborator. All literals but ACTIVE are assumed. */
export interface SandboxContract {
  readonly id: string;
  readonly startDate: string | null;
  readonly endDate: string | null;
  readonly status: "ACTIVE" | "PENDING" | "ARCHIVED" | "CANCELLED";
}

const YEAR_DAYS = 365;

/** Everybody has one contract; now and then a first year's contract was followed by a second one. */
export function contractsOf(person: Person, today: string): readonly SandboxContract[] {
  const { id, startDate } = person;
  const endDate = person.endDate ?? (person.status === "inactive" ? addDays(today, -1) : null);
  const contract = (number: number, start: string | null, end: string | null): SandboxContract => ({
    id: `${id}c${number}`,
    startDate: start,
    endDate: end,
    status: statusOf(start, end, today),
  });
  const second = startDate === null ? null : addDays(startDate, YEAR_DAYS);
  const hasTwo = hashText(`contracts ${id}`) % 5 === 0 && second !== null && second < (endDate ?? today);
  if (!hasTwo) return [contract(1, startDate, endDate)];
  return [contract(1, startDate, addDays(second, -1)), contract(2, second, endDate)];
}

/** The list of contracts forgets what ended more than a year ago (docs/vendors/payfit.md §3). */
export function isListed({ endDate }: SandboxContract, today: string): boolean {
  return endDate === null || endDate >= addDays(today, -YEAR_DAYS);
}

/** A row of the list of contracts. French ones know their nature, the others whether they are full-time. */
export function contractRow(
  person: Person,
  contract: SandboxContract,
  companyId: string,
  variant: "global" | "french",
): Record<string, unknown> {
  const isFullTime = hashText(`hours ${person.id}`) % 7 !== 0;
  return {
    contractId: contract.id,
    companyId,
    collaboratorId: person.id,
    startDate: contract.startDate,
    endDate: contract.endDate,
    probationEndDate: null,
    jobName: person.jobTitle,
    status: contract.status,
    // Nobody checks it: often a personal one.
    contactEmail: person.personalEmail ?? person.workEmail,
    standardWeeklyHours: isFullTime ? 35 : 20,
    fullTimeEquivalent: isFullTime ? 1 : 0.57,
    isFullTime,
    ...(variant === "french" ? { natureContratDsn: natureOf(person) } : {}),
  };
}

/** A code of the social declaration: now and then that of an internship, or of a corporate officer. */
function natureOf({ id, employmentType }: Person): string {
  if (employmentType === "external") return "02";
  const lot = hashText(`nature ${id}`) % 20;
  if (lot < 2) return "29";
  return lot === 2 ? "80" : "01";
}

function statusOf(start: string | null, end: string | null, today: string): SandboxContract["status"] {
  if (end !== null && end < today) return "ARCHIVED";
  return start !== null && start > today ? "PENDING" : "ACTIVE";
}
