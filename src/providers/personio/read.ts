import type { EmployeeRead } from "../../sync/model/index.js";
import type { ProviderConnection } from "../provider.js";
import { readJson, unexpectedAnswer } from "../support/call.js";
import { readByOffset } from "../support/list-pages.js";
import type { LookedPage } from "../support/look.js";
import { createPageSize } from "../support/page-size.js";
import { readPeople } from "../support/read-people.js";
import { openSession, requireSuccess } from "./auth.js";
import { INTEGRATION_SCREEN, readProblem, SERVICE } from "./errors.js";
import { createMapper } from "./mapping.js";
import { errorSchema, pageSchema } from "./schema.js";
import type { PersonioSettings } from "./settings.js";
import { dataRead } from "./settings.js";

/**
 * The most Personio documents, and always asked for: its default is smaller
 * (docs/vendors/personio.md §3).
 */
export const PAGE_SIZE = 100;

/** Stays below 15 calls a second, Personio's burst limit (docs/vendors/personio.md §7). */
const PARALLEL_PAGES = 5;

/**
 * Everybody the credential sees, leavers included, with 1 + ⌈N/100⌉ calls (2 when there is nobody).
 *
 * All attributes are asked for, because the admin may filter on any of the tenant's own ones.
 * Personio documents no order, so a change in the middle of the read can repeat one person and hide
 * another: the read is complete only when the different people add up to the total of the last page, or,
 * without a total, when nobody came twice and nothing comes any more.
 */
export async function* readEmployees(connection: ProviderConnection<PersonioSettings>): EmployeeRead {
  return yield* readPeople(readPages(connection), {
    dataRead,
    advice: {
      service: SERVICE,
      next: `In Personio under ${INTEGRATION_SCREEN} > Readable employee attributes, tick them, then run \`spendesk-hr preview\`.`,
    },
  });
}

/**
 * The pages of the employee list, and how it ended. Servers give, or allow, fewer at once than is
 * documented: the size they name is followed.
 */
export function readPages(connection: ProviderConnection<PersonioSettings>) {
  const session = openSession(connection);
  const toEmployee = createMapper(connection.settings);
  const size = createPageSize(PAGE_SIZE);

  async function fetchPage(offset: number): Promise<LookedPage> {
    const response = await size.ask((limit) =>
      session.send({
        path: "/v1/company/employees",
        query: { limit, offset },
        purpose: "list employees",
      }),
    );
    const json = readJson(requireSuccess(response), SERVICE);
    const page = pageSchema.safeParse(json);
    if (!page.success) {
      if (errorSchema.safeParse(json).success) throw readProblem(response);
      throw unexpectedAnswer(SERVICE, "The list of employees is not in the documented form.");
    }
    const { data, metadata, limit } = page.data;
    size.follow(limit);
    const employees = data.map(toEmployee).filter((employee) => employee !== null);
    return { rows: data, employees, total: metadata?.total_elements ?? null, size: limit };
  }

  return readByOffset(fetchPage, size.current, PARALLEL_PAGES);
}
