import type { HttpRequest } from "../../http/types.js";
import type { EmployeeRead } from "../../sync/model/index.js";
import type { ProviderConnection } from "../provider.js";
import { callProvider, readJson, unexpectedAnswer } from "../support/call.js";
import { sentCredential } from "../support/credentials.js";
import { readByOffset } from "../support/list-pages.js";
import type { LookedPage } from "../support/look.js";
import { readPeople } from "../support/read-people.js";
import { answerProblem, SERVICE, TOKEN_SCREEN } from "./errors.js";
import { toEmployee } from "./mapping.js";
import { pageSchema } from "./schema.js";
import type { ExamplehrSettings } from "./settings.js";
import { dataRead } from "./settings.js";

/** Decide: the most the vendor gives at once; it is always asked for, never left to the default. */
export const PAGE_SIZE = 100;

/** Decide: as many calls at one time as the vendor's limit surely allows; 1 where pages have cursors. */
const PARALLEL_PAGES = 3;

/**
 * Everybody the token sees, leavers included.
 *
 * Decide: how the end says that this was everybody, because people who are missing look like leavers.
 * Here the different people must add up to the total of the last page; without a total the list is read
 * on to where nothing comes any more. Where pages name the next one, `readByCursor` is the one to use;
 * where the vendor may refuse the size, `createPageSize`. Where leavers must be asked for, ask for them.
 */
export async function* readEmployees(connection: ProviderConnection<ExamplehrSettings>): EmployeeRead {
  return yield* readPeople(readPages(connection), {
    dataRead,
    advice: {
      service: SERVICE,
      next: `In Example HR under ${TOKEN_SCREEN} > Readable fields, tick them, then run \`spendesk-hr preview\`.`,
    },
  });
}

/** The pages of the list of people, and how it ended. */
export function readPages(connection: ProviderConnection<ExamplehrSettings>) {
  return readByOffset(
    (_offset, index) => fetchPage(connection, index),
    () => PAGE_SIZE,
    PARALLEL_PAGES,
  );
}

/** Page `index`, counted from 0; Example HR counts from 1. */
async function fetchPage(
  connection: ProviderConnection<ExamplehrSettings>,
  index: number,
): Promise<LookedPage> {
  const json = await getJson(connection, {
    path: "/people",
    query: { page: index + 1, size: PAGE_SIZE },
    purpose: "list people",
  });
  const page = pageSchema.safeParse(json);
  if (!page.success) throw unexpectedAnswer(SERVICE, "The list of people is not in the documented form.");
  const { people, total } = page.data;
  const employees = people.map(toEmployee).filter((employee) => employee !== null);
  return { rows: people, employees, total, size: null };
}

/**
 * The JSON of an answer with a good status.
 *
 * Decide: how calls are signed. A secret made from the credentials (a token, Basic in Base64) is told
 * to `registerSecret` first. `retry: "safe"` only for calls that change nothing. Large or slow answers
 * need `maxBytes` and `timeoutMs`.
 *
 * @throws Problem for any other answer, and when none came
 */
async function getJson(
  connection: ProviderConnection<ExamplehrSettings>,
  call: Pick<HttpRequest, "path" | "query" | "purpose">,
): Promise<unknown> {
  const token = sentCredential(connection, "apiToken");
  const headers = { accept: "application/json", authorization: `Bearer ${token}` };
  const response = await callProvider(
    connection.http,
    { ...call, method: "GET", headers, retry: "safe" },
    SERVICE,
  );
  if (response.status < 200 || response.status > 299) throw answerProblem(response);
  return readJson(response, SERVICE);
}
