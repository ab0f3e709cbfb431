import type { HttpResponse } from "../../../http/types.js";
import type { ProviderConnection } from "../../provider.js";
import { unexpectedAnswer } from "../../support/call.js";
import { type ListPage, readByOffset } from "../../support/list-pages.js";
import { createOptionalParts } from "../../support/optional-parts.js";
import { askForLess, createPageSize } from "../../support/page-size.js";
import type { ListEnd } from "../../support/read-tally.js";
import { lessAtOnce, SERVICE } from "../errors.js";
import type { LegacySettings } from "../settings.js";
import { askLegacy, legacyJson, legacyProblem } from "./errors.js";
import { pageSchema } from "./schema.js";

/** The most Lucca gives at once (docs/vendors/lucca.md §3.1). */
export const PAGE_SIZE = 1000;

const LESS = lessAtOnce([500, 250, 100]);

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

/**
 * The users, page by page, and how the list ended. Each page starts behind what has come, however much
 * that was. The order keeps pages stable; that users can be ordered is assumed
 * (docs/vendors/lucca.md §3.1). Order and extended data are left out when Lucca refuses them: a field
 * that may not be read can be an error.
 */
export function listUsers(
  connection: ProviderConnection<LegacySettings>,
): AsyncGenerator<ListPage<unknown>, ListEnd, void> {
  const size = createPageSize(PAGE_SIZE);
  const parts = createOptionalParts({
    order: { about: /\border[ _-]?by\b/iu, suspectAt: [400] },
    extendedData: { about: /\bextended[ _-]?data\b/iu, suspectAt: [400, 403] },
  });

  function send(offset: number, limit: number, present: ReadonlySet<string>): Promise<HttpResponse> {
    const fields = [...CORE_FIELDS, ...(present.has("extendedData") ? ["extendedData"] : [])].join(",");
    const query = {
      formerEmployees: "true",
      fields,
      ...(present.has("order") && { orderBy: "id,asc" }),
      paging: `${offset},${limit}`,
    };
    return askLegacy(connection, { path: "/api/v3/users", query, purpose: "list users" });
  }

  async function fetchPage(offset: number): Promise<ListPage<unknown>> {
    const response = await parts.ask((present) =>
      askForLess(size, LESS, () => size.ask((limit) => send(offset, limit, present))),
    );
    if (response.status < 200 || response.status > 299) throw legacyProblem(response);
    const page = pageSchema.safeParse(legacyJson(response));
    if (!page.success) throw unexpectedAnswer(SERVICE, "The list of users is not in the documented form.");
    const { items, count } = page.data.data;
    return { rows: items, total: count, size: null };
  }

  return readByOffset(fetchPage, size.current);
}
