import type { EntityConfig, SourceConfig } from "../../config/entity-config.js";
import type { LoadedConfig } from "../../config/load.js";
import type { Connection as EngineConnection } from "../../connectors/reading/values-of.js";
import { Problem } from "../../sync/model/index.js";
import type { CliContext } from "../cli-context.js";
import { checkSourceHost, checkTimezone } from "../connect/answer-checks.js";
import { hrConnection } from "../connect/connections.js";
import { collectCredentials, findCredentials, requireAskable } from "../connect/credentials.js";
import { sourceBaseUrl } from "../connect/draft.js";
import { PROVIDER_SETTING } from "../connect/flags.js";
import { givenCredentials, type Interview } from "../connect/given-credentials.js";
import { NOT_KEPT } from "../connect/kept-answers.js";
import { askSettings, knownSettings } from "../connect/provider-settings.js";
import { providerConnection } from "../connection.js";
import { triedKeeper } from "../credentials/keeper.js";
import { openCredentials } from "../credentials/open.js";
import { parseSettingFlags } from "../options.js";
import { createPrompter } from "../prompts/prompter.js";
import { loadCliConfig } from "../workspace.js";
import { type NamedTool, toolNamed } from "./described.js";
import { NOWHERE, noKeeper } from "./nowhere.js";

interface LiveOptions {
  readonly set: readonly string[];
  readonly credentialsFile: string | undefined;
}

/** A described tool with an open connection. */
interface OpenTool extends NamedTool {
  readonly connection: EngineConnection;
}

/**
 * Opens a described tool for a look. Credentials and settings are those of the entity that `--entity` names or
 * that is connected to it; else they are given, in the environment, or asked for. Nothing is stored.
 *
 * @throws Problem `unknown_connector`, `one_entity_only`, `credentials_missing`, `provider_settings`, or of the file
 */
export async function openTool(name: string, options: LiveOptions, context: CliContext): Promise<OpenTool> {
  const config = await loadCliConfig(context, { mayCreate: true });
  const tool = await toolNamed(name, config.connectors, context.process.cwd);
  const { provider } = tool;
  const present = presentEntity(config, provider.id, context);
  const source = present?.sources.find((one) => one.provider === provider.id);
  const entityId = present?.id ?? context.globals.entity[0] ?? provider.id;
  const prompter = context.interactive ? createPrompter(context) : null;
  const interview: Interview = {
    ...{ context, prompter, provider, entityId, present, decided: {} },
    ...{ sourceName: source?.name ?? provider.id, isBeside: false },
    flags: liveFlags(options.set, tool),
    draft: NOT_KEPT,
  };
  // Of an entity that is not connected to this tool, nothing can be stored.
  const storeOf = present ? openCredentials(config.credentials, context) : () => NOWHERE;
  const hrTool = hrConnection(entityId, interview.sourceName, provider, storeOf);
  const given = await givenCredentials(options.credentialsFile, [hrTool], context);
  const found = await findCredentials(hrTool, given, interview);
  requireAskable([found], interview);
  const credentials = await collectCredentials(found, false, interview);
  const settings = await askSettings(interview, knownSettings(interview));
  const sources = [onlySource(provider.id, settings, sourceBaseUrl(interview) || null)] as const;
  const timezone = interview.flags.get("timezone") ?? present?.timezone ?? "Etc/UTC";
  const entity = { id: entityId, timezone, sources };
  const kept = { ...hrTool, keys: hrTool.fields.map(({ key }) => key) };
  const keeper = present ? triedKeeper(kept, credentials, context) : noKeeper(provider.id);
  const connection = providerConnection(provider, entity, sources[0], credentials, context, keeper);
  return { ...tool, connection: connection as EngineConnection };
}

/** A source as it would be configured for a tool that is only looked at. */
export function onlySource(provider: string, settings: unknown, baseUrl: string | null): SourceConfig {
  return { name: provider, provider, settings, statuses: {}, baseUrl, filter: null, configured: false };
}

/** The entity whose key is taken: the one that is named, else the only one that is connected to this tool. */
function presentEntity(
  { entities }: LoadedConfig,
  provider: string,
  { globals }: CliContext,
): EntityConfig | null {
  const [wanted, another] = globals.entity;
  if (another !== undefined) {
    throw new Problem({
      kind: "usage",
      code: "one_entity_only",
      what: "An HR tool is asked for one entity at a time.",
      why: "`--entity` was given more than once.",
      next: "Run the command once for each entity.",
    });
  }
  const own = entities.filter(({ sources }) => sources.some((one) => one.provider === provider));
  const [only, other] = own;
  if (wanted !== undefined) return own.find(({ id }) => id === wanted) ?? null;
  return other === undefined ? (only ?? null) : null;
}

function liveFlags(flags: readonly string[], { provider }: NamedTool): ReadonlyMap<string, string> {
  const ofProvider = provider.settingFields.map(({ key }) => `${PROVIDER_SETTING}${key}`);
  const given = parseSettingFlags(flags, ["source.baseUrl", "timezone", ...ofProvider]);
  for (const [key, check] of [
    ["source.baseUrl", checkSourceHost],
    ["timezone", checkTimezone],
  ] as const) {
    const value = given.get(key);
    const why = value === undefined ? null : check(value);
    if (why === null) continue;
    throw new Problem({
      kind: "usage",
      code: "setting_invalid",
      what: `The value of \`--set ${key}\` can't be used.`,
      why,
      next: `Run the same command with another value after \`--set ${key}=\`.`,
    });
  }
  return given;
}
