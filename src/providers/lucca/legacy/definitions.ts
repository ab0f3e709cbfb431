import { pathSegment } from "../../../http/request.js";
import type { ProviderConnection } from "../../provider.js";
import { cleanId, cleanText } from "../../support/values.js";
import type { LegacySettings } from "../settings.js";
import { askLegacy, legacyJson } from "./api.js";
import { legacyProblem } from "./errors.js";
import { definitionSchema } from "./schema.js";

/** Answers about a field whose definition the key may not see, or which has none of its own. */
const UNTOLD: readonly number[] = [400, 403, 404];

/**
 * The labels of a list field by the ids of its entries (docs/vendors/lucca.md §3.1); null for a field that is
 * no list, or whose definition may not be read.
 *
 * @throws Problem for any other trouble: with ids in place of labels, people would be outside a filter
 */
export async function readListEntries(
  connection: ProviderConnection<LegacySettings>,
  key: string,
): Promise<ReadonlyMap<string, string> | null> {
  const segment = pathSegment(key);
  if (segment === null) return null;
  const response = await askLegacy(connection, {
    path: `/api/v3/extensionuserdefinitions/${segment}`,
    purpose: "read a list of extended data",
  });
  if (UNTOLD.includes(response.status)) return null;
  if (response.status < 200 || response.status > 299) throw legacyProblem(response);
  const { data } = definitionSchema.safeParse(legacyJson(response));
  const entries = data?.data?.extensionUserPropertyListEntries ?? [];
  const labels = new Map<string, string>();
  for (const { id, name } of entries) {
    const [entry, label] = [cleanId(id), cleanText(name)];
    if (entry !== null && label !== null) labels.set(entry, label);
  }
  return labels.size > 0 ? labels : null;
}
