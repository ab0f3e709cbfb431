import type { Employee } from "../../../sync/employee.js";
import type { EmployeeRead } from "../../../sync/ports.js";
import type { ProviderConnection } from "../../provider.js";
import { createReadTally } from "../../support/read-tally.js";
import { requireReadable } from "../../support/readable.js";
import { SERVICE } from "../errors.js";
import { createManagerBook } from "../managers.js";
import type { LegacySettings } from "../settings.js";
import { dayBegunEverywhere } from "./contract.js";
import { dataRead, ROLE_SCREEN } from "./data-read.js";
import { type MappingContext, toEmployee } from "./mapping.js";
import { createPageFetcher } from "./pages.js";

/**
 * Everybody the key may see, leavers included, with ⌈N/1000⌉ calls (1 when there is nobody). The next
 * page starts behind what has come, however much that was; without a total, pages are read until one
 * is empty, since a short one may only be a smaller limit.
 *
 * All pages are mapped before any is handed on: a manager's e-mail may be on the last one.
 */
export async function* readEmployees(connection: ProviderConnection<LegacySettings>): EmployeeRead {
  const fetchPage = createPageFetcher(connection);
  const context = startMapping(connection.settings);
  const tally = createReadTally();
  const pages: (readonly Employee[])[] = [];

  let offset = 0;
  let total: number | null = null;
  do {
    const page = await fetchPage(offset);
    const employees = toEmployees(page.records, context);
    if (offset === 0) requireData(employees);
    tally.addMalformed(page.records.length - employees.length);
    pages.push(tally.unique(employees));
    total = page.total;
    offset += page.records.length;
    // An empty page ends the list whatever the total says, which else could be paged for ever.
    if (page.records.length === 0) break;
  } while (total === null || offset < total);

  yield* pages;
  return tally.outcome({ total: total ?? offset });
}

/** The context of one read. */
export function startMapping(settings: LegacySettings): MappingContext {
  return { settings, managers: createManagerBook(), today: dayBegunEverywhere(new Date()) };
}

/** The employees of a page; records without a usable id are left out. */
export function toEmployees(records: readonly unknown[], context: MappingContext): readonly Employee[] {
  return records.map((record) => toEmployee(record, context)).filter((employee) => employee !== null);
}

function requireData(employees: readonly Employee[]): void {
  requireReadable(employees, dataRead, {
    service: SERVICE,
    next: `In Lucca under ${ROLE_SCREEN}, let it see them on all establishments and departments, then run \`spendesk-hr preview\`.`,
  });
}
