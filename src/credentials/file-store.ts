import { decodeUtf8 } from "../shared/utf8.js";
import { Problem } from "../sync/model/index.js";
import { type CredentialSet, formatSet, parseSet } from "./credential-set.js";
import { checkWritable, readPrivateFile, writePrivateFile } from "./private-file.js";
import { createSetStore } from "./set-store.js";
import type { CredentialStore, SecretRegistry } from "./store.js";

/**
 * Credentials in a JSON file: entity, connection, field. Refused when anybody but its owner may read it
 * (`private-file.ts`); what is stored protects against other users, not against somebody who has the disk.
 *
 * @param path absolute
 */
export function createFileStore(path: string, redactor: SecretRegistry): CredentialStore {
  async function load(): Promise<CredentialSet> {
    const bytes = await readPrivateFile(path);
    return bytes ? parseSetFile(bytes, path) : {};
  }

  async function probe(): Promise<void> {
    await load();
    await checkWritable(path);
  }

  const save = (set: CredentialSet) => writePrivateFile(path, formatSet(set));
  return createSetStore("file", { path, probe, load, save }, redactor);
}

/** @throws Problem `credentials_file_invalid`, which quotes nothing of the file but names */
export function parseSetFile(bytes: Uint8Array, path: string): CredentialSet {
  const decoded = decodeUtf8(bytes);
  if (!decoded.ok) throw invalidSet(path, `It ${decoded.why}.`, decoded.remedy);
  const parsed = parseSet(decoded.text);
  if (parsed.ok) return parsed.value;
  throw invalidSet(
    path,
    parsed.why,
    'Correct it by hand: `{"acme-uk": {"personio": {"clientId": "…", …}}}`; or delete it and store the credentials again.',
  );
}

function invalidSet(path: string, why: string, next: string): Problem {
  return new Problem({
    kind: "credentials",
    code: "credentials_file_invalid",
    what: `The credentials in ${path} can't be understood.`,
    why,
    next,
  });
}
