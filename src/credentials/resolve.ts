import { Problem } from "../sync/errors.js";
import type { ConnectionId, CredentialStore } from "./store.js";

/**
 * The values of all fields, one each.
 * @throws Problem `credentials_missing` naming every missing field and how to supply it, or the
 * store's own when it can't be read.
 */
export async function readAllFields(
  store: CredentialStore,
  id: ConnectionId,
  fields: readonly string[],
): Promise<Readonly<Record<string, string>>> {
  const values = await store.read(id, fields);
  const missing = fields.filter((field) => !Object.hasOwn(values, field));
  if (missing.length === 0) return values;
  const ways = new Set(missing.map((field) => store.describeMissing(id, field)));
  throw new Problem({
    kind: "credentials",
    code: "credentials_missing",
    what: `Credentials of ${id.entity} / ${id.connection} are missing: ${missing.join(", ")}.`,
    why: `They are read from the source "${store.id}", which does not have them.`,
    next: [...ways].join(" "),
  });
}
