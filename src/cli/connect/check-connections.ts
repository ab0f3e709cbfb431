import type { SourceConfig } from "../../config/entity-config.js";
import type { EntityConfig, LoadedConfig } from "../../config/load.js";
import type { EntityDraft } from "../../config/write.js";
import { providerConnection, spendeskWith } from "../connection.js";
import { triedKeeper } from "../credentials/keeper.js";
import type { Choice } from "../prompts/prompter.js";
import { sayText } from "../prompts/screen.js";
import type { Connection } from "./connections.js";
import { askCredentials, type CredentialValues } from "./credentials.js";
import { type Answers, draftConnection } from "./draft.js";
import type { Interview } from "./given-credentials.js";
import { checkLive, type FailedCheck, type LiveCheck } from "./live-check.js";
import { askSome, openSettingFields } from "./provider-settings.js";
import { chooseDelivery, sayReport } from "./report.js";

/** What is tried, and may be entered again when it fails. */
export interface Attempt extends Answers {
  readonly spendeskKey: CredentialValues;
  readonly providerKey: CredentialValues;
}

/** An attempt that worked. */
export interface CheckedAttempt extends Attempt {
  readonly draft: EntityDraft;
  readonly check: LiveCheck;
}

/** Both ends. */
export interface Connections {
  readonly spendesk: Connection;
  readonly provider: Connection;
}

/**
 * Tries both ends until they work. After a failure a person may enter that end's values again; nothing
 * else that was typed is lost.
 * @throws Problem of the failure when there is nobody to ask, or when the person gives up
 */
export async function checkConnections(
  first: Attempt,
  connections: Connections,
  config: LoadedConfig,
  interview: Interview,
): Promise<CheckedAttempt> {
  const { context, provider } = interview;
  let attempt = first;
  for (;;) {
    const { company, spendeskKey, providerKey } = attempt;
    const draft = await draftConnection(config, interview, attempt, null);
    const { id, store, fields } = connections.provider;
    const keys = fields.map(({ key }) => key);
    const tried = triedKeeper({ id, store, keys }, providerKey, context);
    context.say("Checking both connections …");
    const result = await checkLive({
      spendesk: spendeskWith(draft.entity, spendeskKey, context),
      provider,
      openProvider: () =>
        providerConnection(
          provider,
          draft.entity,
          draftedSource(draft.entity, interview),
          providerKey,
          context,
          tried,
        ),
      owner: company.owner,
    });
    attempt = { ...attempt, providerKey: tried.values() };
    if (result.ok) {
      sayReport(result.check, company.owner, interview);
      const target = await chooseDelivery(result.check.writeAccess, interview);
      const agreed = target && (await draftConnection(config, interview, attempt, target));
      return { ...attempt, draft: agreed ?? draft, check: result.check };
    }
    attempt = await afterFailure(attempt, result, connections, interview);
  }
}

/** The source that is connected, as it will be in the configuration. */
function draftedSource({ id, sources }: EntityConfig, { sourceName }: Interview): SourceConfig {
  const [first] = sources;
  const source = sources.length === 1 ? first : sources.find(({ name }) => name === sourceName);
  if (!source) throw new Error(`the draft of ${id} has no source ${sourceName}`);
  return source;
}

async function afterFailure(
  attempt: Attempt,
  { side, problem }: FailedCheck,
  connections: Connections,
  interview: Interview,
): Promise<Attempt> {
  const { prompter, context } = interview;
  if (!prompter) throw problem;
  sayText(context, problem.message, "✘ ");
  sayText(context, problem.why, "  ");
  sayText(context, problem.next, "  ");
  switch (await prompter.select("What now?", waysOn({ side, problem }, connections, interview))) {
    case "credentials":
      return side === "spendesk"
        ? {
            ...attempt,
            spendeskKey: await askCredentials(connections.spendesk, attempt.spendeskKey, interview),
          }
        : {
            ...attempt,
            providerKey: await askCredentials(connections.provider, attempt.providerKey, interview),
          };
    case "settings":
      return {
        ...attempt,
        settings: await askSome(openSettingFields(interview.provider), interview, attempt.settings),
      };
    case "again":
      return attempt;
    default:
      throw problem;
  }
}

/** The likeliest way first. */
function waysOn(
  { side, problem }: FailedCheck,
  connections: Connections,
  { provider }: Interview,
): readonly Choice[] {
  // Not when the store is filled by other means.
  const { title, store } = connections[side];
  const type = { value: "credentials", label: `Type the key of ${title} again` };
  const again = { value: "again", label: "Check again, after correcting it there" };
  const settings = { value: "settings", label: `Change the settings of ${title}` };
  const wrongKey = problem.kind === "credentials" && problem.code !== "permission_missing";
  return [
    ...(store.writable && wrongKey ? [type, again] : [again]),
    ...(store.writable && !wrongKey ? [type] : []),
    ...(side === "provider" && openSettingFields(provider).length > 0 ? [settings] : []),
    { value: "stop", label: "Stop; nothing is stored" },
  ];
}
