import { randomUUID } from "node:crypto";
import * as z from "zod";
import { Problem } from "../sync/model/index.js";
import { pickFields } from "./credential-set.js";
import { createKeychainClient, type KeychainClient } from "./keychain/client.js";
import { KeychainFailure, keychainProblem } from "./keychain/problems.js";
import { setCommand } from "./names.js";
import { guardedStore } from "./set-store.js";
import type { ConnectionId, CredentialStore, SecretRegistry } from "./store.js";

/** Milliseconds for an answer; a keychain answers in about 15 ms unless it waits for a person. */
const TIMEOUT_MS = 3000;

const itemSchema = z.record(z.string(), z.string());
type Item = Readonly<Record<string, string>>;

export interface KeychainStoreOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly redactor: SecretRegistry;
  /** Milliseconds to wait for each answer; default 3000. */
  readonly timeoutMs?: number;
  /** Path of keytar; by default the installed package. */
  readonly library?: string;
}

/**
 * Credentials in the keychain of the operating system: one item for each connection, account
 * `entity/connection`, holding a small JSON object of fields (docs/keychains.md §3).
 *
 * A locked keyring answers "nothing there" (docs/keychains.md §2), so that answer is believed only after the
 * probe has shown that the keyring works; the probe runs once for that.
 */
export function createKeychainStore(options: KeychainStoreOptions): CredentialStore {
  const client = createKeychainClient({ ...options, timeoutMs: options.timeoutMs ?? TIMEOUT_MS });
  let usable = false;

  async function probe(): Promise<void> {
    await probeKeychain(client);
    usable = true;
  }

  /** The item's text; null only when there surely is none. */
  async function readItem(id: ConnectionId): Promise<string | null> {
    const text = await client.get(account(id));
    if (text === null && !usable) await probe();
    return text;
  }

  /** The stored fields that were asked for; empty ones count as not stored. */
  async function readFields(id: ConnectionId, fields: readonly string[]): Promise<Item> {
    const text = await readItem(id);
    return text === null ? {} : pickFields(parseItem(text) ?? throwInvalid(id), fields);
  }

  const store: CredentialStore = {
    id: "keychain",
    writable: true,

    probe() {
      return explained(ANOTHER_STORE, probe);
    },

    read(id, fields) {
      return explained(ANOTHER_STORE, () => readFields(id, fields));
    },

    write(id, values) {
      return explained(ANOTHER_STORE, async () => {
        // An item that can't be understood is replaced: writing again is how it is repaired.
        const stored = parseItem((await readItem(id)) ?? "{}");
        await client.set(account(id), JSON.stringify({ ...stored, ...values }));
      });
    },

    remove(id, kept = []) {
      return explained(`delete ${itemName(id)} in the keychain's own program`, async () => {
        const stored = kept.length === 0 ? {} : (parseItem((await readItem(id)) ?? "{}") ?? {});
        const stays = pickFields(stored, kept);
        if (Object.keys(stays).length > 0) {
          if (Object.keys(stays).length === Object.keys(stored).length) return false;
          await client.set(account(id), JSON.stringify(stays));
          return true;
        }
        const removed = await client.delete(account(id));
        if (!removed && !usable) await probe();
        return removed;
      });
    },

    origins(id, fields) {
      return explained(ANOTHER_STORE, async () => {
        const found = await readFields(id, fields);
        return Object.keys(found).map((field) => ({ field, source: "keychain" }));
      });
    },

    describeMissing: (id) => `Run \`${setCommand(id)}\`.`,
  };
  return guardedStore(store, options.redactor);
}

/** What else there is, a clause; `credentials list` names each variable and file. */
const ANOTHER_STORE =
  "choose another store in the configuration, such as `credentials: { store: env }`; `spendesk-hr credentials list` then says where each one is looked for";

/** Writes, reads and deletes an item of its own. @throws KeychainFailure */
async function probeKeychain(client: KeychainClient): Promise<void> {
  const name = `probe/${randomUUID()}`;
  const value = randomUUID();
  await client.set(name, value);
  const found = await client.get(name);
  const deleted = await client.delete(name);
  if (found !== value || !deleted) {
    throw new KeychainFailure("refused", "A test item could not be read back and deleted.");
  }
}

/** @param alternative what to do instead of mending the keychain, a clause */
async function explained<T>(alternative: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof KeychainFailure)) throw error;
    throw keychainProblem(error, alternative);
  }
}

function account(id: ConnectionId): string {
  return `${id.entity}/${id.connection}`;
}

function itemName(id: ConnectionId): string {
  return `the item \`${account(id)}\` of the service \`spendesk-hr\``;
}

/** Null when the text is not one of our items. */
function parseItem(text: string): Item | null {
  try {
    return itemSchema.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

function throwInvalid(id: ConnectionId): never {
  throw new Problem({
    kind: "credentials",
    code: "keychain_item_invalid",
    what: `The credentials of ${id.entity} / ${id.connection} in the keychain can't be understood.`,
    why: `Something other than spendesk-hr changed ${itemName(id)}, or it was cut off.`,
    next: `Run \`${setCommand(id)}\`.`,
  });
}
