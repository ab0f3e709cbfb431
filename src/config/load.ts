import { stat } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import type { PostgresAddress } from "../shared/postgres-address.js";
import { Problem } from "../sync/model/index.js";
import { type CheckedConfig, checkedConfig, examineConfig } from "./check.js";
import { type ConnectorFile, readConnectorFiles } from "./connector-files.js";
import { type CredentialChoice, ownChoices } from "./credential-sources.js";
import type { CredentialStoreId } from "./credential-stores.js";
import {
  configDirectory,
  directoryWarnings,
  type Environment,
  homeDirectory,
  type UserSystem,
} from "./directories.js";
import type { ConfigDocument } from "./document.js";
import { type EntityConfig, isConnected, type UnconnectedEntity, withConnector } from "./entity-config.js";
import { environmentValue, environmentWarnings } from "./environment.js";
import { NEW_FILE_NAME, readConfig, searchConfig, searchDirectories } from "./find.js";
import { furtherProblems, type SourceProblems } from "./further-problems.js";
import {
  credentialStoreFromEnvironment,
  filled,
  type Retention,
  resolveStateDir,
  resolveStateUrl,
  type Setting,
  stateSchema,
} from "./global-settings.js";
import { type LogFlags, type LogSettings, resolveLog } from "./log-settings.js";
import { type NetworkSettings, resolveNetwork } from "./network.js";
import { type NotifySettings, notifySchema } from "./notify-schema.js";
import { fileOrigin, fileOrigins, type Origin } from "./origins.js";

export type { EntityConfig } from "./entity-config.js";

/** What a configuration is loaded from. */
export interface LoadOptions {
  readonly cwd: string;
  readonly env: Environment;
  /** Global flags as typed. */
  readonly flags: LogFlags & {
    readonly config?: string | undefined;
    readonly stateDir?: string | undefined;
  };
  /**
   * True for commands that may create the file (`connect`): a file that was named but isn't there is
   * then no error, and variables are not warned about: they may belong to the entity to come.
   */
  readonly mayCreate?: boolean;
  /**
   * Names of the credential variables of the entities, without `_FILE`. Without it, unknown
   * `SPENDESK_HR_*` variables are not warned about.
   */
  readonly credentialVariables?: (entities: readonly EntityConfig[]) => Promise<readonly string[]>;
  /**
   * What is wrong with HR tools and their settings, for commands that tell every mistake of the file. Without it,
   * that is no part of the check: it is a problem of its own entity.
   */
  readonly sourceProblems?: SourceProblems;
  /** The user's home directory; default: the one of the environment or the account. */
  readonly home?: string;
  /** Directory of the machine's configuration. */
  readonly systemDirectory?: string;
}

/** The effective configuration. */
export interface LoadedConfig {
  /** The file it was read from; null when there is none yet. */
  readonly path: string | null;
  /** Directories that were searched for it, in this order; none when it was named. */
  readonly searched: readonly string[];
  /** Where `connect` and `configure` write: the file, or the one to create. */
  readonly writePath: string;
  readonly entities: readonly EntityConfig[];
  /** Entities without an HR tool; each has a warning. */
  readonly unconnected: readonly UnconnectedEntity[];
  /** Descriptions of further HR tools. */
  readonly connectors: readonly ConnectorFile[];
  /** Where credentials are kept. */
  readonly credentials: CredentialChoice;
  readonly network: NetworkSettings;
  readonly log: LogSettings;
  readonly notify: NotifySettings;
  /** File for the metrics, absolute; null: none. */
  readonly metricsFile: string | null;
  /** Folder of the state, or of what stays on this machine when the state is in a database. Absolute. */
  readonly stateDir: string;
  /** The database that the state is in; null: it is in its folder. */
  readonly stateUrl: PostgresAddress | null;
  readonly retention: Retention;
  readonly origins: readonly Origin[];
  /** Sentences for stderr. */
  readonly warnings: readonly string[];
}

/**
 * Finds, reads and checks the configuration: flag, else environment, else file, else default.
 * Without a file the result has no entities.
 *
 * @throws Problem of kind `configuration`: `config_missing`, `config_ambiguous`, `config_format`, `config_unreadable`,
 *   `config_encoding`, `config_syntax`, `connector_missing`, `connector_id`, `config_secret`, `config_unknown_key`, `config_invalid`, `filter_…`,
 *   `credentials_store_unknown`, `config_permissions`, `home_missing`; of kind `usage`: `flag_empty`.
 */
