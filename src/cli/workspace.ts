import type { SourceConfig } from "../config/entity-config.js";
import { type EntityConfig, type LoadedConfig, type LoadOptions, loadConfig } from "../config/load.js";
import { knownVariables } from "../credentials/names.js";
import { NOTIFY_SECRETS } from "../observability/notify/channel.js";
import { guidesOf, type ProviderGuide } from "../providers/provider.js";
import { isProblem, type StateStore } from "../sync/model/index.js";
import { NOTIFY_CONNECTION } from "./after-run/connection.js";
import type { CliContext } from "./cli-context.js";
import { SPENDESK_FIELDS } from "./connection.js";
import { openCredentials, type StoreOf } from "./credentials/open.js";
import { providerOf } from "./find-provider.js";
import { selectEntities } from "./select-entities.js";
import { STATE_CONNECTION, STATE_SECRETS } from "./state/connection.js";
import { openCliState } from "./state/open.js";

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
  options: Pick<LoadOptions, "mayCreate" | "sourceProblems"> = {},
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
  const state = await openCliState(config, context);
  try {
    return await use({ config, entities, state, credentials: openCredentials(config.credentials, context) });
  } finally {
    await state.close();
  }
}

/** Names of the environment variables that hold credentials: of these entities, of notifications and state. */
async function credentialVariables(entities: readonly EntityConfig[]): Promise<readonly string[]> {
  const ends = entities.flatMap(({ id, sources }) => sources.map((source) => ({ id, source })));
  const sources = await Promise.all(
    ends.map(async ({ id, source }) => {
      // Those of other ways in are no misspelt ones.
      const credentialFields = (await guidesOfSource(source)).flatMap((guide) => guide.credentialFields);
      const connection = { entity: id, connection: source.name };
      return { id: connection, fields: credentialFields.map(({ key }) => key) };
    }),
  );
  const spendesk = entities.map(({ id }) => ({
    id: { entity: id, connection: "spendesk" },
    fields: SPENDESK_FIELDS,
  }));
  const connections = [...spendesk, ...sources];
  return knownVariables([
    ...connections,
    { id: NOTIFY_CONNECTION, fields: NOTIFY_SECRETS },
    { id: STATE_CONNECTION, fields: STATE_SECRETS },
  ]);
}

/** None of an HR tool that is not known: its entity fails by itself, and the others go on. */
async function guidesOfSource(source: SourceConfig): Promise<readonly ProviderGuide[]> {
  try {
    return guidesOf(await providerOf(source));
  } catch (error) {
    if (isProblem(error)) return [];
    throw error;
  }
}
