import type { DataRead, EmployeeField, ProviderConnection, VerifyReport } from "../provider.js";
import { findingsFrom } from "../support/readable.js";
import { cleanId } from "../support/values.js";
import { type BamboohrApi, jsonOf, openApi } from "./api.js";
import { readBankTable } from "./bank-table.js";
import { dataRead } from "./data-read.js";
import { createDatasetFetcher } from "./dataset.js";
import { ACCESS_SCREEN } from "./errors.js";
import { createMetaReader, datasetLayout, reportLayout } from "./fields.js";
import { createMapper } from "./mapping.js";
import { fetchReport } from "./report.js";
import { listSchema } from "./schema.js";
import type { BamboohrSettings } from "./settings.js";
import { daysAt } from "./status.js";

/** Fields that only a setting can name. */
const SETTING_OF: Partial<Record<EmployeeField, keyof BamboohrSettings>> = {
  "bank.iban": "ibanField",
  "bank.bic": "bicField",
  legalEntity: "legalEntityField",
  costCenter: "costCenterField",
  country: "countryField",
};

/** One employee and how many there are. */
interface HeadCount {
  readonly total: number;
  readonly someone: string | null;
}

/**
 * Asks how many employees there are, and for a report about one of them: two small calls that show
 * what the key may see. Where the count is not to be had, the whole report is looked at. A bank table is
 * read whole: one employee without a row would say nothing.
 */
export async function verify(connection: ProviderConnection<BamboohrSettings>): Promise<VerifyReport> {
  const { settings } = connection;
  const api = openApi(connection);
  const readMeta = createMetaReader(api);
  const days = daysAt(new Date());
  const head = await countHeads(api);
  const employeeIds = head?.someone ? [head.someone] : undefined;

  const layout = await reportLayout(settings, readMeta);
  const report = await fetchReport(api, layout, { onlyCurrent: true, ...(employeeIds && { employeeIds }) });
  const look = report
    ? { rows: report, total: employeeIds ? null : report.length }
    : await createDatasetFetcher(api, await datasetLayout(settings, readMeta))(0);
  const bankBook = await readBankTable(api, settings, days.earliest);
  const toEmployees = createMapper({ settings, days, bankBook, workEmails: new Map() });
  return {
    employees: head?.total ?? look.total,
    findings: findingsFrom(toEmployees(look.rows), dataRead, whatToAllow),
  };
}

/** Null when this account does not tell, which its report will explain (bamboohr.md §3.3). */
async function countHeads(api: BamboohrApi): Promise<HeadCount | null> {
  const response = await api.send({
    path: "/api/v1/employees",
    query: { "page[limit]": 1 },
    purpose: "count employees",
  });
  if (response.status >= 400 && response.status < 500 && response.status !== 429) return null;
  const list = listSchema.safeParse(jsonOf(response));
  const total = list.data?.meta?.total;
  if (typeof total !== "number") return null;
  return { total, someone: cleanId(list.data?.data[0]?.employeeId) };
}

function whatToAllow({ field, label }: DataRead): string {
  const allow = `In BambooHR under ${ACCESS_SCREEN}, let it see "${label}" of all employees.`;
  const setting = SETTING_OF[field];
  if (!setting) return allow;
  return `Set source.settings.${setting} to the number, alias or label of the field with it (${label}). If it is set: ${allow[0]?.toLowerCase()}${allow.slice(1)}`;
}
