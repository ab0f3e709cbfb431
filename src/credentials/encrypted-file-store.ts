import { Problem } from "../sync/model/index.js";
import { type CredentialSet, formatSet } from "./credential-set.js";
import {
  type AgeKey,
  type AgeTarget,
  decrypt,
  encrypt,
  encryptedProblem,
  recipientCount,
  recipientOf,
} from "./encrypted/age.js";
import { type KeyOptions, type KeySource, readKey } from "./encrypted/key.js";
import { parseSetFile } from "./file-store.js";
import { checkWritable, readPrivateFile, writePrivateFile } from "./private-file.js";
import { createSetStore } from "./set-store.js";
import type { CredentialStore } from "./store.js";

/** How often a person may mistype a passphrase. */
const ATTEMPTS = 3;

interface EncryptedFileOptions extends KeyOptions {
  /** Absolute. */
  readonly path: string;
  readonly key: KeySource;
}

/** A file as it was decrypted; decrypting it again would take another second. */
interface Opened {
  readonly bytes: Uint8Array;
  readonly set: CredentialSet;
}

/**
 * Credentials in a file in the format of age (age-encryption.org/v1), which `age -d` opens too. The key
 * is read once, and not before the file is there or to be written.
 */
export function createEncryptedFileStore(options: EncryptedFileOptions): CredentialStore {
  const { path } = options;
  let key: AgeKey | null = null;
  let opened: Opened | null = null;

  async function load(): Promise<CredentialSet> {
    const bytes = await readPrivateFile(path);
    if (!bytes) return {};
    if (opened && Buffer.compare(opened.bytes, bytes) === 0) return opened.set;
    opened = { bytes, set: await open(bytes) };
    return opened.set;
  }

  async function open(bytes: Uint8Array): Promise<CredentialSet> {
    const maySlip = options.key.from === "passphrase" && options.ask !== null;
    for (let attempt = 1; ; attempt += 1) {
      key ??= await readKey(options.key, path, false, options);
      const result = await decrypt(bytes, key);
      if (result.ok) return parseSetFile(result.text, path);
      key = null;
      if (result.failure !== "wrong_key" || !maySlip || attempt === ATTEMPTS) {
        throw encryptedProblem(path, result.failure);
      }
    }
  }

  async function save(set: CredentialSet): Promise<void> {
    const before = await readPrivateFile(path);
    key ??= await readKey(options.key, path, before === null, options);
    if (before) await refuseToLockOut(before, key);
    await writePrivateFile(path, await encrypt(formatSet(set), await targetOf(key)));
  }

  /** The file says to how many keys it is encrypted, not to which: those of others could not be kept. */
  async function refuseToLockOut(before: Uint8Array, ours: AgeKey): Promise<void> {
    const known = ours.kind === "identities" ? ours.identities.length : 1;
    const count = await recipientCount(before);
    if (count > known) throw otherRecipients(path, count);
  }

  async function probe(): Promise<void> {
    const exists = (await readPrivateFile(path)) !== null;
    await checkWritable(path);
    if (exists) await load();
    else key ??= await readKey(options.key, path, true, options);
  }

  return createSetStore("encrypted-file", { path, probe, load, save }, options.redactor);
}

/** Whoever can read the file can read it after it was written, too. */
async function targetOf(key: AgeKey): Promise<AgeTarget> {
  if (key.kind === "passphrase") return key;
  const recipients = await Promise.all(key.identities.map(recipientOf));
  return { kind: "recipients", recipients: recipients.flatMap((recipient) => recipient ?? []) };
}

function otherRecipients(path: string, count: number): Problem {
  return new Problem({
    kind: "credentials",
    code: "encrypted_file_shared",
    what: `${path} can't be changed.`,
    why: `It is encrypted to ${count} keys, and only some of them are known here: the others could not open it any more.`,
    next: "Change it with `age`, or put all keys into the key file.",
  });
}