export async function loadConfig(options: LoadOptions): Promise<LoadedConfig> {
  const { cwd, env, flags, mayCreate = false, credentialVariables } = options;
  const system = userSystem(env, options.home);
  const named = namedFile(flags.config, env);
  const searched = named ? [] : directoriesFor(options, system);
  const document = named ? await readNamed(options, named) : await searchConfig(searched, cwd);
  const found = document && examineConfig(document);
  const further = found && options.sourceProblems ? await furtherProblems(found, options.sourceProblems) : [];
  const checked = found && checkedConfig(found, further);
  const connectors = checked
    ? await readConnectorFiles(checked.content.connectors, dirname(checked.document.path))
    : [];
  const entities = (checked?.entities.filter(isConnected) ?? []).map((entity) =>
    withConnector(entity, connectors),
  );
  const unconnected = checked?.entities.filter((entity) => !isConnected(entity)) ?? [];

  const path = document?.path ?? null;
  const stateDir = resolveStateDir(flags.stateDir, stateDirOfFile(checked), system, cwd);
  const stateUrl = resolveStateUrl(stateUrlOfFile(checked), system);
  const writePath = path ?? resolve(cwd, named?.value ?? NEW_FILE_NAME);
  const credentials = credentialChoice(checked, writePath, system);
  if (document) await refuseForeignCommand(document, credentials);
  const { network, origins: networkOrigins } = resolveNetwork(env, cwd, checked);
  const { log, origins: logOrigins } = resolveLog(flags, env, checked);
  const textfile = checked?.content.metrics.textfile;
  return {
    path,
    searched,
    writePath,
    entities,
    unconnected,
    connectors,
    credentials,
    network,
    log,
    notify: checked?.content.notify ?? notifySchema.parse(undefined),
    metricsFile: textfile === undefined ? null : resolve(dirname(writePath), textfile),
    stateDir: stateDir.value,
    stateUrl: stateUrl?.value ?? null,
    retention: checked?.content.state ?? stateSchema.parse(undefined),
    // Every setting of every entity is looked for in the file: only who wants to see them waits for that.
    get origins() {
      return [
        { key: "config", value: path, origin: named?.origin ?? "search" },
        { key: "stateDir", ...stateDir },
        ...(stateUrl ? [{ key: "stateUrl", value: stateUrl.value.shown, origin: stateUrl.origin }] : []),
        { key: "credentials.store", ...credentials.store },
        ...networkOrigins,
        ...logOrigins,
        ...(checked ? contentOrigins(checked) : []),
      ];
    },
    warnings: [
      ...directoryWarnings(system, { state: stateDir.origin === "default", config: named === null }),
      ...(document ? await permissionWarnings(document) : []),
      ...(await Promise.all(connectors.map(permissionWarnings))).flat(),
      ...unconnected.map(unconnectedWarning),
      ...(credentialVariables && !mayCreate
        ? environmentWarnings(env, await credentialVariables(entities))
        : []),
    ],
  };
}

/** @param home the home directory, where it is not that of the environment or the account */
export function userSystem(env: Environment, home?: string): UserSystem {
  const { platform } = process;
  return { env, platform, home: home ?? homeDirectory(env, platform) };
}

function namedFile(flag: string | undefined, env: Environment): Setting<string> | null {
  if (flag !== undefined) return { value: filled("--config", flag), origin: "flag --config" };
  const value = environmentValue(env, "SPENDESK_HR_CONFIG");
  return value === null ? null : { value, origin: "environment SPENDESK_HR_CONFIG" };
}

function credentialChoice(
  checked: CheckedConfig | null,
  writePath: string,
  system: UserSystem,
): CredentialChoice {
  const { store, ...settings } = checked?.content.credentials ?? { store: "keychain" };
  const byFile: Setting<CredentialStoreId> = {
    value: store,
    origin: checked ? fileOrigin(checked.document, ["credentials", "store"]) : "default",
  };
  return {
    store: credentialStoreFromEnvironment(system.env) ?? byFile,
    settings,
    own: checked ? ownChoices(checked.content, (path) => fileOrigin(checked.document, path)) : new Map(),
    folder: dirname(writePath),
    userFolder: configDirectory(system),
    home: system.home,
  };
}

