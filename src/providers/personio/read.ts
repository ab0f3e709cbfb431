import type { Employee } from "../../sync/employee.js";
import type { EmployeeRead } from "../../sync/ports.js";
import type { ProviderConnection } from "../provider.js";
import { readJson, unexpectedAnswer } from "../support/call.js";
import { orderedPages } from "../support/ordered-pages.js";
import { createReadTally, endAtTotal } from "../support/read-tally.js";
import { requireReadable } from "../support/readable.js";
import { openSession, type PersonioSession } from "./auth.js";
import { dataRead } from "./data-read.js";
import { INTEGRATION_SCREEN, readProblem, SERVICE } from "./errors.js";
import { createMapper } from "./mapping.js";
import { errorSchema, pageSchema } from "./schema.js";
import type { PersonioSettings } from "./settings.js";

/** The most Personio gives at once, and always asked for: its default is smaller (personio.md §3a). */
export const PAGE_SIZE = 100;

/** Stays below 15 calls a second, Personio's burst limit (personio.md §3a, §6). */
const PARALLEL_PAGES = 5;

/** One page of employees. */
export interface EmployeePage {
  readonly employees: readonly Employee[];
  /** Records without a usable id. */
  readonly malformed: number;
  /** Employees of the whole account; null when the answer does not say. */
  readonly total: number | null;
}

/**
 * Everybody the credential sees, leavers included, with 1 + ⌈N/100⌉ calls (2 when there is nobody).
 *
 * All attributes are asked for, because the admin may filter on any of the tenant's own ones.
 * Personio documents no order, so a change in the middle of the read can repeat one person and hide
 * another: the read is complete only when the different people add up to the total of the last page.
 */
export async function* readEmployees(connection: ProviderConnection<PersonioSettings>): EmployeeRead {
  const fetchPage = createPageFetcher(openSession(connection), connection.settings);
  const tally = createReadTally();

  const first = await fetchPage(0);
  requireReadable(first.employees, dataRead, {
    service: SERVICE,
    next: `In Personio under ${INTEGRATION_SCREEN} > Readable employee attributes, tick them, then run \`spendesk-hr preview\`.`,
  });
  tally.addMalformed(first.malformed);
  yield tally.unique(first.employees);

  let total = first.total;
  const pages = { from: 1, to: Math.ceil((total ?? 0) / PAGE_SIZE), parallel: PARALLEL_PAGES };
  for await (const page of orderedPages(pages, fetchPage)) {
    tally.addMalformed(page.malformed);
    yield tally.unique(page.employees);
    total = page.total;
    // An empty page means that the total is wrong: without this a wild one would be paged for ever.
    if (page.employees.length === 0) break;
  }
  return tally.outcome(endAtTotal(total));
}

/** A function that fetches page `index`, counted from 0. */
export function createPageFetcher(
  session: PersonioSession,
  settings: PersonioSettings,
): (index: number) => Promise<EmployeePage> {
  const toEmployee = createMapper(settings);
  return async (index) => {
    const response = await session.get({
      path: "/v1/company/employees",
      query: { limit: PAGE_SIZE, offset: index * PAGE_SIZE },
      purpose: "list employees",
    });
    const json = readJson(response, SERVICE);
    const page = pageSchema.safeParse(json);
    if (!page.success) {
      // Personio can say no with a good status.
      if (errorSchema.safeParse(json).success) throw readProblem(response);
      throw unexpectedAnswer(SERVICE, "The list of employees is not in the documented form.");
    }
    const employees = page.data.data.map(toEmployee).filter((employee) => employee !== null);
    const malformed = page.data.data.length - employees.length;
    return { employees, malformed, total: page.data.metadata?.total_elements ?? null };
  };
}
