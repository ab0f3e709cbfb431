import { type EntityConfig, type LoadedConfig, loadConfig } from "../config/load.js";
import { knownVariables } from "../credentials/names.js";
import { NOTIFY_SECRETS } from "../observability/notify/channel.js";
import { guidesOf } from "../providers/provider.js";
import { openState } from "../state/open.js";
import { withSourceNames } from "../state/source-names.js";
import type { StateStore } from "../sync/model/index.js";
import { NOTIFY_CONNECTION } from "./after-run/connection.js";
import type { CliContext } from "./cli-context.js";
import { SPENDESK_FIELDS } from "./connection.js";
import { openCredentials, type StoreOf } from "./credentials/open.js";
import { providerOf } from "./find-provider.js";
import { selectEntities } from "./select-entities.js";
import { VERSION } from "./version.js";

/** The opened configuration, state and credentials that most commands work with. */
export interface Workspace {
  readonly config: LoadedConfig;
  /** The entities the person chose with `--entity` and `--group`, all when none was named. */
  readonly entities: readonly EntityConfig[];
  readonly state: StateStore;
  readonly credentials: StoreOf;
}

/** Loads the configuration as the flags and the environment say, and shows its warnings. */
export async function loadCliConfig(
  context: CliContext,
  options: { readonly mayCreate?: boolean } = {},
): Promise<LoadedConfig> {
  const { globals, process } = context;
  const config = await loadConfig({
    cwd: process.cwd,
    env: process.env,
    flags: globals,
    credentialVariables,
    ...options,
  });
  context.useConfig(config);
  for (const warning of config.warnings) context.say(`Warning: ${warning}`);
  return config;
}

/**
 * Opens everything, runs `use` and closes the state again whatever happens.
 * @param loaded the configuration, where it was loaded before
 * @throws Problem of the configuration, the state or the credential source
 */
export async function withWorkspace<T>(
  context: CliContext,
  use: (workspace: Workspace) => Promise<T>,
  loaded?: LoadedConfig,
): Promise<T> {
  const config = loaded ?? (await loadCliConfig(context));
  const entities = selectEntities(config, context.globals);
  const state = openCliState(config, context);
  try {
    return await use({ config, entities, state, credentials: openCredentials(config.credentials, context) });
  } finally {
    state.close();
  }
}

/** The tool's state in the configured folder; created when it is not there yet. */
export function openCliState(config: LoadedConfig, context: CliContext): StateStore {
  const state = openState({ dir: config.stateDir, toolVersion: VERSION, clock: context.process.clock });
  const several = config.entities.filter(({ sources }) => sources.length > 1);
  const redacted = redactedState(state, context.redactor.redact);
  if (several.length === 0) return redacted;
  const names = new Map(several.map(({ id, sources }) => [id, sources.map(({ name }) => name)]));
  return withSourceNames(redacted, (entity) => names.get(entity) ?? []);
}

/** Names of the environment variables that hold the credentials of these entities and of the notifications. */
async function credentialVariables(entities: readonly EntityConfig[]): Promise<readonly string[]> {
  const ends = entities.flatMap(({ id, sources }) => sources.map((source) => ({ id, source })));
  const sources = await Promise.all(
    ends.map(async ({ id, source }) => {
      // Those of other ways in are no misspelt ones.
      const credentialFields = guidesOf(await providerOf(source)).flatMap((guide) => guide.credentialFields);
      const connection = { entity: id, connection: source.name };
      return { id: connection, fields: credentialFields.map(({ key }) => key) };
    }),
  );
  const spendesk = entities.map(({ id }) => ({
    id: { entity: id, connection: "spendesk" },
    fields: SPENDESK_FIELDS,
  }));
  const connections = [...spendesk, ...sources];
  return knownVariables([...connections, { id: NOTIFY_CONNECTION, fields: NOTIFY_SECRETS }]);
}

/** Hides secrets and bank details in a text. */
type Redact = (text: string) => string;

/**
 * The state, with every sentence redacted on its way in. What servers say is redacted where it is read
 * already; this is for what comes from elsewhere, such as an error of the program itself, so that no
 * text that was ever an error can put a secret on the disk.
 */
function redactedState(state: StateStore, redact: Redact): StateStore {
  const redactError = <T extends { readonly code: string; readonly detail: string }>(error: T | null) =>
    error && { ...error, code: redact(error.code), detail: redact(error.detail) };
  return {
    ...state,
    saveEntity({ lastError, ...record }) {
      state.saveEntity({
        ...record,
        lastError: lastError && { code: redact(lastError.code), message: redact(lastError.message) },
      });
    },
    journalIntents(runId, entity, callId, entries, at) {
      const clean = entries.map((entry) => ({ ...entry, reason: redact(entry.reason) }));
      state.journalIntents(runId, entity, callId, clean, at);
    },
    journalOutcomes(runId, entity, outcomes, at) {
      const clean = outcomes.map((outcome) => ({
        ...outcome,
        error: redactError(outcome.error),
      }));
      state.journalOutcomes(runId, entity, clean, at);
    },
    updateHandOffs(entity, updates, at) {
      const clean = updates.map(({ detail, ...update }) => ({
        ...update,
        ...(detail !== undefined && { detail: redact(detail) }),
      }));
      state.updateHandOffs(entity, clean, at);
    },
  };
}
