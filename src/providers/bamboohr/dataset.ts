import { readErrorJson, unexpectedAnswer } from "../support/call.js";
import { type BamboohrApi, jsonOf } from "./api.js";
import { accountNotFound, SERVICE } from "./errors.js";
import type { Layout, Row } from "./fields.js";
import { datasetRowSchema, datasetSchema, errorSchema } from "./schema.js";

/** The most the data set gives at once (bamboohr.md §3.2). */
export const DATASET_PAGE_SIZE = 1000;

/** One page of the data set. */
interface DatasetPage {
  readonly rows: readonly Row[];
  /** Employees of the whole account; null when the answer does not say. */
  readonly total: number | null;
}

/**
 * A function that fetches page `index`, counted from 0, of the data set that replaces the report.
 * Its people come in the order of their ids, without which pages would mean nothing.
 * @throws Problem `account_not_found` when there is no data set either
 */
export function createDatasetFetcher(
  api: BamboohrApi,
  layout: Layout,
): (index: number) => Promise<DatasetPage> {
  const refused = new Set<string>();

  async function fetchPage(index: number): Promise<DatasetPage> {
    const fields = [...new Set(layout.values())].filter((name) => !refused.has(name));
    const response = await api.send({
      path: "/api/v2/datasets/employee/data",
      json: {
        fields,
        // Without it, whether people who have left come is not documented.
        filter: "status in ('Active','Inactive')",
        orderBy: `${layout.get("id")} asc`,
        page: index + 1,
        pageSize: DATASET_PAGE_SIZE,
      },
      purpose: "read the employee data set",
    });
    const name = response.status === 400 ? refusedField(readErrorJson(response), fields) : null;
    if (name !== null) {
      refused.add(name);
      return fetchPage(index);
    }
    if (response.status === 404) throw accountNotFound();
    const page = datasetSchema.safeParse(jsonOf(response));
    if (!page.success) throw unexpectedAnswer(SERVICE, "The data set is not in the documented form.");
    return { rows: page.data.data.map(toRow), total: page.data.meta?.totalItems ?? null };
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

  return fetchPage;
}

/** The field a 400 complains about: unknown, or in older versions not readable. */
function refusedField(body: unknown, asked: readonly string[]): string | null {
  const error = errorSchema.safeParse(body);
  const name = error.success
    ? /invalid field name: (?:employee_)?(\w+)/iu.exec(error.data.detail)?.[1]
    : undefined;
  return name !== undefined && asked.includes(name) ? name : null;
}
