import { isProblem, RawBank } from "../../sync/model/index.js";
import type { ListEnd } from "../support/read-tally.js";
import type { Banks } from "./employees.js";
import { createWorkerFinder } from "./employees.js";
import { getPaymentElections } from "./operations.js";
import { idKeys } from "./organizations.js";
import { pageOf, type ResultPage, readAllPages } from "./pages.js";
import type { WorkdaySession } from "./session.js";
import type { WorkdaySettings } from "./settings.js";
import type { Snapshot } from "./snapshot.js";
import type { WorkerRecord } from "./worker.js";
import { allChildren, childOf, textAt, truthOf, type XmlElement } from "./xml.js";

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
  const operation = getPaymentElections(page, count, snapshot);
  const toRow = (element: XmlElement) => electionsIn(element);
  return pageOf(await session.call(operation, "Payment_Election_Enrollment", toRow));
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

/** Where a worker wants some kind of payment to go. */
export interface Election {
  /** Ids of the worker as `type:value`. */
  readonly workerKeys: readonly string[];
  /** Ids of the rule, which are the tenant's own: `REGULAR_PAYMENTS`. */
  readonly rules: readonly string[];
  readonly order: number;
  /** Whether what is left over goes here. */
  readonly takesBalance: boolean;
  readonly iban: string | null;
  readonly bic: string | null;
}

/**
 * The elections with a bank account in a `Payment_Election_Enrollment`. The schema is public for an old
 * version only, so they are searched at any depth; the worker is named at the nearest level above
 * (docs/vendors/workday.md §6).
 */
export function electionsIn(element: XmlElement, workerKeys: readonly string[] = []): readonly Election[] {
  const role = childOf(element, "Role_ID_Reference");
  const keys = role ? idKeys(role) : workerKeys;
  return allChildren(element).flatMap(([name, child]) => {
    if (name !== "Payment_Election_Data") return electionsIn(child, keys);
    const account = childOf(child, "Worker_Bank_Account_Data");
    return account ? [electionOf(child, account, keys)] : [];
  });
}

function electionOf(data: XmlElement, account: XmlElement, workerKeys: readonly string[]): Election {
  const order = textAt(data, "Order") ?? "";
  return {
    workerKeys,
    rules: idKeys(childOf(data, "Payment_Election_Rule_Reference")).map((key) =>
      key.slice(key.indexOf(":") + 1),
    ),
    order: /^\d+$/u.test(order) ? Number(order) : Number.POSITIVE_INFINITY,
    takesBalance: truthOf(textAt(data, "Distribution_Balance")) === true,
    iban: textAt(account, "IBAN"),
    bic: textAt(account, "BIC"),
  };
}

/**
 * The one election that counts for expenses: of the configured rule (else one about expenses), else of
 * regular payments; there the one that takes the balance, then the first. Elections of other rules
 * count only when there is no choice: an account must not be guessed.
 *
 * @param rule id of the rule from the settings
 */
export function chooseElection(elections: readonly Election[], rule: string | undefined): Election | null {
  const wanted = (id: string) =>
    rule === undefined ? /expense/iu.test(id) : id.toLowerCase() === rule.toLowerCase();
  const first = elections.filter(({ rules }) => rules.some(wanted));
  const regular = elections.filter(({ rules }) => rules.some((id) => /regular/iu.test(id)));
  const ranked = [...(first.length > 0 ? first : regular)].sort(byRank);
  if (ranked[0]) return ranked[0];
  return elections.length === 1 ? (elections[0] ?? null) : null;
}

function byRank(a: Election, b: Election): number {
  if (a.takesBalance !== b.takesBalance) return a.takesBalance ? -1 : 1;
  return a.order === b.order ? 0 : a.order - b.order;
}
