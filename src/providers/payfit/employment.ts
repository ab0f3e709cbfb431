import type { Employee, EmployeeStatus, IsoDate } from "../../sync/model/index.js";
import { type EmploymentEnd, endOf } from "../support/build-employee.js";
import { isAhead, isOver } from "../support/days.js";
import {
  type Contract,
  chainStart,
  isDated,
  isGone,
  isInTheMaking,
  lastEnd,
  presentContract,
} from "./contract.js";

/** What the contracts of a person say; `undefined` what may not be read. */
interface Employment extends EmploymentEnd {
  readonly status: EmployeeStatus;
  readonly statusDetail: string | undefined;
  readonly startDate: Employee["startDate"] | undefined;
}

/**
 * Where a person stands on a day, by the dates of the contracts (docs/vendors/payfit.md §5): one that covers
 * the day, else one that starts later, else one that is over. Whoever has neither contract nor
 * termination date is no employee, and is never archived.
 *
 * Contracts and the termination date can exclude each other: a contract that is called archived or
 * cancelled and by its dates is not over, a termination date that has passed within a contract that goes
 * on, or one that is ahead although every contract is over. Then nothing is known, so that nobody is
 * invited or archived by the half of it. The words are the same for everybody: `source.statuses` can
 * decide about them.
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
  const going = dated.filter((contract) => !isOver(contract.end, today));
  const gone = going.find((contract) => isGone(contract, today));
  const making = going.find(isInTheMaking);
  const standing = going.filter((contract) => !isGone(contract, today) && !isInTheMaking(contract));
  const present = presentContract(standing, today);
  const startDate = chainStart(dated, present ?? presentContract(dated, today));
  const lastDay = lastEnd(dated);
  const is: Make = (status, statusDetail, end = lastDay) => ({
    status,
    statusDetail,
    startDate,
    terminationDate: end,
    expectedEnd: undefined,
  });

  if (present && !isAhead(present.start, today)) {
    if (hasPassedWithin(present, termination, today)) {
      return is("unknown", "termination date passed, but the contract goes on");
    }
    // Of an open contract, the termination date may still be taken back.
    const announced = lastDay === null && !isOver(termination, today) ? termination : null;
    return { ...is("active"), ...announcing(lastDay, announced) };
  }
  if (gone) return is("unknown", `contract ${gone.literal?.toLowerCase()}, but not over`);
  if (present) return is("pending");
  if (making) return is("no_contract", making.literal ?? undefined);
  return withoutPresent(contracts, termination, today, is);
}

type Make = (status: EmployeeStatus, statusDetail?: string, end?: IsoDate | null) => Employment;

/** Every contract is over, or there is none. */
function withoutPresent(
  contracts: readonly Contract[],
  termination: IsoDate | null | undefined,
  today: IsoDate,
  is: Make,
): Employment {
  const dated = contracts.filter(isDated);
  const end = termination ?? lastEnd(dated);
  if (contracts.length > dated.length) return is("unknown", withoutDates(contracts), end);
  if (isOver(end, today)) return is("inactive", undefined, end);
  const words = dated.length > 0 ? "contract over, but the termination date is ahead" : "no contract";
  return is("unknown", words, end);
}

/** A termination date before the contract began belongs to an earlier one. */
function hasPassedWithin(
  { start }: Contract,
  termination: IsoDate | null | undefined,
  today: IsoDate,
): boolean {
  return isOver(termination, today) && (start === null || (termination ?? "") >= start);
}

function announcing(lastDay: IsoDate | null, announced: IsoDate | null | undefined): EmploymentEnd {
  if (!announced) return { terminationDate: lastDay, expectedEnd: undefined };
  return endOf(announced, { isConfirmed: false, stays: false });
}

/**
 * Without contracts: their end is all there is (docs/vendors/payfit.md §5). The reason in previews says
 * so.
 */
function byTerminationDate(termination: IsoDate | null | undefined, today: IsoDate): Employment {
  const dates = { startDate: undefined, terminationDate: termination, expectedEnd: undefined };
  if (termination === undefined) return { status: "unknown", statusDetail: undefined, ...dates };
  const status = isOver(termination, today) ? "inactive" : "active";
  return { status, statusDetail: "by the termination date alone", ...dates };
}

/** What the contracts without days are called. */
function withoutDates(contracts: readonly Contract[]): string {
  const undated = contracts.filter((contract) => !isDated(contract));
  const literals = new Set(undated.flatMap(({ literal }) => literal ?? []));
  return ["contract without dates", ...literals].join(", ");
}
