import type { Employee } from "../../sync/employee.js";
import type { EmployeeRead, ReadOutcome } from "../../sync/ports.js";
import type { ProviderConnection } from "../provider.js";
import { orderedPages } from "../support/ordered-pages.js";
import { createReadTally, endAtTotal } from "../support/read-tally.js";
import { requireReadable } from "../support/readable.js";
import { type BamboohrApi, openApi } from "./api.js";
import { readBankTable } from "./bank-table.js";
import { dataRead } from "./data-read.js";
import { createDatasetFetcher, DATASET_PAGE_SIZE } from "./dataset.js";
import { ACCESS_SCREEN, SERVICE } from "./errors.js";
import { createMetaReader, datasetLayout, type Layout, type Row, reportLayout } from "./fields.js";
import { createMapper, type RowMapper, workEmailsOf } from "./mapping.js";
import { fetchReport } from "./report.js";
import type { BamboohrSettings } from "./settings.js";
import { daysAt } from "./status.js";

/** BambooHR publishes no limit and asks to be gentle (bamboohr.md §6). */
const PARALLEL_PAGES = 3;

/**
 * Everybody the key may see, leavers included, in one report: one answer for everybody, which is whole
 * or does not parse. It tells no total, so it is complete when every row is a different person.
 * Where the report is gone, the data set with its pages and total is read instead.
 */
export async function* readEmployees(connection: ProviderConnection<BamboohrSettings>): EmployeeRead {
  const { settings } = connection;
  const api = openApi(connection);
  const readMeta = createMetaReader(api);
  const days = daysAt(new Date());
  const layout = await reportLayout(settings, readMeta);

  const rows = await fetchReport(api, layout, { onlyCurrent: true });
  const bankBook = await readBankTable(api, settings, days.earliest);
  const toEmployees = createMapper({ settings, days, bankBook, workEmails: workEmailsOf(rows ?? []) });
  if (rows === null) {
    return yield* readDataset(api, await datasetLayout(settings, readMeta), toEmployees);
  }

  const employees = toEmployees(rows);
  requireData(employees);
  const details = settings.futureHires
    ? await readFutureJobs(api, layout, employees, toEmployees)
    : employees;
  const tally = createReadTally();
  tally.addMalformed(rows.length - employees.length);
  yield tally.unique(details);
  return tally.outcome({ total: rows.length });
}

async function* readDataset(
  api: BamboohrApi,
  layout: Layout,
  toEmployees: RowMapper,
): AsyncGenerator<readonly Employee[], ReadOutcome, void> {
  const fetchPage = createDatasetFetcher(api, layout);
  const tally = createReadTally();
  const take = (rows: readonly Row[]) => {
    const employees = toEmployees(rows);
    tally.addMalformed(rows.length - employees.length);
    return employees;
  };

  const first = await fetchPage(0);
  const employees = take(first.rows);
  requireData(employees);
  yield tally.unique(employees);

  let { total } = first;
  const pages = { from: 1, to: Math.ceil((total ?? 0) / DATASET_PAGE_SIZE), parallel: PARALLEL_PAGES };
  for await (const page of orderedPages(pages, fetchPage)) {
    yield tally.unique(take(page.rows));
    total = page.total;
    // An empty page means that the total is wrong: without this a wild one would be paged for ever.
    if (page.rows.length === 0) break;
  }
  return tally.outcome(endAtTotal(total));
}

/**
 * Puts in the first job, place and manager of future hires, which today's report leaves empty
 * (bamboohr.md §3.1). Asked for them alone: everybody else's report would hold changes that are not
 * valid yet.
 */
async function readFutureJobs(
  api: BamboohrApi,
  layout: Layout,
  employees: readonly Employee[],
  toEmployees: RowMapper,
): Promise<readonly Employee[]> {
  const employeeIds = employees.filter(({ status }) => status === "pending").map(({ id }) => id);
  if (employeeIds.length === 0) return employees;
  const rows = (await fetchReport(api, layout, { onlyCurrent: false, employeeIds })) ?? [];
  const ahead = toEmployees(rows).filter(({ status }) => status === "pending");
  const byId = new Map(ahead.map((employee) => [employee.id, employee]));
  return employees.map((employee) => (employee.status === "pending" && byId.get(employee.id)) || employee);
}

function requireData(employees: readonly Employee[]): void {
  requireReadable(employees, dataRead, {
    service: SERVICE,
    next: `In BambooHR under ${ACCESS_SCREEN}, let it see them for all employees, then run \`spendesk-hr preview\`.`,
  });
}
