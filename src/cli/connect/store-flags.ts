import { CREDENTIAL_STORES } from "../../config/credential-stores.js";
import { type CredentialSettings, credentialsSchema } from "../../config/credentials-schema.js";
import { suggestion } from "../../config/suggestion.js";
import type { Validate } from "../prompts/prompter.js";

/** The `--set` flags by key. An empty value takes an optional setting away. */
export type SettingFlags = ReadonlyMap<string, string>;

/** The `--set` flags that say where credentials are kept. */
export const STORE = "credentials.store";
const FILE = "credentials.file.path";
const COMMAND = "credentials.command";
const COMMAND_TIMEOUT = "credentials.commandTimeoutSeconds";
const ENCRYPTED_FILE = "credentials.encryptedFile.";
const ENCRYPTED_FILE_KEYS = ["path", "keyFile", "passphraseFile", "systemdCredential"];

const checkSetting: (key: string) => Validate = (key) => (value) =>
  storeFlagsProblem(new Map([[key, value]]));

const checkStore: Validate = (value) =>
  CREDENTIAL_STORES.some((id) => id === value)
    ? null
    : `It must be ${CREDENTIAL_STORES.join(" or ")}. ${suggestion(value, CREDENTIAL_STORES)}`;

const checkCommand: Validate = (value) =>
  Array.isArray(parseJson(value))
    ? checkSetting(COMMAND)(value)
    : 'It must be a JSON list, for example ["op","read","op://hr/{entity}-{connection}/{field}"].';

/** Checks of these flags, by key. */
export const STORE_CHECKS: Readonly<Record<string, Validate>> = {
  [STORE]: checkStore,
  ...Object.fromEntries(
    [FILE, COMMAND_TIMEOUT, ...ENCRYPTED_FILE_KEYS.map((key) => `${ENCRYPTED_FILE}${key}`)].map((key) => [
      key,
      checkSetting(key),
    ]),
  ),
  [COMMAND]: checkCommand,
};

/** What is wrong with these flags together; null when nothing. */
export function storeFlagsProblem(flags: SettingFlags): string | null {
  const [issue] = credentialsSchema.safeParse(settingsOf(flags)).error?.issues ?? [];
  return issue ? `It ${issue.message}.` : null;
}

/** What these flags say, as it goes into the configuration; only the keys that were given. */
export function credentialSettings(flags: SettingFlags): Partial<CredentialSettings> {
  const given = settingsOf(flags);
  const { store, ...settings } = credentialsSchema.parse(given);
  return { ...("store" in given && { store }), ...settings };
}

/** The flags with a store that was chosen in another way. */
export function withStore(flags: SettingFlags, store: string): SettingFlags {
  return new Map([...flags, [STORE, store]]);
}

function settingsOf(flags: SettingFlags): Readonly<Record<string, unknown>> {
  const settings: Record<string, unknown> = {};
  const encryptedFile: Record<string, string> = {};
  for (const [key, value] of flags) {
    if (key === STORE) settings.store = value;
    if (key === FILE) settings.file = { path: value };
    if (key === COMMAND) settings.command = parseJson(value);
    if (key === COMMAND_TIMEOUT) settings.commandTimeoutSeconds = Number(value);
    if (key.startsWith(ENCRYPTED_FILE)) encryptedFile[key.slice(ENCRYPTED_FILE.length)] = value;
  }
  return { ...settings, ...(Object.keys(encryptedFile).length > 0 && { encryptedFile }) };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
