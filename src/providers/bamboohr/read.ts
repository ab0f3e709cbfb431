import {
  dayBegunEverywhere,
  type Employee,
  type EmployeeRead,
  type ReadOutcome,
} from "../../sync/model/index.js";
import type { ProviderConnection } from "../provider.js";
import { readPeople } from "../support/read-people.js";
import { createReadTally } from "../support/read-tally.js";
import { requireReadable } from "../support/readable.js";
import { readBankTable } from "./bank-table.js";
import { readDataset } from "./dataset.js";
import { ACCESS_SCREEN, type BamboohrApi, openApi, SERVICE } from "./errors.js";
import { datasetLayout, type Layout, reportLayout } from "./fields.js";
import { createMapper, managersAmong, type RowMapper } from "./mapping.js";
import { createMetaReader, type MetaReader } from "./meta.js";
import { repeatObstacle, withoutContradictions } from "./repeats.js";
import { fetchReport, type Report } from "./report.js";
import type { BamboohrSettings } from "./settings.js";
import { dataRead } from "./settings.js";
import { countHeads } from "./verify.js";

/**
 * Everybody the key may see, leavers included, in one report: one answer for everybody, which is whole
 * or does not parse. It tells no total, so it is complete when every row is a different person, or when
 * the list of employees counts as many. Where the report is gone, or is not wanted, the data set with
 * its pages and total is read instead.
 */
export async function* readEmployees(connection: ProviderConnection<BamboohrSettings>): EmployeeRead {
  const { settings } = connection;
  const api = openApi(connection);
  const readMeta = createMetaReader(api);
  // A status changes at the company's midnight, in a time zone that BambooHR does not tell.
  const today = dayBegunEverywhere(connection.now());
  const layout = await reportLayout(settings, readMeta);
  const wantsReport = settings.readFrom === "report";

  const report = wantsReport ? await fetchReport(api, layout, readMeta, { onlyCurrent: true }) : null;
  const bankBook = await readBankTable(api, settings, today);
  const managers = managersAmong(report?.rows ?? []);
  const toEmployees = createMapper({ settings, today, bankBook, managers });
  if (report === null) {
    const names = await datasetLayout(settings, readMeta);
    return yield* readPeople(readDataset(api, names, toEmployees), { dataRead, advice: ADVICE });
  }

  const employees = withoutContradictions(toEmployees(report.rows), report);
  requireReadable(employees, dataRead, ADVICE);
  const scope = { api, layout, readMeta, toEmployees };
  yield settings.futureHires ? await readFutureJobs(scope, employees) : employees;
  return outcomeOf(report, employees, api);
}

async function outcomeOf(
  report: Report,
  employees: readonly Employee[],
  api: BamboohrApi,
): Promise<ReadOutcome> {
  const tally = createReadTally();
  tally.addMalformed(report.rows.length - employees.length);
  tally.unique(employees);
  const outcome = tally.outcome({ total: employees.length });
  if (!outcome.complete || report.repeated === 0) return outcome;
  const obstacle = repeatObstacle(report, (await countHeads(api, 1))?.total ?? null);
  return obstacle === null ? outcome : { complete: false, why: obstacle.text, next: obstacle.next };
}

interface FutureScope {
  readonly api: BamboohrApi;
  readonly layout: Layout;
  readonly readMeta: MetaReader;
  readonly toEmployees: RowMapper;
}

/**
 * Puts in the first job, place and manager of future hires, which today's report leaves empty
 * (docs/vendors/bamboohr.md §3.1). Asked for them alone: everybody else's report would hold changes that
 * are not valid yet.
 */
async function readFutureJobs(
  { api, layout, readMeta, toEmployees }: FutureScope,
  employees: readonly Employee[],
): Promise<readonly Employee[]> {
  const employeeIds = employees.filter(({ status }) => status === "pending").map(({ id }) => id);
  if (employeeIds.length === 0) return employees;
  const report = await fetchReport(api, layout, readMeta, { onlyCurrent: false, employeeIds });
  const ahead = toEmployees(report?.rows ?? []).filter(({ status }) => status === "pending");
  const byId = new Map(ahead.map((employee) => [employee.id, employee]));
  return employees.map((employee) => (employee.status === "pending" && byId.get(employee.id)) || employee);
}

const ADVICE = {
  service: SERVICE,
  next: `In BambooHR under ${ACCESS_SCREEN}, let it see them for all employees, then run \`spendesk-hr preview\`.`,
};
