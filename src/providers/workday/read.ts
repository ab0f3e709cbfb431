import type { EmployeeRead, ReadOutcome } from "../../sync/ports.js";
import type { ProviderConnection } from "../provider.js";
import { createReadTally } from "../support/read-tally.js";
import { requireReadable } from "../support/readable.js";
import { createBanks, readElections, withoutPermission } from "./banks.js";
import { requireWorkEmails } from "./coverage.js";
import { dataRead } from "./data-read.js";
import { type Banks, createEmployeeBuilder } from "./employees.js";
import { PERMISSION_STEPS, SERVICE } from "./errors.js";
import { getWorkers, type WorkersPage } from "./operations.js";
import { pageOf, type ResultPage, readAllPages } from "./pages.js";
import { openSession, type WorkdaySession } from "./session.js";
import type { WorkdaySettings } from "./settings.js";
import { type Snapshot, takeSnapshot } from "./snapshot.js";
import { toRecord, type WorkerRecord } from "./worker.js";

/**
 * Everybody the user sees, leavers included, with ⌈N/500⌉ calls, and as many again for bank details.
 *
 * The whole list is held back before the first employee is given: a page can turn out to be too much
 * for Workday, what is readable shows only in the whole list, and managers' e-mails come from it.
 */
export async function* readEmployees(connection: ProviderConnection<WorkdaySettings>): EmployeeRead {
  const { settings } = connection;
  const session = openSession(connection);
  const snapshot = takeSnapshot(settings.asOfTimezone);
  const { pages, total } = await readAllPages((page, count) =>
    fetchWorkers(session, { page, count, activeOnly: false }, snapshot, settings),
  );
  const rows = pages.flat();
  const records = rows.filter((record) => record !== null);
  const { bankOf, gap } = await readBanks(session, snapshot, records, settings);

  const tally = createReadTally();
  tally.addMalformed(rows.length - records.length);
  const toEmployee = createEmployeeBuilder(records, bankOf);
  const employees = tally.unique(records.map(toEmployee));
  requireReadable(employees, dataRead, {
    service: SERVICE,
    next: `In Workday: ${PERMISSION_STEPS}. Then run \`spendesk-hr preview\`.`,
  });
  requireWorkEmails(employees, settings);
  yield employees;
  return outcomeOf(tally.outcome(total), gap);
}

/** A page of workers; null for one without a Workday id. @throws Problem */
export async function fetchWorkers(
  session: WorkdaySession,
  page: WorkersPage,
  snapshot: Snapshot,
  settings: WorkdaySettings,
): Promise<ResultPage<WorkerRecord | null>> {
  const response = await session.call(getWorkers(page, snapshot, settings));
  const rules = { today: snapshot.effectiveDate, settings };
  return pageOf(response, "Worker", (worker) => toRecord(worker, rules));
}

async function readBanks(
  session: WorkdaySession,
  snapshot: Snapshot,
  records: readonly WorkerRecord[],
  settings: WorkdaySettings,
): Promise<{ readonly bankOf: Banks; readonly gap: string | null }> {
  const none = { bankOf: () => undefined, gap: null };
  if (settings.bankDetails === "none") return none;
  const read = await withoutPermission(readElections(session, snapshot));
  if (read === null) return none;
  return { bankOf: createBanks(records, read.elections, settings), gap: read.gap };
}

/** Half of the elections could show another account than all of them: that must not be planned on. */
function outcomeOf(workers: ReadOutcome, gap: string | null): ReadOutcome {
  return workers.complete && gap !== null ? { complete: false, why: gap } : workers;
}
