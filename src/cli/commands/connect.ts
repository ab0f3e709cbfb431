import type { LoadedConfig } from "../../config/load.js";
import { draftEntity, type EntityPatch } from "../../config/write.js";
import type { Provider } from "../../providers/provider.js";
import { openState } from "../../state/open.js";
import { newEntityRecord } from "../../sync/connection-status.js";
import { Problem } from "../../sync/errors.js";
import type { Clock } from "../../sync/ports.js";
import type { CliContext } from "../cli-context.js";
import type { CommandInput, CommandResult, TextStyle } from "../command.js";
import { collectCredentials, givenCredentials, SPENDESK_CREDENTIAL_FIELDS } from "../connect/credentials.js";
import { checkLive, type LiveCheck } from "../connect/live-check.js";
import { type ConnectSettings, chooseEntity, chooseProvider, collectSettings } from "../connect/settings.js";
import { providerConnection, spendeskWith } from "../connection.js";
import { list, text } from "../options.js";
import { renderTable } from "../output/table.js";
import { createPrompter, type Prompter } from "../prompts/prompter.js";
import { VERSION } from "../version.js";
import { loadCliConfig, openCredentials } from "../workspace.js";

/**
 * `connect`: entity, set-up steps, data that will be read, credentials, live check, confirmation,
 * store. Ends in *awaiting actions*. Nothing is stored before the confirmation.
 */
export async function run(input: CommandInput, context: CliContext): Promise<CommandResult> {
  const prompter = context.interactive ? createPrompter(context) : null;
  const config = await loadCliConfig(context, { mayCreate: true });
  const provider = await chooseProvider(input.arguments[0], prompter);
  const entityId = await chooseEntity(context.globals.entity, config, prompter);
  const existing = config.entities.find((entity) => entity.id === entityId) ?? null;
  const store = openCredentials(config, context);
  await store.probe();

  if (prompter) await explain(provider, prompter, context);
  const settings = await collectSettings(list(input.options, "set"), provider, existing, prompter);
  const given = await givenCredentials(text(input.options, "credentialsFile"), context);
  const shared = { given, store, prompter, context };
  const spendeskKey = await collectCredentials({
    ...shared,
    id: { entity: entityId, connection: "spendesk" },
    fields: SPENDESK_CREDENTIAL_FIELDS,
  });
  const providerKey = await collectCredentials({
    ...shared,
    id: { entity: entityId, connection: provider.id },
    fields: provider.credentialFields,
  });

  const patch = entityPatch(settings, provider, existing?.policy.protect ?? []);
  const draft = await draftEntity(config.writePath, entityId, patch);
  context.say("Checking both connections …");
  const check = await checkLive(
    spendeskWith(draft.entity, spendeskKey, context),
    provider,
    providerConnection(provider, draft.entity, providerKey, context),
  );
  for (const line of reportLines(check, provider)) context.say(line);
  await confirm(input.options.yes === true, entityId, prompter);

  if (store.writable) {
    await store.write({ entity: entityId, connection: "spendesk" }, spendeskKey);
    await store.write({ entity: entityId, connection: provider.id }, providerKey);
  }
  await draft.save();
  remember(entityId, provider, settings, config, context.process.clock);
  return result(entityId, provider, config, check);
}

/** The entity starts over as *awaiting actions*: what was confirmed before was another connection. */
function remember(
  entity: string,
  provider: Provider,
  settings: ConnectSettings,
  config: LoadedConfig,
  clock: Clock,
): void {
  const state = openState({ dir: config.stateDir, toolVersion: VERSION, clock });
  try {
    const record = state.entity(entity) ?? newEntityRecord(entity, provider.id);
    state.saveEntity({
      ...record,
      provider: provider.id,
      connectionStatus: "awaiting_actions",
      confirmedConfig: null,
      lastError: null,
      keyExpiresOn: settings.keyExpiresOn ?? record.keyExpiresOn,
    });
  } finally {
    state.close();
  }
}

function result(entity: string, provider: Provider, config: LoadedConfig, check: LiveCheck): CommandResult {
  const next = `spendesk-hr configure --entity ${entity}`;
  return {
    exitCode: 0,
    document: {
      entity,
      provider: provider.id,
      connectionStatus: "awaiting_actions",
      file: config.writePath,
      check: {
        members: check.members,
        employees: check.provider.employees,
        findings: check.provider.findings,
      },
      nextSteps: [next],
    },
    text: () =>
      `${entity} is connected to ${provider.title}. Status: awaiting actions.\nConfiguration: ${config.writePath}\nNext: ${next}`,
  };
}

async function explain(provider: Provider, prompter: Prompter, context: CliContext): Promise<void> {
  const style: TextStyle = { color: context.globals.color, width: context.process.stderr.columns ?? 100 };
  context.say(`In ${provider.title}:`);
  for (const [index, step] of provider.setupSteps.entries()) context.say(`  ${index + 1}. ${step}`);
  context.say("This data will be read:");
  const rows = provider.dataRead.map(({ label, purpose, permission }) => [label, purpose, permission]);
  context.process.stderr.write(`${renderTable(["Data", "What for", "Permission"], rows, style)}\n`);
  context.say("Remember to tell your colleagues that this data is shared with Spendesk.");
  if (await prompter.confirm("Go on with this data?", true)) return;
  throw notConfirmed("Nothing was stored.");
}

function reportLines({ members, provider: report }: LiveCheck, provider: Provider): string[] {
  const employees = report.employees === null ? "" : ` with ${report.employees} employees`;
  return [
    `✔ Spendesk answers: ${members} members.`,
    `✔ ${provider.title} answers${employees}.`,
    ...report.findings
      .filter((finding) => finding.state !== "ok")
      .map((finding) => `⚠ ${finding.field} is ${finding.state}. ${finding.next ?? ""}`.trim()),
  ];
}

async function confirm(yes: boolean, entity: string, prompter: Prompter | null): Promise<void> {
  if (yes) return;
  if (!prompter) throw notConfirmed(`Run the same command with \`--yes\` to connect ${entity}.`);
  if (!(await prompter.confirm(`Connect ${entity}?`, true))) throw notConfirmed("Nothing was stored.");
}

function notConfirmed(next: string): Problem {
  return new Problem({
    kind: "safety",
    code: "confirmation_needed",
    what: "Nothing was connected: it was not confirmed.",
    why: "Connecting stores credentials and lets the tool read personal data.",
    next,
  });
}

function entityPatch(settings: ConnectSettings, provider: Provider, protect: readonly string[]): EntityPatch {
  const { timezone, walletCurrency, spendesk, sourceBaseUrl, providerSettings, owner } = settings;
  return {
    timezone,
    spendesk,
    source: {
      provider: provider.id,
      ...(sourceBaseUrl !== null && { baseUrl: sourceBaseUrl }),
      settings: providerSettings,
    },
    ...(walletCurrency !== null && { walletCurrency }),
    ...(owner !== null && { protect: [...new Set([...protect, owner])] }),
  };
}
