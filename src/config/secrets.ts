import { Problem } from "../sync/model/index.js";
import type { ConfigDocument, ConfigPath } from "./document.js";

const SECRET_ANYWHERE = /secret|passw|passphrase|privatekey/;
// At the end only: `tokenUrl` is an address, `refreshToken` is a secret.
const SECRET_AT_END = /(?:token|apikey|accesskey|authorization|bearer)$/;
/** Keys of this program that name a place where a secret is, not the secret. */
const OF_PLACES: readonly string[] = ["passphraseFile"];
const MAX_PLACES = 10;

/**
 * Refuses a file with secrets in it, before anything in it is quoted anywhere.
 * @throws Problem `config_secret` naming the keys and their places, never the values.
 */
export function refuseSecrets(document: ConfigDocument): void {
  const found = secretPaths(document.value, []);
  if (found.length === 0) return;
  const places = found
    .slice(0, MAX_PLACES)
    .map((path) => `${path.map(String).join(".")} (${document.place(path, "key")})`);
  throw new Problem({
    kind: "configuration",
    code: "config_secret",
    what: `Secrets don't belong in the configuration: ${places.join(", ")}.`,
    why: "The file is read by people and programs that must not know them, and is often copied and shared.",
    next: "Remove the lines, store the values with `spendesk-hr connect`, and renew secrets that others may have seen.",
  });
}

function secretPaths(value: unknown, path: ConfigPath): readonly ConfigPath[] {
  if (typeof value !== "object" || value === null) return [];
  // Entities have names of the admin's choice.
  const named = path.length === 1 && path[0] === "entities";
  return Object.entries(value).flatMap(([key, inner]) => {
    const here = [...path, key];
    return !named && isSecretKey(key) ? [here] : secretPaths(inner, here);
  });
}

function isSecretKey(key: string): boolean {
  if (OF_PLACES.includes(key)) return false;
  const plain = key.toLowerCase().replace(/[^a-z]/g, "");
  return SECRET_ANYWHERE.test(plain) || SECRET_AT_END.test(plain);
}
