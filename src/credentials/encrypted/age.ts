import { Problem } from "../../sync/model/index.js";

/** What opens a file in the format of age. */
export type AgeKey =
  | { readonly kind: "passphrase"; readonly passphrase: string }
  /** `AGE-SECRET-KEY-…`, as age-keygen writes them. */
  | { readonly kind: "identities"; readonly identities: readonly string[] };

/** Whom a file is encrypted to. */
export type AgeTarget =
  | { readonly kind: "passphrase"; readonly passphrase: string }
  /** `age1…` */
  | { readonly kind: "recipients"; readonly recipients: readonly string[] };

/** Why a file could not be opened. */
export type AgeFailure =
  | "not_age"
  /** It was cut off or changed, or is too expensive to open (a work factor over 20). */
  | "damaged"
  /** The right kind of key, but not the one it was encrypted to. */
  | "wrong_key"
  | "needs_passphrase"
  | "needs_key";

type Decrypted =
  | { readonly ok: true; readonly text: Uint8Array }
  | { readonly ok: false; readonly failure: AgeFailure };

const ARMOR = "-----BEGIN AGE ENCRYPTED FILE-----";
const HEADER = "age-encryption.org/";

/**
 * Encrypts to the text form of age (armor). A passphrase is stretched by scrypt with the work factor 18,
 * age's own: about a second on a laptop, for us as well as for everybody who guesses.
 *
 * @throws Error of the library for a recipient that is none; check with `isRecipient`
 */
export async function encrypt(text: string, target: AgeTarget): Promise<string> {
  const { armor, Encrypter } = await import("age-encryption");
  const encrypter = new Encrypter();
  if (target.kind === "passphrase") encrypter.setPassphrase(target.passphrase);
  else for (const recipient of target.recipients) encrypter.addRecipient(recipient);
  return armor.encode(await encrypter.encrypt(text));
}

/** Opens a file of age, binary or armored. Never throws because of what is in it. */
export async function decrypt(file: Uint8Array, key: AgeKey): Promise<Decrypted> {
  const { Decrypter } = await import("age-encryption");
  const bytes = await withoutArmor(file);
  if (typeof bytes === "string") return { ok: false, failure: bytes };
  const kinds = stanzaKinds(bytes);
  if (key.kind === "passphrase" && !kinds.includes("scrypt")) return { ok: false, failure: "needs_key" };
  if (key.kind === "identities" && kinds.includes("scrypt"))
    return { ok: false, failure: "needs_passphrase" };
  const decrypter = new Decrypter();
  if (key.kind === "passphrase") decrypter.addPassphrase(key.passphrase);
  else for (const identity of key.identities) decrypter.addIdentity(identity);
  try {
    return { ok: true, text: await decrypter.decrypt(bytes) };
  } catch (error) {
    // The only failure that says that nothing but the key is wrong.
    const wrongKey = error instanceof Error && error.message.startsWith("no identity matched");
    return { ok: false, failure: wrongKey ? "wrong_key" : "damaged" };
  }
}

/** How many keys the file is encrypted to; decoys that some programs add (`…-grease`) are not counted. */
export async function recipientCount(file: Uint8Array): Promise<number> {
  const bytes = await withoutArmor(file);
  return typeof bytes === "string"
    ? 0
    : stanzaKinds(bytes).filter((kind) => !kind.endsWith("-grease")).length;
}

/** Whether a text is the public half of a key, to which can be encrypted. */
export async function isRecipient(text: string): Promise<boolean> {
  const { Encrypter } = await import("age-encryption");
  try {
    new Encrypter().addRecipient(text);
    return true;
  } catch {
    return false;
  }
}

/** The public half of a key; null when it is none. */
export async function recipientOf(identity: string): Promise<string | null> {
  const { identityToRecipient } = await import("age-encryption");
  return identityToRecipient(identity).catch(() => null);
}

async function withoutArmor(file: Uint8Array): Promise<Uint8Array | AgeFailure> {
  const start = Buffer.from(file.subarray(0, 256)).toString("latin1").trimStart();
  if (start.startsWith(HEADER)) return file;
  if (!start.startsWith(ARMOR)) return "not_age";
  const { armor } = await import("age-encryption");
  try {
    return armor.decode(Buffer.from(file).toString("latin1"));
  } catch {
    return "damaged";
  }
}

/** The kind of every way in which the header gives the key: `scrypt`, `X25519`, … (age-encryption.org/v1). */
function stanzaKinds(bytes: Uint8Array): readonly string[] {
  const [header = ""] = Buffer.from(bytes).toString("latin1").split("\n---", 1);
  return [...header.matchAll(/^-> (\S+)/gm)].map((match) => match[1] ?? "");
}

const TEXTS: Readonly<
  Record<AgeFailure, { readonly code: string; readonly why: string; readonly next: string }>
> = {
  not_age: {
    code: "encrypted_file_invalid",
    why: "It is not a file in the format of age.",
    next: "Name a file that `spendesk-hr credentials export` or `age` has written.",
  },
  damaged: {
    code: "encrypted_file_damaged",
    why: "It was changed or cut off after it was encrypted, or needs more work to open than is reasonable.",
    next: "Take it from a backup, or delete it and store the credentials again.",
  },
  wrong_key: {
    code: "encrypted_key_wrong",
    why: "It was encrypted with another passphrase or to another key.",
    next: "Give the passphrase or the key it was encrypted with.",
  },
  needs_passphrase: {
    code: "encrypted_key_wrong",
    why: "It is encrypted with a passphrase, and a key was given.",
    next: "Give its passphrase instead of a key.",
  },
  needs_key: {
    code: "encrypted_key_wrong",
    why: "It is encrypted to a key, and a passphrase was given.",
    next: "Give the key file instead of a passphrase.",
  },
};

/** A file that could not be opened, as a person can act on it. */
export function encryptedProblem(path: string, failure: AgeFailure): Problem {
  const { code, why, next } = TEXTS[failure];
  return new Problem({ kind: "credentials", code, what: `${path} can't be decrypted.`, why, next });
}
