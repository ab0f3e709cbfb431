import type { HttpResponse } from "../../http/types.js";
import { unexpectedAnswer } from "../support/call.js";
import { readByOffset } from "../support/list-pages.js";
import type { LookedPage } from "../support/look.js";
import { readRefusal } from "../support/refusal.js";
import { accountNotFound, type BamboohrApi, jsonOf, SERVICE } from "./errors.js";
import type { Layout, Row } from "./fields.js";
import type { RowMapper } from "./mapping.js";
import { datasetRowSchema, datasetSchema } from "./meta.js";

/** The most the data set gives at once (docs/vendors/bamboohr.md §3.2). */
const PAGE_SIZE = 1000;

/** BambooHR publishes no limit and asks to be gentle (docs/vendors/bamboohr.md §7). */
const PARALLEL_PAGES = 3;

/**
 * The pages of the data set that replaces the report, and how it ended. Its people come in the order of
 * their ids, without which pages would mean nothing.
 * @throws Problem `account_not_found` when there is no data set either
 */
export function readDataset(api: BamboohrApi, layout: Layout, toEmployees: RowMapper) {
  const refused = new Set<string>();

  async function fetchPage(_offset: number, index: number): Promise<LookedPage> {
    const fields = [...new Set(layout.values())].filter((name) => !refused.has(name));
    const response = await api.send({
      path: "/api/v2/datasets/employee/data",
      json: {
        fields,
        // Without it, whether people who have left come is not documented.
        filter: "status in ('Active','Inactive')",
        orderBy: `${layout.get("id")} asc`,
        page: index + 1,
        pageSize: PAGE_SIZE,
      },
      purpose: "read the employee data set",
    });
    const name = response.status === 400 ? refusedField(response, fields) : null;
    if (name !== null) {
      refused.add(name);
      return fetchPage(_offset, index);
    }
    if (response.status === 404) throw accountNotFound(response);
    const page = datasetSchema.safeParse(jsonOf(response));
    if (!page.success) throw unexpectedAnswer(SERVICE, "The data set is not in the documented form.");
    const { data, meta } = page.data;
    const employees = toEmployees(data.map(toRow));
    return { rows: data, employees, total: meta?.totalItems ?? null, size: meta?.pageSize ?? null };
  }

  function toRow(item: unknown): Row {
    const row = datasetRowSchema.safeParse(item);
    if (!row.success) return () => undefined;
    const restricted = new Set([...refused, ...(row.data._restrictedFields ?? [])]);
    return (key) => {
      const name = layout.get(key);
      if (name === undefined || restricted.has(name) || !Object.hasOwn(row.data.fields, name))
        return undefined;
      return row.data.fields[name] ?? null;
    };
  }

  return readByOffset(fetchPage, () => PAGE_SIZE, PARALLEL_PAGES);
}

/** The field a 400 complains about: unknown, or in older versions not readable. */
function refusedField(response: HttpResponse, asked: readonly string[]): string | null {
  const { words } = readRefusal(response);
  const name = /invalid field name: (?:employee_)?(\w+)/iu.exec(words ?? "")?.[1];
  return name !== undefined && asked.includes(name) ? name : null;
}
