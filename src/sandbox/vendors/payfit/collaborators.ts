import { addDays } from "../../../sync/model/index.js";
import { hashText } from "../../random.js";
import { cutPage, type Reply, type SandboxRequest } from "../../server/exchange.js";
import type { Person } from "../../world/world.js";
import { someWithoutId } from "../habits.js";
import type { Habit } from "../ids.js";
import { payfitError } from "./errors.js";

/**
 * A collaborator (docs/vendors/payfit.md §4), with much that nobody asked for. Most of what is empty is
 * null; bank details that were never given have no key at all.
 */
export function collaborator(
  person: Person,
  today: string,
  habits: readonly Habit[],
): Record<string, unknown> {
  const { contracts, terminationDate } = employmentOf(person, today, habits);
  const professional = habits.includes("private-emails") ? null : person.workEmail;
  return {
    id: person.id,
    matricule: person.id.slice(-5).padStart(5, "0"),
    firstName: person.firstName,
    ...lastNames(person),
    birthName: null,
    birthDate: "1990-01-01",
    gender: "woman",
    nationality: "FR",
    countryOfBirth: "FR",
    terminationDate,
    managerId: person.managerId,
    // PayFit knows no work location: the company names its teams there after its offices.
    teamName: person.office,
    emails: [...emailsOf("personal", person.personalEmail), ...emailsOf("professional", professional)],
    phoneNumbers: [{ type: "personal", phoneNumber: "+33199001122" }],
    addresses: [
      { type: "personal", address: "3 rue des Lilas", postcode: "69003", city: "Lyon", country: "FR" },
    ],
    contracts,
    ...(person.iban === null ? {} : { iban: person.iban }),
    ...(person.bic === null ? {} : { bic: person.bic }),
  };
}

/** In Spain the two last names are two fields. */
function lastNames({ lastName, country }: Person): Record<string, string | null> {
  const [first = "", ...others] = lastName.split(" ");
  const second = others.join(" ");
  return country === "ES" && second !== ""
    ? { lastName: first, secondLastName: second }
    : { lastName, secondLastName: null };
}

interface SandboxEmployment {
  readonly contracts: readonly SandboxContract[];
  /** That of the last contract, which is not always the present one. */
  readonly terminationDate: string | null;
}

/** Some contradict themselves where that is a habit: closed in one field and going on in another. */
function employmentOf(person: Person, today: string, habits: readonly Habit[]): SandboxEmployment {
  const contracts = contractsOf(person, today);
  const last = contracts.at(-1);
  const plain = { contracts, terminationDate: last?.endDate ?? null };
  const goesOn = last?.status === "ACTIVE" && last.endDate === null;
  if (!habits.includes("contradictions") || !goesOn) return plain;
  const earlier = contracts.slice(0, -1);
  switch (hashText(`contradiction ${person.id}`) % 6) {
    case 0:
      return { ...plain, contracts: [...earlier, { ...last, status: "ARCHIVED" }] };
    case 1:
      return { ...plain, contracts: [...earlier, { ...last, status: "CANCELLED" }] };
    case 2: {
      const passed = addDays(today, -5);
      return (last.startDate ?? "") < passed ? { ...plain, terminationDate: passed } : plain;
    }
    default:
      return plain;
  }
}

function emailsOf(type: string, email: string | null): readonly unknown[] {
  return email === null ? [] : [{ type, email }];
}

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

const DEFAULT_RESULTS = 10;
const MAX_RESULTS = 50;

/**
 * One page of a list (docs/vendors/payfit.md §3): more than 50 is cut to 50 without a word. What `count`
 * counts is not documented; here it is everybody.
 *
 * @param key name of the items in the answer
 */
export function answerPage<Entry>(
  request: SandboxRequest,
  key: string,
  entries: readonly Entry[],
  { render, habits }: { render(entry: Entry): object; readonly habits: readonly Habit[] },
): Reply {
  const wanted = request.query.get("maxResults") ?? String(DEFAULT_RESULTS);
  if (!/^[1-9]\d{0,8}$/u.test(wanted)) return payfitError(400, "maxResults must be a positive number");
  const size = Math.min(MAX_RESULTS, Number(wanted));
  const start = positionOf(request.query.get("nextPageToken"));
  if (start === null) return payfitError(400, "nextPageToken is not valid");
  const page = cutPage(entries, start, size, request.pageFault(start));
  const next = start + size < entries.length ? tokenOf(start + size) : null;
  const meta = { nextPageToken: next, count: page.total };
  return {
    status: 200,
    json: {
      [key]: someWithoutId(page.items.map(render), habits),
      ...(habits.includes("silent-lists") ? {} : { meta }),
    },
  };
}

function tokenOf(position: number): string {
  return Buffer.from(`after:${position}`).toString("base64url");
}

/** Null for a token that was never given out. */
function positionOf(token: string | null): number | null {
  if (token === null) return 0;
  const position = /^after:(\d{1,9})$/u.exec(Buffer.from(token, "base64url").toString())?.[1];
  return position === undefined ? null : Number(position);
}
