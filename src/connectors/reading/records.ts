import { unexpectedAnswer } from "../../providers/support/call.js";
import { cleanCount } from "../../providers/support/values.js";
import { valueAt } from "../mapping/paths.js";
import type { Manifest } from "../schema/manifest.js";
import type { Request } from "../schema/requests.js";
import type { Answer } from "./calls.js";

/**
 * The records of an answer.
 * @throws Problem `unexpected_answer` naming the request and the place where no list is
 */
export function recordsOf(
  manifest: Pick<Manifest, "title">,
  name: string,
  request: Request,
  { json }: Answer,
) {
  // 204: there is nothing, and so no body.
  if (json === null) return [];
  const { records } = request;
  const path = typeof records === "string" ? records : records.path;
  const found = valueAt(json, path);
  if (typeof records !== "string" && typeof found === "object" && found !== null && !Array.isArray(found)) {
    return Object.entries(found).map(([id, value]) => withId(id, value, records.idKey));
  }
  if (typeof records === "string" && Array.isArray(found)) return found as readonly unknown[];
  // RFC 7644 §3.4.2: without results there need be no list.
  if (found === undefined && request.pagination.kind === "scim" && totalOf(request, { json }) === 0)
    return [];
  const wanted = typeof records === "string" ? "list" : "object with ids as keys";
  throw unexpectedAnswer(manifest.title, `The answer to the request ${name} has no ${wanted} at ${path}.`);
}

/** An entry of an object whose keys are ids; some vendors put each into a list of its own. */
function withId(id: string, value: unknown, idKey: string): unknown {
  const record: unknown = Array.isArray(value) ? value[0] : value;
  return typeof record === "object" && record !== null ? { ...record, [idKey]: id } : null;
}

/** How many there are in all, when the answer says it. */
export function totalOf({ total, pagination }: Request, { json }: Pick<Answer, "json">): number | null {
  const path = total ?? (pagination.kind === "scim" ? "totalResults" : undefined);
  return path === undefined ? null : cleanCount(valueAt(json, path));
}
