import type { Employee } from "../../sync/employee.js";
import type { EmployeeRead } from "../../sync/ports.js";
import type { ProviderConnection } from "../provider.js";
import { unexpectedAnswer } from "../support/call.js";
import { orderedPages } from "../support/ordered-pages.js";
import { createReadTally } from "../support/read-tally.js";
import { requireReadable } from "../support/readable.js";
import { getJson } from "./api.js";
import { dataRead } from "./data-read.js";
import { SERVICE, TOKEN_SCREEN } from "./errors.js";
import { toEmployee } from "./mapping.js";
import { pageSchema } from "./schema.js";
import type { ExamplehrSettings } from "./settings.js";

/** Decide: the most the vendor gives at once; it is always asked for, never left to the default. */
export const PAGE_SIZE = 100;

/** Decide: as many calls at one time as the vendor's limit surely allows; 1 where pages have cursors. */
const PARALLEL_PAGES = 3;

interface PeoplePage {
  readonly employees: readonly Employee[];
  /** Records without a usable id. */
  readonly malformed: number;
  /** People of the whole account; null when the answer does not say. */
  readonly total: number | null;
}

/**
 * Everybody the token sees, leavers included.
 *
 * Decide: how the end says that this was everybody, because people who are missing look like leavers.
 * Here the different people must add up to the total of the last page. A vendor without a total needs
 * another proof: a last cursor, or one whole answer. Where leavers must be asked for, ask for them.
 */
export async function* readEmployees(connection: ProviderConnection<ExamplehrSettings>): EmployeeRead {
  const tally = createReadTally();

  const first = await fetchPage(connection, 0);
  requireReadable(first.employees, dataRead, {
    service: SERVICE,
    next: `In Example HR under ${TOKEN_SCREEN} > Readable fields, tick them, then run \`spendesk-hr preview\`.`,
  });
  tally.addMalformed(first.malformed);
  yield tally.unique(first.employees);

  let total = first.total;
  const pages = { from: 1, to: Math.ceil((total ?? 0) / PAGE_SIZE), parallel: PARALLEL_PAGES };
  for await (const page of orderedPages(pages, (index) => fetchPage(connection, index))) {
    tally.addMalformed(page.malformed);
    yield tally.unique(page.employees);
    total = page.total;
    // An empty page means that the total is wrong: without this a wild one would be paged for ever.
    if (page.employees.length === 0) break;
  }
  return tally.outcome(total);
}

/** Page `index`, counted from 0; Example HR counts from 1. */
export async function fetchPage(
  connection: ProviderConnection<ExamplehrSettings>,
  index: number,
): Promise<PeoplePage> {
  const json = await getJson(connection, {
    path: "/people",
    query: { page: index + 1, size: PAGE_SIZE },
    purpose: "list people",
  });
  const page = pageSchema.safeParse(json);
  if (!page.success) throw unexpectedAnswer(SERVICE, "The list of people is not in the documented form.");
  const { people, total = null } = page.data;
  const employees = people.map(toEmployee).filter((employee) => employee !== null);
  return { employees, malformed: people.length - employees.length, total };
}
