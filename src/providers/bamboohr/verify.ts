import { dayBegunEverywhere, type Employee, Problem } from "../../sync/model/index.js";
import type { DataRead, EmployeeField, ProviderConnection, VerifyReport } from "../provider.js";
import { lookThrough } from "../support/look.js";
import { createManagerBook } from "../support/manager-book.js";
import { withoutId } from "../support/read-tally.js";
import { findingsFrom, needsFurtherLook } from "../support/readable.js";
import { cleanId } from "../support/values.js";
import { readBankTable } from "./bank-table.js";
import { readDataset } from "./dataset.js";
import { ACCESS_SCREEN, type BamboohrApi, jsonOf, openApi } from "./errors.js";
import { datasetLayout, type FieldKey, type OwnField, ownFields, reportLayout } from "./fields.js";
import { createMapper } from "./mapping.js";
import {
  createMetaReader,
  findField,
  likelyLabels,
  listSchema,
  type MetaField,
  type MetaReader,
} from "./meta.js";
import { repeatObstacle } from "./repeats.js";
import { fetchReport, type Report } from "./report.js";
import { type BamboohrSettings, dataRead } from "./settings.js";

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
  // A status changes at the company's midnight, in a time zone that BambooHR does not tell.
  const today = dayBegunEverywhere(connection.now());
  const head = await countHeads(api, LOOKED_AT);
  const layout = await reportLayout(settings, readMeta);
  const ask = (employeeIds?: readonly string[]) =>
    fetchReport(api, layout, readMeta, { onlyCurrent: true, ...(employeeIds && { employeeIds }) });

  const report = settings.readFrom === "report" ? await ask(head?.some) : null;
  if (report) await settleFields(settings, report.came, readMeta);
  const bankBook = await readBankTable(api, settings, today);
  const toEmployees = createMapper({ settings, today, bankBook, managers: createManagerBook() });
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

/**
 * Settles at `connect` what the settings name: a name that no field has, or that several share, would
 * otherwise only show as a rule that holds for nobody. Asks for the list of fields when something did
 * not come.
 *
 * @param came what the first look gave
 * @throws Problem `fields_unknown` with the nearest labels, and the numbers of fields that share one
 */
async function settleFields(
  settings: BamboohrSettings,
  came: ReadonlySet<FieldKey>,
  readMeta: MetaReader,
): Promise<void> {
  const absent = ownFields(settings).filter(({ key }) => !came.has(key));
  if (absent.length === 0) return;
  const meta = await readMeta();
  const complaints = absent.flatMap((field) => complaint(field, meta) ?? []);
  if (complaints.length === 0) return;
  throw new Problem({
    kind: "configuration",
    code: "fields_unknown",
    what: `The settings name fields that BambooHR does not have, or not only once: ${absent
      .filter(({ name }) => complaints.some(({ of }) => of === name))
      .map(({ name }) => name)
      .join(", ")}.`,
    why: complaints.map(({ text }) => text).join(" "),
    next: "Correct source.settings by number, alias or label, as the list of fields in BambooHR has them, then run `spendesk-hr connect bamboohr`.",
  });
}

interface Complaint {
  readonly of: string;
  readonly text: string;
}

/** Null for a field that is there and only may not be read. */
function complaint({ name, setting }: OwnField, meta: readonly MetaField[]): Complaint | null {
  const found = findField(meta, name);
  switch (found.kind) {
    case "found":
      return null;
    case "ambiguous": {
      const numbers = found.fields.map(({ id }) => id).join(" and ");
      return { of: name, text: `${setting}: "${name}" is the label of ${numbers}; name one by its number.` };
    }
    case "unknown": {
      const likely = likelyLabels(meta, name).map((label) => `"${label}"`);
      const meant = likely.length > 0 ? ` Did you mean ${likely.join(" or ")}?` : "";
      return { of: name, text: `${setting}: there is no field "${name}".${meant}` };
    }
  }
}

/** How many employees there are, and some of them. */
interface HeadCount {
  readonly total: number;
  readonly some: readonly string[];
}

/**
 * The head-count by the list of employees; null when this account does not tell, which its report will
 * explain (docs/vendors/bamboohr.md §3.3).
 * @param most how many ids come along
 */
export async function countHeads(api: BamboohrApi, most: number): Promise<HeadCount | null> {
  const response = await api.send({
    path: "/api/v1/employees",
    query: { "page[limit]": most },
    purpose: "count employees",
  });
  if (response.status >= 400 && response.status < 500 && response.status !== 429) return null;
  const list = listSchema.safeParse(jsonOf(response));
  const total = list.data?.meta?.total ?? null;
  if (total === null) return null;
  const ids = (list.data?.data ?? []).map(({ employeeId }) => cleanId(employeeId));
  return { total, some: ids.filter((id) => id !== null) };
}
