import type { LoadedConfig } from "../../config/load.js";
import type { Provider } from "../../providers/provider.js";
import type { CliContext } from "../cli-context.js";
import type { CommandResult, InputOf } from "../command.js";
import { statusRules } from "../configure/flags.js";
import { agree } from "../connect/agree.js";
import type { CheckedWork } from "../connect/check-connections.js";
import { askCompany, askKeyExpiry } from "../connect/company.js";
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
import { type KeptAnswers, keptAnswers, NOT_KEPT } from "../connect/kept-answers.js";
import { keepingAnswers } from "../connect/leave.js";
import { openWorkingStores } from "../connect/open-stores.js";
import { sayOpening } from "../connect/opening.js";
import { askSettings, knownSettings } from "../connect/provider-settings.js";
import { knownKeyExpiry, notStored, save } from "../connect/save.js";
import { warnOfOtherStore, withChosenStore } from "../connect/store.js";
import { type SettingFlags, STORE } from "../connect/store-flags.js";
import { chooseTarget } from "../connect/target.js";
import type { Work } from "../connect/work.js";
import { createPrompter, type Prompter } from "../prompts/prompter.js";
import { sayText, sayTitle } from "../prompts/screen.js";
import { loadCliConfig } from "../workspace.js";
import type { CONNECT_FLAGS } from "./setup-flags.js";

type Input = InputOf<typeof CONNECT_FLAGS>;

/**
 * `connect`: entity and HR tool, set-up steps, data that will be read, credentials, live check,
 * confirmation, store. Ends in *awaiting actions*. Nothing is stored before the confirmation but a draft of
 * the answers, when a person leaves.
 */
export async function run(input: Input, context: CliContext): Promise<CommandResult> {
  const prompter = context.interactive ? createPrompter(context) : null;
  const config = await loadCliConfig(context, { mayCreate: true });
  if (prompter) sayOpening(context);
  const target = await chooseTarget(
    input.arguments[0],
    context.globals.entity,
    input.options,
    config,
    prompter,
  );
  const typed = readSettingFlags(input.options.set, target.provider, context.process.clock);
  const draft = prompter ? keptAnswers(target, config.stateDir, context) : NOT_KEPT;
  return keepingAnswers(draft, target, async () => {
    const before = prompter ? await draft.goOn(prompter) : new Map();
    const interview = await openInterview({ target, typed, before, draft, prompter }, config, context);
    const opened = await openWorkingStores(interview, typed, config);
    const agreed = await agree(await ask(opened, input, config), input.options.yes === true, config);
    await save(agreed, config);
    return result(agreed, config, await notStored(agreed));
  });
}

interface Opened {
  readonly target: Awaited<ReturnType<typeof chooseTarget>>;
  /** By flags, which have precedence over what was answered before. */
  readonly typed: SettingFlags;
  readonly before: SettingFlags;
  readonly draft: KeptAnswers;
  readonly prompter: Prompter | null;
}

/** Settles what everything else depends on: the way into the HR tool, and where keys are kept. */
async function openInterview(
  { target, typed, before, draft, prompter }: Opened,
  config: LoadedConfig,
  context: CliContext,
): Promise<Interview> {
  const given: SettingFlags = new Map([...before, ...typed]);
  const wayIn = await chooseWayIn(target, given, prompter);
  const flags = await withChosenStore(given, config.credentials, prompter, context);
  draft.noteSettings(wayIn.decided);
  const store = flags.get(STORE);
  if (store !== undefined && !typed.has(STORE)) draft.noteStore(store);
  warnOfOtherStore(typed, config.credentials, context);
  return { context, prompter, flags, draft, ...target, ...wayIn };
}

/** All questions before the live check. */
async function ask(
  { interview, connections }: Pick<Work, "interview" | "connections">,
  input: Input,
  config: LoadedConfig,
): Promise<Work> {
  const { context, entityId, provider, draft } = interview;
  const { spendesk, provider: hrTool } = connections;
  const given = await givenCredentials(input.options.credentialsFile, [spendesk, hrTool], context);
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
  draft.noteKeyExpiry(keyExpiresOn);
  if (interview.prompter) sayTitle(context, provider.title);
  const providerKey = await collectCredentials(foundHrTool, mayReplace, interview);
  const source = await askSource(interview, providerKey);
  draft.noteSettings(source.settings, source.others.statuses);
  return {
    interview,
    connections,
    attempt: { company, spendeskKey, providerKey, keyExpiresOn, ...source },
  };
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

function result(
  { interview: { entityId, provider }, check, draft }: CheckedWork,
  config: LoadedConfig,
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
