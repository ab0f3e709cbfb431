import { isAbsolute, join, resolve } from "node:path";
import { Problem } from "../sync/model/index.js";
import type { CredentialStoreId } from "./credential-stores.js";
import type { CredentialSettings } from "./credentials-schema.js";
import { homeMissing } from "./directories.js";
import type { Setting } from "./global-settings.js";
import type { ConfigFile } from "./schema.js";

/** Seconds a command may take unless the configuration says otherwise. */
const COMMAND_SECONDS = 10;

/** What opens an encrypted file. `passphrase`: from the environment, else a person is asked. */
export type KeySource =
  | { readonly from: "key-file"; readonly path: string }
  | { readonly from: "passphrase-file"; readonly path: string }
  | { readonly from: "systemd"; readonly name: string }
  | { readonly from: "passphrase" };

/** One source of credentials with all it needs. Paths are absolute. */
export type CredentialSource =
  | { readonly store: "keychain" | "env" | "systemd" }
  | { readonly store: "file"; readonly path: string }
  | { readonly store: "encrypted-file"; readonly path: string; readonly key: KeySource }
  | { readonly store: "command"; readonly command: readonly string[]; readonly timeoutMs: number };

/** All that is said about where credentials are kept. */
export interface CredentialChoice {
  /** The store of connections that have none of their own. */
  readonly store: Setting<CredentialStoreId>;
  /** Settings of the stores, by store. */
  readonly settings: Omit<CredentialSettings, "store">;
  /** Connections with a choice of their own, by `entity/connection`. */
  readonly own: ReadonlyMap<string, Setting<CredentialSettings>>;
  /** Folder that relative paths start from: that of the configuration file. */
  readonly folder: string;
  /** The user's own configuration folder, for files that have no configured place; null: not known. */
  readonly userFolder: string | null;
  readonly home: string | null;
}

interface ConnectionName {
  readonly entity: string;
  /** `spendesk` or the name of a source: a provider id unless the configuration names it otherwise. */
  readonly connection: string;
}

/** The store of a connection, and who chose it. */
export function chosenStore(choice: CredentialChoice, id: ConnectionName): Setting<CredentialStoreId> {
  const own = choice.own.get(keyOf(id));
  return own ? { value: own.value.store, origin: own.origin } : choice.store;
}

/**
 * Where the credentials of a connection are kept.
 * @throws Problem `credentials_command_missing` when the environment chose `command` and no file says which,
 *   `home_missing` when the place is in a home folder and there is none
 */
export function credentialSource(choice: CredentialChoice, id: ConnectionName): CredentialSource {
  const settings = { ...choice.settings, ...choice.own.get(keyOf(id))?.value };
  const store = chosenStore(choice, id).value;
  const absolute = (path: string) => absolutePath(path, choice);
  switch (store) {
    case "file":
      return { store, path: absolute(settings.file?.path ?? usualPlace(choice, "credentials.json", "file")) };
    case "encrypted-file": {
      const { path, ...key } = settings.encryptedFile ?? {};
      const place = path ?? usualPlace(choice, "credentials.age", "encryptedFile");
      return { store, path: absolute(place), key: keySource(key, absolute) };
    }
    case "command": {
      if (!settings.command) throw commandMissing();
      const timeoutMs = (settings.commandTimeoutSeconds ?? COMMAND_SECONDS) * 1000;
      return { store, command: settings.command, timeoutMs };
    }
    default:
      return { store };
  }
}

/** Choices of single connections in a checked file. @param origin where a key of the file stands */
export function ownChoices(
  { entities }: ConfigFile,
  origin: (path: readonly string[]) => string,
): CredentialChoice["own"] {
  const found = Object.entries(entities).flatMap(([entity, { spendesk, source, sources = [] }]) => {
    const settings = [
      { connection: "spendesk", block: ["spendesk"], value: spendesk.credentials },
      { connection: source?.provider ?? "", block: ["source"], value: source?.credentials },
      ...sources.map(({ name, provider, credentials }, index) => ({
        connection: name ?? provider,
        block: ["sources", String(index)],
        value: credentials,
      })),
    ];
    return settings.flatMap(({ connection, block, value }): [string, Setting<CredentialSettings>][] =>
      value
        ? [
            [
              keyOf({ entity, connection }),
              { value, origin: origin(["entities", entity, ...block, "credentials"]) },
            ],
          ]
        : [],
    );
  });
  return new Map(found);
}

function keyOf({ entity, connection }: ConnectionName): string {
  return `${entity}/${connection}`;
}

function keySource(
  key: Omit<NonNullable<CredentialSettings["encryptedFile"]>, "path">,
  absolute: (path: string) => string,
): KeySource {
  if (key.keyFile !== undefined) return { from: "key-file", path: absolute(key.keyFile) };
  if (key.passphraseFile !== undefined)
    return { from: "passphrase-file", path: absolute(key.passphraseFile) };
  if (key.systemdCredential !== undefined) return { from: "systemd", name: key.systemdCredential };
  return { from: "passphrase" };
}

function absolutePath(path: string, { folder, home }: CredentialChoice): string {
  if (path !== "~" && !path.startsWith("~/")) return isAbsolute(path) ? path : resolve(folder, path);
  if (home !== null) return join(home, path.slice(1));
  throw homeMissing(`It is not known where ${path} is.`, "Write the whole path", process.platform);
}

function usualPlace({ userFolder }: CredentialChoice, name: string, setting: string): string {
  if (userFolder !== null) return join(userFolder, name);
  throw homeMissing(
    "It is not known where the file with the credentials is.",
    `Name it as \`credentials.${setting}.path\` in the configuration`,
    process.platform,
  );
}

function commandMissing(): Problem {
  return new Problem({
    kind: "configuration",
    code: "credentials_command_missing",
    what: "Credentials are to come from a command, but there is none.",
    why: "The store is `command`, and the configuration has no `credentials.command`.",
    next: 'Add it to the configuration, for example `command: [op, read, "op://hr/{entity}-{connection}/{field}"]`.',
  });
}
