import { Problem } from "../sync/model/index.js";
import { createCommandStore } from "./command-store.js";
import type { AskPassphrase, KeySource } from "./encrypted/key.js";
import { createEncryptedFileStore } from "./encrypted-file-store.js";
import { createEnvStore } from "./env-store.js";
import { createFileStore } from "./file-store.js";
import { createKeychainStore } from "./keychain-store.js";
import type { ConnectionId, CredentialStore, SecretRegistry } from "./store.js";
import { createSystemdStore } from "./systemd-store.js";

/** Which source, and all it needs. Paths are absolute. */
export type StoreSettings =
  | { readonly store: "keychain" | "env" | "systemd" }
  | { readonly store: "file"; readonly path: string }
  | { readonly store: "encrypted-file"; readonly path: string; readonly key: KeySource }
  | { readonly store: "command"; readonly command: readonly string[]; readonly timeoutMs: number };

export interface CredentialStoreOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly redactor: SecretRegistry;
  /** Asks for the passphrase of an encrypted file; null when there is nobody to ask. */
  readonly ask: AskPassphrase | null;
  /** Aborted when the program is told to stop. */
  readonly signal?: AbortSignal;
}

/** Variable with the passphrase of the store `encrypted-file`. */
const PASSPHRASE_VARIABLE = "SPENDESK_HR_CREDENTIALS_PASSPHRASE";

/** The source that was chosen, and never another: there is no fallback (docs/credentials.md). */
export function createCredentialStore(
  settings: StoreSettings,
  options: CredentialStoreOptions,
): CredentialStore {
  switch (settings.store) {
    case "keychain":
      return createKeychainStore(options);
    case "env":
      return createEnvStore(options);
    case "systemd":
      return createSystemdStore(options);
    case "file":
      return createFileStore(settings.path, options.redactor);
    case "encrypted-file":
      return createEncryptedFileStore({ ...options, ...settings, variable: PASSPHRASE_VARIABLE });
    case "command":
      return createCommandStore({ ...options, ...settings });
  }
}

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
