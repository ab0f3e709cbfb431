import type { HttpResponse } from "../../../http/types.js";
import { isProblem } from "../../../sync/errors.js";
import type { ProviderConnection } from "../../provider.js";
import { callProvider, readJson, unexpectedAnswer } from "../../support/call.js";
import { sentCredential } from "../../support/credentials.js";
import { answerProblem, SERVICE, tooSlow, withAddressAdvice } from "../errors.js";
import type { LegacySettings } from "../settings.js";
import { refusals } from "./errors.js";
import { pageSchema } from "./schema.js";

/** The most Lucca gives at once (lucca.md §3a). */
export const PAGE_SIZE = 1000;

/** What is asked for instead when an answer takes longer than Lucca's five seconds (lucca.md §6). */
const SMALLER_SIZES = [500, 250, 100];

/** Documented fields, without which nobody can be matched or placed. Without any, only id and name come. */
const CORE_FIELDS = [
  "id",
  "firstName",
  "lastName",
  "mail",
  "jobTitle",
  "dtContractStart",
  "dtContractEnd",
  "department[id,name]",
  "legalEntity[id,name]",
  "manager[id]",
  "collection.count",
];

type Query = Readonly<Record<string, string>>;

/** The order keeps pages stable; that users can be ordered is assumed (lucca.md §3a). */
const FULL_QUERY: Query = {
  formerEmployees: "true",
  fields: [...CORE_FIELDS, "extendedData"].join(","),
  orderBy: "id,asc",
};

/** For when Lucca refuses a part of the full one: a field that may not be read can be an error. */
const PLAIN_QUERY: Query = { formerEmployees: "true", fields: CORE_FIELDS.join(",") };

/** One page of users. */
interface UserPage {
  readonly records: readonly unknown[];
  /** Users of the whole list; null when the answer does not say. */
  readonly total: number | null;
}

/**
 * A function that fetches the page that starts at `offset`. It remembers what Lucca could not do, so
 * that later pages are asked for in the smaller or plainer way at once.
 */
export function createPageFetcher(
  connection: ProviderConnection<LegacySettings>,
): (offset: number) => Promise<UserPage> {
  const headers = {
    accept: "application/json",
    authorization: `lucca application=${sentCredential(connection, "apiKey")}`,
  };
  const smallerSizes = [...SMALLER_SIZES];
  let size = PAGE_SIZE;
  let query = FULL_QUERY;

  /** Null when no answer came in time. */
  async function send(offset: number): Promise<HttpResponse | null> {
    try {
      return await callProvider(
        connection.http,
        {
          method: "GET",
          path: "/api/v3/users",
          query: { ...query, paging: `${offset},${size}` },
          headers,
          retry: "safe",
          purpose: "list users",
        },
        SERVICE,
      );
    } catch (error) {
      if (isProblem(error) && error.code === "timed_out") return null;
      throw withAddressAdvice(error);
    }
  }

  return async (offset) => {
    for (;;) {
      const response = await send(offset);
      if (response === null || response.status === 408) {
        const smaller = smallerSizes.shift();
        if (smaller === undefined) throw tooSlow();
        size = smaller;
      } else if ((response.status === 400 || response.status === 403) && query === FULL_QUERY) {
        query = PLAIN_QUERY;
      } else {
        return pageOf(response);
      }
    }
  };
}

function pageOf(response: HttpResponse): UserPage {
  if (response.status < 200 || response.status > 299) throw answerProblem(response, refusals);
  const page = pageSchema.safeParse(jsonOf(response));
  if (!page.success) throw unexpectedAnswer(SERVICE, "The list of users is not in the documented form.");
  const { items, count } = page.data.data;
  return { records: items, total: count ?? null };
}

function jsonOf(response: HttpResponse): unknown {
  try {
    return readJson(response, SERVICE);
  } catch (error) {
    throw withAddressAdvice(error);
  }
}
