import { createKeychainStore } from "../../../../src/credentials/keychain-store.js";
import type { KeyPlace } from "../../../cli/pty/desk.js";
import { startSecretService } from "../../credentials/secret-service.js";

/** Keys in the keychain of an unlocked session, which the wizard offers first. */
export async function keysInKeychain(): Promise<KeyPlace> {
  const { env, stop } = await startSecretService("unlocked");
  return {
    env,
    flags: [],
    storeIn: () => createKeychainStore({ env, redactor: { register: () => undefined } }),
    leave: stop,
  };
}
