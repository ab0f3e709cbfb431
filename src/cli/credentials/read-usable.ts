import type { ConnectionId, CredentialStore } from "../../credentials/store.js";
import { isProblem } from "../../sync/errors.js";

/** What is stored is the trouble, and not the store: storing anew puts it right. */
const REPLACEABLE: readonly string[] = ["keychain_item_invalid", "credential_invalid"];

/**
 * The stored fields that can be used, for commands that store others: what can't be understood or can't
 * be right counts as not there.
 * @throws Problem when the store can't be read
 */
export async function readUsable(
  store: CredentialStore,
  id: ConnectionId,
  fields: readonly string[],
): Promise<Readonly<Record<string, string>>> {
  try {
    return await store.read(id, fields);
  } catch (error) {
    if (!isProblem(error) || !REPLACEABLE.includes(error.code)) throw error;
    if (fields.length < 2) return {};
    const usable: Record<string, string> = {};
    for (const field of fields) Object.assign(usable, await readUsable(store, id, [field]));
    return usable;
  }
}
