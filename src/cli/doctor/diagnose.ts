import { resolveStateDir } from "../../config/global-settings.js";
import { type EntityConfig, type LoadedConfig, userSystem } from "../../config/load.js";
import type { StateLook } from "../../state/look.js";
import { isProblem } from "../../sync/model/index.js";
import type { CliContext } from "../cli-context.js";
import { type Target, targetsOf } from "../credentials/targets.js";
import { selectEntities } from "../select-entities.js";
import { loadCliConfig } from "../workspace.js";
import { checkApis } from "./apis.js";
import { checkConfiguration } from "./configuration.js";
import { checkCredentials } from "./credentials.js";
import { AREAS, attempt, type Finding, type Subject } from "./finding.js";
import { checkNetwork } from "./network.js";
import { checkPeople } from "./people.js";
import { checkRuns } from "./runs.js";
import { checkRuntime } from "./runtime.js";
import { checkLocalFolder, checkState, type StateCheck } from "./state.js";
import { checkDatabase } from "./state-postgres.js";

/**
 * Runs every check that can be run; what one can't do never stops another. Changes nothing, and sends
 * only reads.
 *
 * @param offline leaves out what needs the network
 * @returns in a stable order
 * @throws Problem `unknown_entity`, `unknown_group`, or of kind `interrupted`
 */
export async function diagnose(context: CliContext, offline: boolean): Promise<readonly Finding[]> {
  const { config, entities, findings } = await configured(context);
  const state = await checkStateWhereItIs(config, entities, offline, context);
  const active = entities.filter(({ id }) => !isDisconnected(id, state.look));
  const all = [
    ...(await checkRuntime(context)),
    ...findings,
    ...(await checkNetwork(active, context)),
    ...(config ? await checkConnections(config, active, offline, context) : []),
    ...state.findings,
    ...(state.look ? await checkRuns(entities, state.look, context) : []),
  ];
  return AREAS.flatMap((area) => all.filter((finding) => finding.area === area));
}

interface Configured {
  readonly config: LoadedConfig | null;
  /** Those the person chose. */
  readonly entities: readonly EntityConfig[];
  readonly findings: readonly Finding[];
}

const FILE: Subject = { area: "configuration", check: "file", entity: null };

async function configured(context: CliContext): Promise<Configured> {
  const loaded: { config?: LoadedConfig } = {};
  const findings = await attempt(FILE, async () => {
    // Its warnings become findings.
    loaded.config = await loadCliConfig({ ...context, say: () => undefined });
    return [];
  });
  return loaded.config ? withEntities(loaded.config, context) : { config: null, entities: [], findings };
}

/** No entity at all is a finding; a wrong `--entity` is a mistake of the command line. */
async function withEntities(config: LoadedConfig, context: CliContext): Promise<Configured> {
  const chosen = () => selectEntities(config, context.globals);
  const entities = config.entities.length === 0 ? [] : chosen();
  const nobody = await attempt(FILE, () => {
    chosen();
    return [];
  });
  return { config, entities, findings: [...nobody, ...(await checkConfiguration(config, entities))] };
}

const NO_STATE: StateCheck = { findings: [], look: null };

/** @param offline leaves a database out, since it is another machine's */
async function checkStateWhereItIs(
  config: LoadedConfig | null,
  entities: readonly EntityConfig[],
  offline: boolean,
  context: CliContext,
): Promise<StateCheck> {
  const folder = stateFolder(config, context);
  if (config === null || config.stateUrl === null) {
    return folder === null ? NO_STATE : checkState(folder, entities, context);
  }
  const local = await checkLocalFolder(config.stateDir);
  if (offline) return { findings: local, look: null };
  const database = await checkDatabase(config.stateUrl, config, entities, context);
  return { ...database, findings: [...database.findings, ...local] };
}

/**
 * Where the state is, or would be with a configuration that can be read. Null when that is not known,
 * which is then the trouble with the configuration.
 */
function stateFolder(
  config: LoadedConfig | null,
  { globals, process: { env, cwd } }: CliContext,
): string | null {
  if (config) return config.stateDir;
  try {
    return resolveStateDir(globals.stateDir, null, userSystem(env), cwd).value;
  } catch (error) {
    if (!isProblem(error)) throw error;
    return null;
  }
}

/** Its credentials may be gone, and nothing asks for them. */
function isDisconnected(id: string, look: StateLook | null): boolean {
  const record = look?.entities.find(({ entity }) => entity === id);
  return record?.connectionStatus === "disconnected";
}

async function checkConnections(
  config: LoadedConfig,
  entities: readonly EntityConfig[],
  offline: boolean,
  context: CliContext,
): Promise<readonly Finding[]> {
  const subject: Subject = { area: "credentials", check: "sources", entity: null };
  return attempt(subject, async () => {
    const isActive = ({ end }: Target) => !("entity" in end) || entities.includes(end.entity);
    const targets = entities.length === 0 ? [] : (await targetsOf(config, context)).filter(isActive);
    const { findings, read } = await checkCredentials(targets, config);
    if (offline) return findings;
    const apis = await checkApis(read, context);
    // Whoever can't be reached can't be read either.
    const isReached = ({ id }: EntityConfig) =>
      !apis.some((one) => one.entity === id && one.status === "problem");
    return [...findings, ...apis, ...(await checkPeople(entities.filter(isReached), read, context))];
  });
}
