import type { LoadedConfig } from "../../config/load.js";
import type { Provider } from "../../providers/provider.js";
import type { CliContext } from "../cli-context.js";
import type { CommandResult, InputOf } from "../command.js";
import { statusRules } from "../configure/flags.js";
import { type Connections, checkConnections } from "../connect/check-connections.js";
import { askCompany, askKeyExpiry } from "../connect/company.js";
import { hrConnection, spendeskConnection } from "../connect/connections.js";
import {
  type CredentialValues,
  collectCredentials,
  findCredentials,
  requireAskable,
} from "../connect/credentials.js";
import type { Answers } from "../connect/draft.js";
import { readSettingFlags } from "../connect/flags.js";
import type { Interview } from "../connect/given-credentials.js";
import { givenCredentials } from "../connect/given-credentials.js";
import { chooseWayIn, introduce } from "../connect/introduction.js";
import { askSettings, knownSettings } from "../connect/provider-settings.js";
import { notConfirmed } from "../connect/report.js";
import { type Agreed, knownKeyExpiry, notStored, save } from "../connect/save.js";
import { choiceWith, probeStores, warnOfOtherStore, withChosenStore } from "../connect/store.js";
import { chooseTarget } from "../connect/target.js";
import { openCredentials } from "../credentials/open.js";
import { createPrompter } from "../prompts/prompter.js";
import { sayText, sayTitle } from "../prompts/screen.js";
import { loadCliConfig } from "../workspace.js";
import type { CONNECT_FLAGS } from "./setup-flags.js";

type Input = InputOf<typeof CONNECT_FLAGS>;

/**
 * `connect`: entity and HR tool, set-up steps, data that will be read, credentials, live check,
 * confirmation, store. Ends in *awaiting actions*. Nothing is stored before the confirmation.
 */
export async function run(input: Input, context: CliContext): Promise<CommandResult> {
  const prompter = context.interactive ? createPrompter(context) : null;
  const config = await loadCliConfig(context, { mayCreate: true });
  const { globals, process } = context;
  const target = await chooseTarget(input.arguments[0], globals.entity, input.options, config, prompter);
  const given = readSettingFlags(input.options.set, target.provider, process.clock);
  const wayIn = await chooseWayIn(target, given, prompter);
  const flags = await withChosenStore(given, config.credentials, prompter, context);
  warnOfOtherStore(given, config.credentials, context);
  const interview: Interview = { context, prompter, flags, ...target, ...wayIn };

  const storeOf = openCredentials(choiceWith(config.credentials, flags), context);
  const connections: Connections = {
    spendesk: spendeskConnection(target.entityId, storeOf),
    provider: hrConnection(target.entityId, target.sourceName, interview.provider, storeOf),
  };
  const agreed = await ask(interview, input, config, connections);
  await save(agreed, interview, config, connections);
  const missing = await notStored(agreed, connections);
  return result(interview, config, agreed, missing);
}

/** All questions, from the probe of the store to the confirmation. */
async function ask(
  interview: Interview,
  input: Input,
  config: LoadedConfig,
  connections: Connections,
): Promise<Agreed> {
  const { context, entityId, provider } = interview;
  const { spendesk, provider: hrTool } = connections;
  const given = await givenCredentials(input.options.credentialsFile, [spendesk, hrTool], context);
  await probeStores([spendesk, hrTool]);
  const foundSpendesk = await findCredentials(spendesk, given, interview);
  const foundHrTool = await findCredentials(hrTool, given, interview);
  requireAskable([foundSpendesk, foundHrTool], interview);
  const mayReplace = foundSpendesk.complete && foundHrTool.complete;

  await introduce(interview);
  if (interview.prompter) sayTitle(context, `Spendesk, entity ${entityId}`);
  const company = await askCompany(interview);
  const kept = new Set([spendesk, hrTool].filter(({ store }) => store.writable).map(({ store }) => store.id));
  if (interview.prompter && kept.size > 0 && !mayReplace) {
    sayText(context, `Keys are kept in: ${[...kept].join(", ")}. Secrets are hidden while you type.`);
  }
  const spendeskKey = await collectCredentials(foundSpendesk, mayReplace, interview);
  const keyExpiresOn = await askKeyExpiry(interview, await knownKeyExpiry(entityId, config, context));
  if (interview.prompter) sayTitle(context, provider.title);
  const providerKey = await collectCredentials(foundHrTool, mayReplace, interview);
  const source = await askSource(interview, providerKey);

  const first = { company, spendeskKey, providerKey, ...source };
  const checked = await checkConnections(first, connections, config, interview);
  await confirm(input.options.yes === true, interview);
  return { ...checked, keyExpiresOn };
}

/** The settings of the source; those of an export can only be told by looking into it. */
async function askSource(
  interview: Interview,
  key: CredentialValues,
): Promise<Pick<Answers, "settings" | "others">> {
  const known = knownSettings(interview);
  if (interview.provider.id === "file") {
    const { settleFile } = await import("../connect/file/settle.js");
    return settleFile(interview, known, key);
  }
  const statuses = statusRules(interview.flags);
  const others = Object.keys(statuses).length === 0 ? {} : { statuses };
  return { settings: await askSettings(interview, known), others };
}

async function confirm(yes: boolean, { prompter, entityId, provider }: Interview): Promise<void> {
  if (yes) return;
  if (!prompter)
    throw notConfirmed("There is nobody to ask.", "Run the same command with `--yes` to confirm it.");
  if (await prompter.confirm(`Connect ${entityId} to ${provider.title}?`, true)) return;
  throw notConfirmed("The last question was answered with no.");
}

function result(
  { entityId, provider }: Interview,
  config: LoadedConfig,
  { check, draft }: Agreed,
  missing: readonly string[],
): CommandResult {
  const nextSteps = [...missing, nextCommand(entityId)];
  return {
    exitCode: 0,
    document: {
      entity: entityId,
      provider: provider.id,
      connectionStatus: "awaiting_actions",
      file: config.writePath,
      target: draft.entity.spendesk.target,
      check,
      nextSteps,
    },
    text: () => connectedText(entityId, provider, config.writePath, nextSteps),
  };
}

function nextCommand(entity: string): string {
  return `spendesk-hr configure --entity ${entity}`;
}

function connectedText(
  entity: string,
  provider: Provider,
  file: string,
  nextSteps: readonly string[],
): string {
  return [
    `${entity} is connected to ${provider.title}. Status: awaiting actions.`,
    `Configuration: ${file}`,
    ...nextSteps.map((step) => `Next: ${step}`),
  ].join("\n");
}
