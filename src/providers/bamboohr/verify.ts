import type { Employee } from "../../sync/employee.js";
import type { DataRead, EmployeeField, ProviderConnection, VerifyReport } from "../provider.js";
import { lookThrough } from "../support/look.js";
import { withoutId } from "../support/read-tally.js";
import { findingsFrom, needsFurtherLook } from "../support/readable.js";
import { openApi } from "./api.js";
import { readBankTable } from "./bank-table.js";
import { dataRead } from "./data-read.js";
import { readDataset } from "./dataset.js";
import { ACCESS_SCREEN } from "./errors.js";
import { datasetLayout, reportLayout } from "./fields.js";
import { countHeads } from "./head-count.js";
import { createMapper } from "./mapping.js";
import { createMetaReader } from "./meta.js";
import { repeatObstacle } from "./repeats.js";
import { fetchReport, type Report } from "./report.js";
import type { BamboohrSettings } from "./settings.js";
import { settleFields } from "./settle-fields.js";
import { begunEverywhere } from "./status.js";

/** Fields that only a setting can name. */
const SETTING_OF: Partial<Record<EmployeeField, keyof BamboohrSettings>> = {
  "bank.iban": "ibanField",
  "bank.bic": "bicField",
  legalEntity: "legalEntityField",
  costCenter: "costCenterField",
  country: "countryField",
};

/** Enough to see what is filled in; one alone would say nothing about the others. */
const LOOKED_AT = 50;

/**
 * Asks how many employees there are, and for a report about some of them: two small calls that show
 * what the key may see. Where the count is not to be had, or nobody of them has what is required, the
 * whole report is looked at. A bank table is read whole: employees without a row would say nothing.
 *
 * @throws Problem `fields_unknown` when a setting names a field that is not there, or several
 */
export async function verify(connection: ProviderConnection<BamboohrSettings>): Promise<VerifyReport> {
  const { settings } = connection;
  const api = openApi(connection);
  const readMeta = createMetaReader(api);
  const today = begunEverywhere(new Date());
  const head = await countHeads(api, LOOKED_AT);
  const layout = await reportLayout(settings, readMeta);
  const ask = (employeeIds?: readonly string[]) =>
    fetchReport(api, layout, readMeta, { onlyCurrent: true, ...(employeeIds && { employeeIds }) });

  const report = settings.readFrom === "report" ? await ask(head?.some) : null;
  if (report) await settleFields(settings, report.came, readMeta);
  const bankBook = await readBankTable(api, settings, today);
  const toEmployees = createMapper({ settings, today, bankBook, workEmails: new Map() });
  if (report === null) {
    const names = await datasetLayout(settings, readMeta);
    await settleFields(settings, new Set(names.keys()), readMeta);
    const look = await lookThrough(readDataset(api, names, toEmployees), dataRead, whatToAllow);
    return { ...look, employees: head?.total ?? look.employees };
  }

  const seen = { report, employees: toEmployees(report.rows) };
  const isEnough =
    !report.isFiltered || !needsFurtherLook(findingsFrom(seen.employees, dataRead, whatToAllow));
  const whole = isEnough ? null : await ask();
  return reportOf(whole ? { report: whole, employees: toEmployees(whole.rows) } : seen, head?.total ?? null);
}

interface Look {
  readonly report: Report;
  readonly employees: readonly Employee[];
}

function reportOf({ report, employees }: Look, total: number | null): VerifyReport {
  const obstacles = [
    withoutId(report.rows.length - employees.length),
    report.isFiltered ? null : repeatObstacle(report, total),
  ].filter((obstacle) => obstacle !== null);
  return {
    employees: total ?? (report.isFiltered ? null : report.rows.length),
    findings: findingsFrom(employees, dataRead, whatToAllow),
    looked: report.isFiltered && employees.length !== total ? employees.length : null,
    obstacles,
  };
}

function whatToAllow({ field, label }: DataRead): string {
  const allow = `In BambooHR under ${ACCESS_SCREEN}, let it see "${label}" of all employees.`;
  const setting = SETTING_OF[field];
  if (!setting) return allow;
  return `Set source.settings.${setting} to the number, alias or label of the field with it (${label}). If it is set: ${allow[0]?.toLowerCase()}${allow.slice(1)}`;
}
