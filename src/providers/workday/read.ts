import { type Employee, type EmployeeRead, Problem, type ReadOutcome } from "../../sync/model/index.js";
import type { ProviderConnection } from "../provider.js";
import { createReadTally } from "../support/read-tally.js";
import { requireReadable } from "../support/readable.js";
import { createBanks, readElections, unlessForbidden } from "./banks.js";
import { type Banks, createEmployeeBuilder, type FurtherAttributes } from "./employees.js";
import { PERMISSION_STEPS, SERVICE } from "./errors.js";
import { getWorkers, type WorkersPage } from "./operations.js";
import { pageOf, type ResultPage, readAllPages } from "./pages.js";
import { readReport } from "./report.js";
import { valuesFromReport } from "./report-values.js";
import { openSession, type WorkdaySession } from "./session.js";
import { dataRead, furtherColumns, type WorkdaySettings } from "./settings.js";
import { type Snapshot, takeSnapshot } from "./snapshot.js";
import { toRecord, type WorkerRecord } from "./worker.js";
import type { XmlElement } from "./xml.js";

const NOTHING = { bankOf: () => undefined };

/**
 * Everybody the user sees, leavers included, with ⌈N/500⌉ calls, as many again for payment elections
 * and one for a custom report.
 *
 * The whole list is held back before the first employee is given: a page can turn out to be too much
 * for Workday, what is readable shows only in the whole list, and managers' e-mails come from it.
 */
export async function* readEmployees(connection: ProviderConnection<WorkdaySettings>): EmployeeRead {
  const { settings } = connection;
  const session = openSession(connection);
  const snapshot = takeSnapshot(connection);
  const { rows, end } = await readAllPages((page, count) =>
    fetchWorkers(session, { page, count, activeOnly: false }, snapshot, settings),
  );
  const records = rows.filter((record) => record !== null);
  const { bankOf, furtherOf, gap } = await readAdditions(connection, session, snapshot, records);

  const tally = createReadTally();
  tally.addMalformed(rows.length - records.length);
  const toEmployee = createEmployeeBuilder(records, bankOf, furtherOf);
  const employees = tally.unique(records.map(toEmployee));
  requireReadable(employees, dataRead, {
    service: SERVICE,
    next: `In Workday: ${PERMISSION_STEPS}. Then run \`spendesk-hr preview\`.`,
  });
  requireWorkEmails(employees, settings);
  yield employees;
  return outcomeOf(tally.outcome(end), gap);
}

/** A page of workers; null for one without a Workday id. @throws Problem */
export async function fetchWorkers(
  session: WorkdaySession,
  page: WorkersPage,
  snapshot: Snapshot,
  settings: WorkdaySettings,
): Promise<ResultPage<WorkerRecord | null>> {
  const rules = { today: snapshot.effectiveDate, settings };
  const toRow = (worker: XmlElement) => toRecord(worker, rules);
  return pageOf(await session.call(getWorkers(page, snapshot, settings), "Worker", toRow));
}

/** What comes from elsewhere than the list of workers. */
interface Additions {
  readonly bankOf: Banks;
  readonly furtherOf?: FurtherAttributes;
  /** Null when complete, else why it is not. */
  readonly gap: string | null;
}

async function readAdditions(
  connection: ProviderConnection<WorkdaySettings>,
  session: WorkdaySession,
  snapshot: Snapshot,
  records: readonly WorkerRecord[],
): Promise<Additions> {
  const { settings } = connection;
  // Rules need their columns, so only a report for nothing but bank details can be done without.
  const report = await (furtherColumns(settings).length > 0
    ? readReport(connection)
    : unlessForbidden(readReport(connection)));
  const fromReport = report ? valuesFromReport(records, report, settings) : NOTHING;
  if (settings.bankDetails !== "payment-elections") return { ...fromReport, gap: null };
  const read = await unlessForbidden(readElections(session, snapshot));
  if (read === null) return { ...fromReport, gap: null };
  return { ...fromReport, bankOf: createBanks(records, read.elections, settings), gap: read.gap };
}

/** Half of the elections could show another account than all of them: that must not be planned on. */
function outcomeOf(workers: ReadOutcome, gap: string | null): ReadOutcome {
  return workers.complete && gap !== null ? { complete: false, why: gap } : workers;
}

/**
 * Stops when more than half of the active people have no work e-mail: then one of the domains that
 * give it is likely to be missing, since Workday leaves out what may not be read
 * (docs/vendors/workday.md §7).
 *
 * @throws Problem `work_emails_missing` naming the domains, and the setting for those who know better
 */
export function requireWorkEmails(
  employees: readonly Employee[],
  { peopleWithoutWorkEmail }: Pick<WorkdaySettings, "peopleWithoutWorkEmail">,
): void {
  if (peopleWithoutWorkEmail === "many") return;
  const active = employees.filter(({ status }) => status === "active");
  const without = active.filter(({ workEmail }) => !workEmail).length;
  if (without * 2 <= active.length) return;
  throw new Problem({
    kind: "credentials",
    code: "work_emails_missing",
    what: `${SERVICE} gives no work e-mail for ${without} of ${active.length} active people.`,
    why: "Addresses that are not public are left out without the domain Private Work Email Integration, public ones without Public Work Email Address Integration.",
    next: "Give the security group Get on both, and on Work Contact Information, and activate the change. If these people really have none, set source.settings.peopleWithoutWorkEmail to many.",
  });
}