function stateDirOfFile(checked: CheckedConfig | null): Setting<string> | null {
  const dir = checked?.content.state.dir;
  if (!checked || dir === undefined) return null;
  const { document } = checked;
  return { value: resolve(dirname(document.path), dir), origin: fileOrigin(document, ["state", "dir"]) };
}

function stateUrlOfFile(checked: CheckedConfig | null): Setting<string> | null {
  const url = checked?.content.state.url;
  if (!checked || url === undefined) return null;
  return { value: url, origin: fileOrigin(checked.document, ["state", "url"]) };
}

function contentOrigins({ document, content }: CheckedConfig): readonly Origin[] {
  const { store: _shownAbove, ...credentials } = content.credentials;
  return [
    ...Object.entries(credentials).flatMap(([key, value]) =>
      fileOrigins(document, value, ["credentials", key]),
    ),
    ...fileOrigins(document, content.notify, ["notify"]),
    ...fileOrigins(document, content.metrics, ["metrics"]),
    ...fileOrigins(document, content.state, ["state"]),
    ...fileOrigins(document, content.entities, ["entities"]),
  ];
}

function directoriesFor(
  { cwd, systemDirectory = "/etc/spendesk-hr" }: LoadOptions,
  system: UserSystem,
): readonly string[] {
  const own = configDirectory(system);
  return searchDirectories(cwd, system.home, own === null ? [systemDirectory] : [own, systemDirectory]);
}

async function readNamed(
  { cwd, mayCreate = false }: LoadOptions,
  named: Setting<string>,
): Promise<ConfigDocument | null> {
  const document = await readConfig(named.value, cwd);
  if (document || mayCreate) return document;
  throw new Problem({
    kind: "configuration",
    code: "config_missing",
    what: `There is no configuration file ${named.value}.`,
    why: `It was named by the ${named.origin}, so no other file is used instead.`,
    next: `Correct the name, or run \`spendesk-hr connect --config ${named.value}\` to create it.`,
  });
}

function unconnectedWarning({ id }: UnconnectedEntity): string {
  return `Entity ${id} has no HR tool yet and is left out. Run \`spendesk-hr connect --entity ${id}\`.`;
}

/** Whoever may change the file may redirect where credentials are sent. */
async function permissionWarnings({
  path,
  label,
}: Pick<ConfigDocument, "path" | "label">): Promise<readonly string[]> {
  const { mode } = await stat(path);
  const everybody = process.platform !== "win32" && (mode & 0o002) !== 0;
  return everybody
    ? [`Every user of this machine may change ${label}, and so whom it touches. Run \`chmod o-w ${path}\`.`]
    : [];
}

/** Write permission of the group and of everybody else. */
const WRITABLE_BY_OTHERS = 0o022;

/**
 * Whoever may change the file decides what the store `command` runs, so only this user and root may be;
 * a file that its group may change is refused as well, as ssh does. On Windows owner and mode say nothing and are not checked.
 *
 * @throws Problem `config_permissions`
 */
async function refuseForeignCommand(
  { path, label }: ConfigDocument,
  { store, own }: CredentialChoice,
): Promise<void> {
  const stores = [store.value, ...[...own.values()].map(({ value }) => value.store)];
  if (!stores.includes("command") || process.platform === "win32") return;
  const { mode, uid } = await stat(path);
  const foreign = uid !== 0 && uid !== process.geteuid?.();
  if (!foreign && (mode & WRITABLE_BY_OTHERS) === 0) return;
  throw new Problem({
    kind: "configuration",
    code: "config_permissions",
    what: `${label} names a command for credentials, and others may change it; nothing was run.`,
    why: foreign
      ? `The file belongs to another user (uid ${uid}).`
      : `${(mode & 0o002) === 0 ? "Its group" : "Every user of this machine"} may write to it (mode ${(mode & 0o777).toString(8)}).`,
    next: foreign
      ? `Run \`chown\` for ${path}, after looking at the command in it.`
      : `Run \`chmod go-w '${path}'\`, after looking at the command in it.`,
  });
}
