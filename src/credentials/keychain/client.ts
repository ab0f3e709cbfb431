import { createRequire } from "node:module";
import { type HelperOptions, type KeychainHelper, startKeychainHelper } from "./helper.js";
import { KeychainFailure } from "./problems.js";

/** Items without spaces in their names, so that they can be typed in other tools (docs/keychains.md §3). */
const SERVICE = "spendesk-hr";

/** Single items of the system's keychain, through keytar. Every method throws KeychainFailure. */
export interface KeychainClient {
  /** Null when the keychain has no such item, or (on Linux) when it is locked. */
  get(account: string): Promise<string | null>;
  set(account: string, value: string): Promise<void>;
  /** False when there was nothing to delete, or when the keychain is locked. */
  delete(account: string): Promise<boolean>;
}

export interface KeychainClientOptions extends Omit<HelperOptions, "library"> {
  /** Path of keytar; by default the installed package. */
  readonly library?: string;
}

/** Nothing starts before the first call. After a time-out the next call starts afresh. */
export function createKeychainClient(options: KeychainClientOptions): KeychainClient {
  let helper: KeychainHelper | null = null;

  async function call(method: string, ...args: readonly string[]): Promise<unknown> {
    if (!helper || helper.ended()) {
      helper = startKeychainHelper({ ...options, library: options.library ?? installedKeytar() });
    }
    return helper.call(method, args);
  }

  return {
    async get(account) {
      const value = await call("getPassword", SERVICE, account);
      return typeof value === "string" ? value : null;
    },
    async set(account, value) {
      await call("setPassword", SERVICE, account, value);
    },
    async delete(account) {
      return (await call("deletePassword", SERVICE, account)) === true;
    },
  };
}

function installedKeytar(): string {
  const require = createRequire(import.meta.url);
  try {
    return require.resolve("keytar");
  } catch {
    throw new KeychainFailure("library", "The package keytar is not installed.");
  }
}
