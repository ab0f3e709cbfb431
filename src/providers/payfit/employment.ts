import { addDays, type IsoDate } from "../../sync/dates.js";
import type { Employee, EmployeeStatus } from "../../sync/employee.js";
import { cleanDate, cleanText } from "../support/values.js";

/** A contract's days. Without both it says nothing, unless it is called active. */
export interface Contract {
  readonly start: IsoDate | null;
  /** Null: open-ended. */
  readonly end: IsoDate | null;
  /** PayFit's own word; only ACTIVE is known. */
  readonly literal: string | null;
}

/** What the contracts of a person say; `undefined` what may not be read. */
interface Employment {
  readonly status: EmployeeStatus;
  readonly statusDetail: string | undefined;
  readonly startDate: Employee["startDate"] | undefined;
  readonly terminationDate: Employee["terminationDate"] | undefined;
}

/** A contract as PayFit gives it. */
interface RawContract {
  readonly startDate?: unknown;
  readonly endDate?: unknown;
  readonly status?: unknown;
}

/** Every contract of a person stands in one of these ways to a day. */
type Standing = "covers" | "ahead" | "over";

const WEIGHT: Readonly<Record<Standing, number>> = { covers: 3, ahead: 2, over: 1 };

/** A day that is there but can't be read must not pass for none: the contract would look open-ended. */
export function readContract({ startDate, endDate, status }: RawContract): Contract {
  const literal = cleanText(status);
  const isOdd = [startDate, endDate].some((day) => cleanText(day) !== null && cleanDate(day) === null);
  if (isOdd) return { start: null, end: null, literal };
  return { start: cleanDate(startDate), end: cleanDate(endDate), literal };
}

/**
 * Where a person stands on a day, by the dates of the contracts (payfit.md §5, §7.5): one that covers
 * the day, else one that starts later, else one that is over. The termination date is only that of the
 * last contract, so it never outweighs a contract: it makes somebody without any a leaver, and while it
 * is ahead it keeps people from being one. Whoever has neither is no employee, and is never archived.
 *
 * @param contracts undefined when the key may not read them
 * @param today a day that has begun everywhere, so that nobody is taken for gone too early; planning
 *   compares start and termination date with the day in the entity's own time zone
 */
export function employmentOf(
  contracts: readonly Contract[] | undefined,
  termination: IsoDate | null | undefined,
  today: IsoDate,
): Employment {
  if (contracts === undefined) return byTerminationDate(termination, today);
  const dated = contracts.filter(isDated);
  const present = presentContract(dated, today);
  const lastDay = lastEnd(dated);
  const startDate = present && chainStart(dated, present);
  if (present && !isOver(present, today)) {
    const status = isAhead(present, today) ? "pending" : "active";
    return { status, statusDetail: undefined, startDate, terminationDate: lastDay };
  }
  const terminationDate = termination ?? lastDay;
  if (contracts.length > dated.length) return unknown(withoutDates(contracts), startDate, terminationDate);
  if (terminationDate === null || (!present && terminationDate >= today)) {
    return unknown("no contract", startDate, terminationDate);
  }
  const status = terminationDate < today ? "inactive" : "active";
  return { status, statusDetail: undefined, startDate, terminationDate };
}

function unknown(
  statusDetail: string,
  startDate: IsoDate | null,
  terminationDate: IsoDate | null,
): Employment {
  return { status: "unknown", statusDetail, startDate, terminationDate };
}

/** The contract that counts on a day: the one that covers it, else the next one, else the last one. */
export function presentContract<Dated extends Contract>(
  contracts: readonly Dated[],
  today: IsoDate,
): Dated | null {
  let best: Dated | null = null;
  for (const contract of contracts) {
    if (best === null || outranks(contract, best, today)) best = contract;
  }
  return best;
}

/** Without contracts: their end is all there is (payfit.md §5). The reason in previews says so. */
function byTerminationDate(termination: IsoDate | null | undefined, today: IsoDate): Employment {
  const dates = { startDate: undefined, terminationDate: termination };
  if (termination === undefined) return { status: "unknown", statusDetail: undefined, ...dates };
  const status = termination !== null && termination < today ? "inactive" : "active";
  return { status, statusDetail: "by the termination date alone", ...dates };
}

function isDated({ start, end, literal }: Contract): boolean {
  return start !== null || end !== null || isCalledActive(literal);
}

function isCalledActive(literal: string | null): boolean {
  return literal?.toUpperCase() === "ACTIVE";
}

/** What the contracts without days are called. */
function withoutDates(contracts: readonly Contract[]): string {
  const undated = contracts.filter((contract) => !isDated(contract));
  const literals = new Set(undated.flatMap(({ literal }) => literal ?? []));
  return ["contract without dates", ...literals].join(", ");
}

function standingOf(contract: Contract, today: IsoDate): Standing {
  if (isOver(contract, today)) return "over";
  return isAhead(contract, today) ? "ahead" : "covers";
}

function isOver({ end }: Contract, today: IsoDate): boolean {
  return end !== null && end < today;
}

function isAhead({ start }: Contract, today: IsoDate): boolean {
  return start !== null && start > today;
}

/** Among equals the later start of what covers the day, the earlier of what is ahead, the later end. */
function outranks(one: Contract, other: Contract, today: IsoDate): boolean {
  const standing = standingOf(one, today);
  const otherStanding = standingOf(other, today);
  if (standing !== otherStanding) return WEIGHT[standing] > WEIGHT[otherStanding];
  switch (standing) {
    case "covers":
      return (one.start ?? "") > (other.start ?? "");
    case "ahead":
      return (one.start ?? "") < (other.start ?? "");
    case "over":
      return (one.end ?? "") > (other.end ?? "");
  }
}

/** First day of the contracts that follow each other without a gap up to this one. */
function chainStart(contracts: readonly Contract[], { start }: Contract): IsoDate | null {
  if (start === null) return null;
  let first = start;
  const latestFirst = [...contracts].sort((a, b) => ((a.end ?? "9") < (b.end ?? "9") ? 1 : -1));
  for (const earlier of latestFirst) {
    if (earlier.start === null || earlier.start >= first) continue;
    if (earlier.end === null || addDays(earlier.end, 1) >= first) first = earlier.start;
  }
  return first;
}

/** The last day of all contracts; null when one is open-ended. */
function lastEnd(contracts: readonly Contract[]): IsoDate | null {
  let last: IsoDate | null = null;
  for (const { end } of contracts) {
    if (end === null) return null;
    if (last === null || end > last) last = end;
  }
  return last;
}
