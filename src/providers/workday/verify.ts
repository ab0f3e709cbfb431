import { RawBank } from "../../sync/bank.js";
import type { Employee } from "../../sync/employee.js";
import type { DataRead, ProviderConnection, VerifyFinding, VerifyReport } from "../provider.js";
import { findingsFrom } from "../support/readable.js";
import { fetchElections, withoutPermission } from "./banks.js";
import { requireWorkEmails } from "./coverage.js";
import { dataRead, isBankField } from "./data-read.js";
import { createEmployeeBuilder } from "./employees.js";
import { PERMISSION_STEPS } from "./errors.js";
import { fetchWorkers } from "./read.js";
import { openSession, type WorkdaySession } from "./session.js";
import type { WorkdaySettings } from "./settings.js";
import { type Snapshot, takeSnapshot } from "./snapshot.js";

/** Enough people for every piece of data to show up on somebody. */
const SAMPLE = 50;

/**
 * Looks at some active workers: what none of them has is not readable. Former workers would tell less,
 * and can fill the first page. A second small call tells how many there are in all; with a constrained
 * security group that is fewer than the company has.
 */
export async function verify(connection: ProviderConnection<WorkdaySettings>): Promise<VerifyReport> {
  const { settings } = connection;
  const session = openSession(connection);
  const snapshot = takeSnapshot(settings.asOfTimezone);
  const fetch = (count: number, activeOnly: boolean) =>
    fetchWorkers(session, { page: 1, count, activeOnly }, snapshot, settings);
  const { rows } = await fetch(SAMPLE, true);
  const { total } = await fetch(1, false);
  const records = rows.filter((record) => record !== null);
  const employees = records.map(createEmployeeBuilder(records, () => undefined));
  const findings = findingsFrom(employees, workerData(settings), whatToAllow);
  const hasEmails = findings.some(({ field, state }) => field === "workEmail" && state === "ok");
  if (hasEmails) requireWorkEmails(employees, settings);
  const ofBanks = settings.bankDetails === "none" ? [] : await bankFindings(session, snapshot);
  return { employees: total, findings: [...findings, ...ofBanks] };
}

function workerData({ teamOrganization }: WorkdaySettings): readonly DataRead[] {
  return dataRead.filter(
    ({ field }) => !isBankField(field) && (field !== "team" || teamOrganization !== undefined),
  );
}

/** Enrollments show that elections can be read, whoever's they are. */
async function bankFindings(session: WorkdaySession, snapshot: Snapshot): Promise<VerifyFinding[]> {
  const bankData = dataRead.filter(({ field }) => isBankField(field));
  const page = await withoutPermission(fetchElections(session, snapshot, 1, SAMPLE));
  if (page === null) {
    return bankData.map((data) => ({
      field: data.field,
      required: data.required,
      state: "missing",
      next: whatToAllow(data),
    }));
  }
  const seen = page.rows.flat().map(
    ({ iban, bic, holder }, index): Employee => ({
      id: String(index),
      status: "unknown",
      bank: new RawBank({ iban, bic, holder }),
      custom: {},
    }),
  );
  return findingsFrom(seen, bankData, whatToAllow);
}

function whatToAllow({ field, label, permission }: DataRead): string {
  const steps = `${label}: in Workday, ${PERMISSION_STEPS}. Needed: ${permission}.`;
  if (field !== "department" && field !== "team") return steps;
  return `${steps} If that is given, set source.settings.${field}Organization to the id of an organization type that your workers have.`;
}
