import { createPacer } from "../../http/pacer.js";
import { pathSegment } from "../../http/request.js";
import { type Employee, type EmployeeRead, RawBank } from "../../sync/model/index.js";
import type { ProviderConnection } from "../provider.js";
import { readJson, unexpectedAnswer } from "../support/call.js";
import { createReadTally } from "../support/read-tally.js";
import { requireReadable } from "../support/readable.js";
import { cleanText, labelKey } from "../support/values.js";
import { type BankAccount, bankAccountsSchema, GROUP_SCREEN, refusalProblem, SERVICE } from "./errors.js";
import { createReaders } from "./mapping.js";
import { type HiBobSession, openSession, searchPeople } from "./search.js";
import type { HiBobSettings } from "./settings.js";
import { dataRead, requestedFields } from "./settings.js";

/**
 * Everybody the service user sees, leavers included, with one call; with the bank accounts table, one
 * more for each person who has not left.
 *
 * Bob says nowhere how many there are: the read is complete when the one answer is well formed and
 * nobody is in it twice.
 */
export async function* readEmployees(connection: ProviderConnection<HiBobSettings>): EmployeeRead {
  const { settings } = connection;
  const session = openSession(connection);
  const readers = createReaders(
    settings,
    firstOnly((id) => connection.noteCompany(id)),
  );
  const readBank =
    settings.bankSource === "table" ? createBankTableReader(session, settings, connection.readers) : null;
  const tally = createReadTally();

  let total = 0;
  let isFirst = true;
  for await (const batch of searchPeople(session, requestedFields(settings), readers)) {
    const employees = batch.people.filter((employee) => employee !== null);
    if (isFirst) requireReadable(employees, dataRead, { service: SERVICE, next: WHAT_TO_TICK });
    isFirst = false;
    total = batch.total;
    tally.addMalformed(batch.people.length - employees.length);
    const fresh = tally.unique(employees, total);
    yield readBank ? await withBankDetails(fresh, readBank) : fresh;
  }
  return tally.outcome({ total });
}

/** Bob's records hold the company's id, each of them, without being asked for it. */
function firstOnly(note: (id: string) => void): (id: string) => void {
  let isNoted = false;
  return (id) => {
    if (!isNoted) note(id);
    isNoted = true;
  };
}

const WHAT_TO_TICK = `In Bob under ${GROUP_SCREEN}, tick View selected employees' Basic info sections and Lifecycle sections, then run \`spendesk-hr preview\`.`;

/** Whose bank details are worth a call of their own. */
export function needsBankDetails({ status }: Employee): boolean {
  return status === "active" || status === "pending";
}

async function withBankDetails(
  employees: readonly Employee[],
  readBank: BankTableReader,
): Promise<readonly Employee[]> {
  const completed: Employee[] = [];
  for (const employee of employees) {
    const bank = needsBankDetails(employee) ? await readBank(employee.id) : undefined;
    completed.push(bank ? { ...employee, bank } : employee);
  }
  return completed;
}

/** Reads one person's bank details from the table; undefined when they can't be read. */
export type BankTableReader = (personId: string) => Promise<RawBank | undefined>;

/**
 * A reader of Bob's bank accounts table, one call per person, one after the other
 * (docs/vendors/hibob.md §6). It follows the limit headers, so that a long read meets no 429, and asks
 * nothing more once Bob has said that the service user may not: many refusals in a row get the address
 * blocked (docs/vendors/hibob.md §7).
 */
export function createBankTableReader(
  session: HiBobSession,
  settings: HiBobSettings,
  readers?: number,
): BankTableReader {
  const pacer = createPacer({ maxConcurrent: 1, readers });
  let mayRead = true;
  return async (personId) => {
    const segment = pathSegment(personId);
    if (!mayRead || segment === null) return undefined;
    const response = await pacer.run(() =>
      session.send({
        method: "GET",
        path: `/v1/people/${segment}/bank-accounts`,
        purpose: "read bank accounts",
      }),
    );
    if (response.status === 403) mayRead = false;
    // 404: removed since the search.
    if (response.status === 403 || response.status === 404) return undefined;
    if (response.status !== 200) throw refusalProblem(response);
    const answer = bankAccountsSchema.safeParse(readJson(response, SERVICE));
    if (!answer.success) throw unexpectedAnswer(SERVICE, "The bank accounts are not in the documented form.");
    return bankOf(answer.data.values, settings.bankAccountNickname);
  };
}

/** Of several accounts one must stand out: an IBAN must not be guessed. */
function bankOf(accounts: readonly BankAccount[], nickname: string | undefined): RawBank {
  const account = chooseAccount(accounts, nickname);
  const values = { iban: cleanText(account?.iban), bic: cleanText(account?.bicOrSwift) };
  return new RawBank(values, account === null && accounts.length > 0 ? noClearAccount(nickname) : null);
}

function noClearAccount(nickname: string | undefined): string {
  const several = "Bob has several bank accounts for this person, and";
  return nickname === undefined
    ? `${several} none has the largest share or takes the rest. Give the one for expenses a nickname in Bob, and set source.settings.bankAccountNickname to it.`
    : `${several} not exactly one has the nickname of source.settings.bankAccountNickname. Give it to the one for expenses in Bob.`;
}

/** The account with the nickname, else the only one, else the largest share, else the rest's. */
function chooseAccount(accounts: readonly BankAccount[], nickname: string | undefined): BankAccount | null {
  if (nickname !== undefined) {
    const named = accounts.filter(
      ({ accountNickname }) => labelKey(cleanText(accountNickname) ?? "") === labelKey(nickname),
    );
    if (named.length > 0) return only(named);
  }
  if (accounts.length === 1) return only(accounts);
  const shares = accounts.filter((account) => allocationOf(account) === "percent");
  const largest = Math.max(...shares.map(({ amount }) => amount ?? 0));
  return (
    only(shares.filter(({ amount }) => amount === largest)) ??
    only(accounts.filter((account) => allocationOf(account) === "remaining"))
  );
}

function allocationOf({ allocation }: BankAccount): string {
  return cleanText(allocation)?.toLowerCase() ?? "";
}

function only(accounts: readonly BankAccount[]): BankAccount | null {
  return accounts.length === 1 ? (accounts[0] ?? null) : null;
}
