import type { Employee } from "../../sync/employee.js";
import type { EmployeeRead } from "../../sync/ports.js";
import type { ProviderConnection } from "../provider.js";
import { createReadTally } from "../support/read-tally.js";
import { requireReadable } from "../support/readable.js";
import { type BankTableReader, createBankTableReader } from "./bank-accounts.js";
import { dataRead, requestedFields } from "./data-read.js";
import { GROUP_SCREEN, SERVICE } from "./errors.js";
import { companyId, createMapper, workEmails } from "./mapping.js";
import type { PersonRecord } from "./schema.js";
import { searchPeople } from "./search.js";
import { openSession } from "./session.js";
import type { HiBobSettings } from "./settings.js";

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
  const toEmployee = createMapper(settings);
  const readBank = settings.bankSource === "table" ? createBankTableReader(session, settings) : null;
  const tally = createReadTally();

  let total = 0;
  let isFirst = true;
  for await (const batch of searchPeople(session, requestedFields(settings))) {
    if (isFirst) noteCompany(connection, batch.records);
    const emails = workEmails(batch.records);
    const employees = batch.records
      .map((record) => toEmployee(record, emails))
      .filter((employee) => employee !== null);
    if (isFirst) requireReadable(employees, dataRead, { service: SERVICE, next: WHAT_TO_TICK });
    isFirst = false;
    total = batch.total;
    tally.addMalformed(batch.records.length - employees.length);
    const fresh = tally.unique(employees, total);
    yield readBank ? await withBankDetails(fresh, readBank) : fresh;
  }
  return tally.outcome({ total });
}

/** Bob's answers hold the company's id, without being asked for it. */
function noteCompany(
  connection: ProviderConnection<HiBobSettings>,
  records: readonly (PersonRecord | null)[],
): void {
  const [company] = records.flatMap((record) => (record && companyId(record)) ?? []);
  if (company !== undefined) connection.noteCompany(company);
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
