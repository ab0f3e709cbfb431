import { cleanId } from "../support/values.js";
import { type BamboohrApi, jsonOf } from "./api.js";
import { listSchema } from "./schema.js";

/** How many employees there are, and some of them. */
interface HeadCount {
  readonly total: number;
  readonly some: readonly string[];
}

/**
 * The head-count by the list of employees; null when this account does not tell, which its report will
 * explain (docs/vendors/bamboohr.md §3.3).
 * @param most how many ids come along
 */
export async function countHeads(api: BamboohrApi, most: number): Promise<HeadCount | null> {
  const response = await api.send({
    path: "/api/v1/employees",
    query: { "page[limit]": most },
    purpose: "count employees",
  });
  if (response.status >= 400 && response.status < 500 && response.status !== 429) return null;
  const list = listSchema.safeParse(jsonOf(response));
  const total = list.data?.meta?.total ?? null;
  if (total === null) return null;
  const ids = (list.data?.data ?? []).map(({ employeeId }) => cleanId(employeeId));
  return { total, some: ids.filter((id) => id !== null) };
}
