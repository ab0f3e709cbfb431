import { type Employee, RawBank } from "../../sync/model/index.js";
import type { DataRead, ProviderConnection, VerifyFinding, VerifyReport } from "../provider.js";
import { withoutId } from "../support/read-tally.js";
import { findingsFrom } from "../support/readable.js";
import { fetchElections, unlessForbidden } from "./banks.js";
import { createEmployeeBuilder } from "./employees.js";
import { PERMISSION_STEPS } from "./errors.js";
import { fetchWorkers, requireWorkEmails } from "./read.js";
import { readReport } from "./report.js";
import { columnAdvice } from "./report-errors.js";
import { valuesFromReport } from "./report-values.js";
import { openSession, type WorkdaySession } from "./session.js";
import type { WorkdaySettings } from "./settings.js";
import { dataRead, isBankField } from "./settings.js";
import { type Snapshot, takeSnapshot } from "./snapshot.js";

/** Enough people for every piece of data to show up on somebody. */
const SAMPLE = 50;

/**
 * Looks at some active workers: what none of them has is not readable. Former workers would tell less,
 * and can fill the first page. A second small call tells how many there are in all; with a constrained
 * security group that is fewer than the company has. A custom report can't be read in part: it comes
 * whole, and what is wrong with it is thrown, so that it is mended before the first sync.
 */
export async function verify(connection: ProviderConnection<WorkdaySettings>): Promise<VerifyReport> {
  const { settings } = connection;
  const session = openSession(connection);
  const snapshot = takeSnapshot(connection);
  const fetch = (count: number, activeOnly: boolean) =>
    fetchWorkers(session, { page: 1, count, activeOnly }, snapshot, settings);
  const { rows } = await fetch(SAMPLE, true);
  const { total } = await fetch(1, false);
  const records = rows.filter((record) => record !== null);
  const report = await readReport(connection);
  const { bankOf } = report ? valuesFromReport(records, report, settings) : { bankOf: () => undefined };
  const employees = records.map(createEmployeeBuilder(records, bankOf));
  const findings = findingsFrom(employees, workerData(settings), (data) => whatToAllow(data, settings));
  const hasEmails = findings.some(({ field, state }) => field === "workEmail" && state === "ok");
  if (hasEmails) requireWorkEmails(employees, settings);
  const ofElections =
    settings.bankDetails === "payment-elections" ? await electionFindings(session, snapshot, settings) : [];
  const obstacle = withoutId(rows.length - records.length);
  return {
    employees: total,
    findings: [...findings, ...ofElections],
    looked: total !== null && records.length < total ? records.length : null,
    ...(obstacle && { obstacles: [obstacle] }),
  };
}

/** Data of the workers themselves, and of the report they are joined to. */
function workerData(settings: WorkdaySettings): readonly DataRead[] {
  const { teamOrganization, bankDetails } = settings;
  return dataRead.filter(({ field }) => {
    if (field === "team") return teamOrganization !== undefined;
    return !isBankField(field) || bankDetails === "report";
  });
}

/** Enrollments show that elections can be read, whoever's they are. */
async function electionFindings(
  session: WorkdaySession,
  snapshot: Snapshot,
  settings: WorkdaySettings,
): Promise<VerifyFinding[]> {
  const bankData = dataRead.filter(({ field }) => isBankField(field));
  const page = await unlessForbidden(fetchElections(session, snapshot, 1, SAMPLE));
  if (page === null) {
    return bankData.map((data) => ({
      field: data.field,
      required: data.required,
      state: "missing",
      next: whatToAllow(data, settings),
    }));
  }
  const seen = page.rows.flat().map(
    ({ iban, bic }, index): Employee => ({
      id: String(index),
      status: "unknown",
      bank: new RawBank({ iban, bic }),
      custom: {},
    }),
  );
  return findingsFrom(seen, bankData, (data) => whatToAllow(data, settings));
}

function whatToAllow({ field, label, permission }: DataRead, settings: WorkdaySettings): string {
  if (isBankField(field) && settings.bankDetails === "report") {
    return `${label}: ${columnAdvice(bankColumn(field, settings))}`;
  }
  const steps = `${label}: in Workday, ${PERMISSION_STEPS}. Needed: ${permission}.`;
  if (field !== "department" && field !== "team") return steps;
  return `${steps} If that is given, set source.settings.${field}Organization to the id of an organization type that your workers have.`;
}

function bankColumn(field: DataRead["field"], settings: WorkdaySettings): string {
  if (field === "bank.iban") return settings.reportIbanColumn;
  return settings.reportBicColumn;
}
