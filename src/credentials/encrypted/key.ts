import { decodeUtf8 } from "../../shared/utf8.js";
import { Problem } from "../../sync/model/index.js";
import { secretFault, trimLineEnds } from "../input.js";
import { requirePrivateFile } from "../private-file.js";
import { readSmallFile } from "../read-small-file.js";
import type { SecretRegistry } from "../store.js";
import { readSystemdCredential } from "../systemd-store.js";
import { type AgeKey, recipientOf } from "./age.js";

/** Where the key of an encrypted file comes from. `passphrase`: the environment, else a person. */
export type KeySource =
  | { readonly from: "key-file"; readonly path: string }
  | { readonly from: "passphrase-file"; readonly path: string }
  | { readonly from: "systemd"; readonly name: string }
  | { readonly from: "passphrase" };

/** Asks a person, hidden. `repeat`: twice, because nothing tells a slip in a new passphrase. */
export type AskPassphrase = (question: string, options: { readonly repeat: boolean }) => Promise<string>;

export interface KeyOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly redactor: SecretRegistry;
  /** Null when there is nobody to ask. */
  readonly ask: AskPassphrase | null;
  /** Variable with the passphrase; its twin ends in `_FILE`. */
  readonly variable: string;
}

/** A passphrase travels with the file, which may be copied and guessed at for ever. In characters. */
const MIN_PASSPHRASE = 12;

/** What is wrong with a passphrase to encrypt with; null when nothing. */
export function passphraseProblem(passphrase: string): string | null {
  return [...passphrase].length < MIN_PASSPHRASE
    ? `Take at least ${MIN_PASSPHRASE} characters, better a few random words.`
    : null;
}

/**
 * The key from its source, registered with the redactor.
 * @param path the file it opens, for the question
 * @param isNew the file is not there yet: a passphrase is asked twice, and must be long enough
 * @throws Problem `encrypted_key_missing`, `encrypted_key_invalid`, or of the file it is in
 */
export async function readKey(
  source: KeySource,
  path: string,
  isNew: boolean,
  options: KeyOptions,
): Promise<AgeKey> {
  const key = await keyFrom(source, path, isNew, options);
  const secrets = key.kind === "passphrase" ? [key.passphrase] : key.identities;
  for (const secret of secrets) options.redactor.register(secret);
  const weak = isNew && key.kind === "passphrase" ? passphraseProblem(key.passphrase) : null;
  if (weak) throw keyInvalid("The passphrase for a new file is too short.", weak);
  return key;
}

async function keyFrom(
  source: KeySource,
  path: string,
  isNew: boolean,
  options: KeyOptions,
): Promise<AgeKey> {
  switch (source.from) {
    case "key-file":
      return identitiesIn(await privateText(source.path), source.path);
    case "passphrase-file":
      return passphraseIn(await privateText(source.path), source.path);
    case "systemd": {
      const text = await readSystemdCredential(source.name, options.env);
      const place = `the systemd credential ${source.name}`;
      if (text === null) throw keyMissing(path, `There is no systemd credential ${source.name}.`, options);
      return looksLikeIdentity(text) ? identitiesIn(text, place) : passphraseIn(text, place);
    }
    default:
      return { kind: "passphrase", passphrase: await passphrase(path, isNew, options) };
  }
}

async function passphrase(path: string, isNew: boolean, options: KeyOptions): Promise<string> {
  const given = await passphraseFromEnvironment(options);
  if (given !== null) return given;
  if (!options.ask)
    throw keyMissing(
      path,
      "It is neither configured nor in the environment, and there is nobody to ask.",
      options,
    );
  return options.ask(`Passphrase of ${path}`, { repeat: isNew });
}

/**
 * The passphrase from a variable, or from the file that its `_FILE` twin names; null when neither is set.
 * The file's mode is not checked: mounted secrets are often readable by everybody.
 * @throws Problem `encrypted_key_invalid`
 */
export async function passphraseFromEnvironment({
  env,
  variable,
}: Pick<KeyOptions, "env" | "variable">): Promise<string | null> {
  const value = env[variable];
  const path = env[`${variable}_FILE`];
  if (value && path) {
    throw keyInvalid(
      `${variable} and ${variable}_FILE are both set.`,
      "It is not clear which of the two counts.",
    );
  }
  if (value) return checkedPassphrase(trimLineEnds(value), variable);
  if (!path) return null;
  const file = await readSmallFile(path);
  // The path is left out: somebody may have put the passphrase itself there.
  if (!file.ok) {
    throw keyInvalid(
      `The passphrase that ${variable}_FILE points to can't be read.`,
      `The file it names ${file.why}.`,
    );
  }
  return passphraseIn(file.text, `the file of ${variable}_FILE`).passphrase;
}

/**
 * The text of a file that holds a key or a passphrase and that only its owner may read.
 * @throws Problem `encrypted_key_invalid`, or of `requirePrivateFile`
 */
export async function privateText(path: string): Promise<string> {
  const decoded = decodeUtf8(await requirePrivateFile(path));
  if (decoded.ok) return decoded.text;
  throw keyInvalid(`${path} holds no key and no passphrase.`, `It ${decoded.why}.`, decoded.remedy);
}

/** A passphrase is the first line: whatever follows was not typed on purpose. */
export function passphraseIn(text: string, place: string): AgeKey & { readonly kind: "passphrase" } {
  const [line = ""] = text.split(/\r?\n/, 1);
  if (line.trim() === "") throw keyInvalid(`There is no passphrase in ${place}.`, "Its first line is empty.");
  if (looksLikeIdentity(text)) {
    throw keyInvalid(
      `${place} holds a key of age, not a passphrase.`,
      "The two open different files.",
      "Name it as a key file (`keyFile`).",
    );
  }
  return { kind: "passphrase", passphrase: checkedPassphrase(line, place) };
}

function checkedPassphrase(passphrase: string, place: string): string {
  const fault = secretFault(passphrase);
  if (fault === null) return passphrase;
  throw keyInvalid(
    `The passphrase in ${place} can't be right.`,
    fault,
    "Write it again, without anything around it.",
  );
}

/** Keys as age-keygen writes them: a line each, comments with `#`. @throws Problem `encrypted_key_invalid` */
export async function identitiesIn(text: string, place: string): Promise<AgeKey> {
  const lines = text.split(/\r?\n/).map((line) => line.trim());
  const identities = lines.filter((line) => line !== "" && !line.startsWith("#"));
  const recipients = await Promise.all(identities.map(recipientOf));
  if (identities.length > 0 && !recipients.includes(null)) return { kind: "identities", identities };
  throw keyInvalid(
    `${place} holds no key that can be used.`,
    "A key is a line that starts with AGE-SECRET-KEY-; keys with a passphrase of their own, of ssh and of plugins are not supported.",
    "Make one with `age-keygen -o age.key`.",
  );
}

function looksLikeIdentity(text: string): boolean {
  return /^AGE-SECRET-KEY-/m.test(text);
}

function keyMissing(path: string, why: string, { variable }: KeyOptions): Problem {
  return new Problem({
    kind: "credentials",
    code: "encrypted_key_missing",
    what: `What opens ${path} is missing.`,
    why,
    next: `Set ${variable} or ${variable}_FILE, or name a \`keyFile\`, \`passphraseFile\` or \`systemdCredential\` under \`credentials.encryptedFile\`.`,
  });
}

function keyInvalid(
  what: string,
  why: string,
  next = "Correct it, or name another one; `spendesk-hr help environment` lists the variables.",
): Problem {
  return new Problem({ kind: "credentials", code: "encrypted_key_invalid", what, why, next });
}
