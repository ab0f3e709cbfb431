import { RawBank } from "../../sync/bank.js";
import { isProblem } from "../../sync/errors.js";
import type { ListEnd } from "../support/read-tally.js";
import type { Banks } from "./employees.js";
import { getPaymentElections } from "./operations.js";
import { pageOf, type ResultPage, readAllPages } from "./pages.js";
import { chooseElection, type Election, electionsIn } from "./payment-elections.js";
import type { WorkdaySession } from "./session.js";
import type { WorkdaySettings } from "./settings.js";
import type { Snapshot } from "./snapshot.js";
import type { WorkerRecord } from "./worker.js";
import { createWorkerFinder } from "./worker-finder.js";

/** The elections of one enrollment. */
type Enrollment = readonly Election[];

/** All payment elections, and whether those were all. */
export interface ElectionsRead {
  readonly elections: readonly Election[];
  /** Null when complete, else why it is not. */
  readonly gap: string | null;
}

/** A page of enrollments. @throws Problem */
export async function fetchElections(
  session: WorkdaySession,
  snapshot: Snapshot,
  page: number,
  count: number,
): Promise<ResultPage<Enrollment>> {
  const response = await session.call(getPaymentElections(page, count, snapshot));
  return pageOf(response, "Payment_Election_Enrollment", (element) => electionsIn(element));
}

const NO_CLEAR_ELECTION =
  "In Workday, several payment elections are for this person, and the rule of none of them is for expenses or regular payments. Set source.settings.paymentElectionRule to the id of the right rule.";

/** What stands in the way of bank details alone. */
const WITHOUT_BANKS = ["permission_missing", "report_not_available", "report_column_missing"];

/**
 * What was read for bank details; null when it may not be read: people are synchronised without bank
 * details then, and nothing is erased.
 */
export async function unlessForbidden<Result>(read: Promise<Result>): Promise<Result | null> {
  try {
    return await read;
  } catch (error) {
    if (isProblem(error) && WITHOUT_BANKS.includes(error.code)) return null;
    throw error;
  }
}

/** Everybody's payment elections. @throws Problem `permission_missing` and others */
export async function readElections(session: WorkdaySession, snapshot: Snapshot): Promise<ElectionsRead> {
  const { rows, end } = await readAllPages((page, count) => fetchElections(session, snapshot, page, count));
  return { elections: rows.flat(), gap: gapIn(rows.length, end) };
}

function gapIn(came: number, end: ListEnd): string | null {
  if ("broken" in end) return `payment elections: ${end.broken}`;
  return end.total === null || end.total === came ? null : `${came} of ${end.total} payment elections came`;
}

/**
 * A function that gives a worker's bank details. An election that names nobody, or an id that two
 * workers share (a contractor who was hired), belongs to nobody.
 */
export function createBanks(
  records: readonly WorkerRecord[],
  elections: readonly Election[],
  settings: Pick<WorkdaySettings, "paymentElectionRule">,
): Banks {
  const findWorker = createWorkerFinder(records, ({ keys }) => keys);
  const byWorker = new Map<string, Election[]>();
  for (const election of elections) {
    const id = findWorker(election.workerKeys.toSorted(widFirst));
    if (id === null) continue;
    const known = byWorker.get(id);
    if (known) known.push(election);
    else byWorker.set(id, [election]);
  }
  return ({ id }) => {
    const own = byWorker.get(id) ?? [];
    const chosen = chooseElection(own, settings.paymentElectionRule);
    if (chosen === null) {
      return new RawBank({ iban: null, bic: null }, own.length > 0 ? NO_CLEAR_ELECTION : null);
    }
    const { iban, bic } = chosen;
    return new RawBank({ iban, bic });
  };
}

function widFirst(a: string, b: string): number {
  return Number(b.startsWith("WID:")) - Number(a.startsWith("WID:"));
}
