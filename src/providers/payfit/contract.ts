import { addDays, type IsoDate } from "../../sync/model/index.js";
import { isAhead, isOddDay, isOver } from "../support/days.js";
import { cleanDate, cleanText } from "../support/values.js";

/** A contract's days. Without both it says nothing, unless it is called active. */
export interface Contract {
  readonly start: IsoDate | null;
  /** Null: open-ended. */
  readonly end: IsoDate | null;
  /** PayFit's own word; only ACTIVE is known. */
  readonly literal: string | null;
}

/** A contract as PayFit gives it. */
interface RawContract {
  readonly startDate?: unknown;
  readonly endDate?: unknown;
  readonly status?: unknown;
}

/** Every contract of a person stands in one of these ways to a day. */
type ContractPeriod = "covers" | "ahead" | "over";

/** Words for a contract that is no more. That there are such words is assumed, save for ACTIVE. */
const GONE = /^(?:archived|cancell?ed|terminated|ended|closed)$/iu;

/** Words for a contract that is only being made. Assumed; such contracts are listed only on demand. */
const IN_THE_MAKING = /^(?:draft|in[ _-]?creation)$/iu;

const WEIGHT: Readonly<Record<ContractPeriod, number>> = { covers: 3, ahead: 2, over: 1 };

/** A day that is there but can't be read must not pass for none: the contract would look open-ended. */
export function readContract({ startDate, endDate, status }: RawContract): Contract {
  const literal = cleanText(status);
  if (isOddDay(startDate) || isOddDay(endDate)) return { start: null, end: null, literal };
  return { start: cleanDate(startDate), end: cleanDate(endDate), literal };
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

/**
 * Called by a word for the past although the dates say otherwise. One that ends about now is not meant:
 * the company's day may be further on than the one that has begun everywhere.
 */
export function isGone({ end, literal }: Contract, today: IsoDate): boolean {
  return GONE.test(literal ?? "") && (end === null || end > addDays(today, 1));
}

export function isInTheMaking({ literal }: Contract): boolean {
  return IN_THE_MAKING.test(literal ?? "");
}

/** Whether its days say something; PayFit's word for a present contract does, too. */
export function isDated({ start, end, literal }: Contract): boolean {
  return start !== null || end !== null || isCalledActive(literal);
}

function isCalledActive(literal: string | null): boolean {
  return literal?.toUpperCase() === "ACTIVE";
}

function standingOf(contract: Contract, today: IsoDate): ContractPeriod {
  if (isOver(contract.end, today)) return "over";
  return isAhead(contract.start, today) ? "ahead" : "covers";
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
export function chainStart(contracts: readonly Contract[], present: Contract | null): IsoDate | null {
  if (!present?.start) return null;
  let first = present.start;
  const latestFirst = [...contracts].sort((a, b) => ((a.end ?? "9") < (b.end ?? "9") ? 1 : -1));
  for (const earlier of latestFirst) {
    if (earlier.start === null || earlier.start >= first) continue;
    if (earlier.end === null || addDays(earlier.end, 1) >= first) first = earlier.start;
  }
  return first;
}

/** The last day of all contracts; null when one is open-ended. */
export function lastEnd(contracts: readonly Contract[]): IsoDate | null {
  let last: IsoDate | null = null;
  for (const { end } of contracts) {
    if (end === null) return null;
    if (last === null || end > last) last = end;
  }
  return last;
}
