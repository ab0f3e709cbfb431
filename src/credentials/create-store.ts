import { createEnvStore } from "./env-store.js";
import { createKeychainStore } from "./keychain-store.js";
import type { CredentialStore, SecretRegistry } from "./store.js";

export interface CredentialStoreOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly redactor: SecretRegistry;
  /** Milliseconds to wait for each answer of the keychain; default 3000. */
  readonly timeoutMs?: number;
}

/** The source that was chosen, and never another: there is no fallback (design §8). */
export function createCredentialStore(
  kind: "keychain" | "env",
  options: CredentialStoreOptions,
): CredentialStore {
  return kind === "env" ? createEnvStore(options) : createKeychainStore(options);
}
