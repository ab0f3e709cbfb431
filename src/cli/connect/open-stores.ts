import type { LoadedConfig } from "../../config/load.js";
import { isProblem } from "../../sync/model/index.js";
import { openCredentials } from "../credentials/open.js";
import { sayText } from "../prompts/screen.js";
import { hrConnection, spendeskConnection } from "./connections.js";
import type { Interview } from "./given-credentials.js";
import { askStore, choiceWith, probeStores, warnOfOtherStore } from "./store.js";
import { type SettingFlags, STORE } from "./store-flags.js";
import type { Connections, Work } from "./work.js";

/** Both ends with the stores that configuration and flags name; nothing is read from them yet. */
function openConnections(
  { entityId, sourceName, provider, flags, context }: Interview,
  config: LoadedConfig,
): Connections {
  const storeOf = openCredentials(choiceWith(config.credentials, flags), context);
  return {
    spendesk: spendeskConnection(entityId, storeOf),
    provider: hrConnection(entityId, sourceName, provider, storeOf),
  };
}

/**
 * Both ends with stores that work. Who chose one by answering a question may choose another one.
 * @param typed flags of the command line
 * @throws Problem of a store that flags or the configuration name
 */
export async function openWorkingStores(
  interview: Interview,
  typed: SettingFlags,
  config: LoadedConfig,
): Promise<Pick<Work, "interview" | "connections">> {
  const connections = openConnections(interview, config);
  try {
    await probeStores([connections.spendesk, connections.provider]);
    return { interview, connections };
  } catch (error) {
    const isAnswer = interview.flags.has(STORE) && !typed.has(STORE);
    if (!isProblem(error) || error.kind === "interrupted" || !isAnswer || !interview.prompter) throw error;
    sayText(interview.context, error.why, "✘ ");
    return chooseStoreAgain(interview, config);
  }
}

/** Asks where keys are kept until it is a place that works; what was typed is kept there instead. */
export async function chooseStoreAgain(
  interview: Interview,
  config: LoadedConfig,
): Promise<Pick<Work, "interview" | "connections">> {
  const { prompter, context, draft } = interview;
  if (!prompter) throw new Error("there is nobody to ask where keys are kept");
  for (;;) {
    const flags = await askStore(interview.flags, config.credentials.settings, prompter, context);
    const chosen = { ...interview, flags };
    const connections = openConnections(chosen, config);
    try {
      await probeStores([connections.spendesk, connections.provider]);
    } catch (error) {
      if (!isProblem(error) || error.kind === "interrupted") throw error;
      sayText(context, error.why, "✘ ");
      continue;
    }
    warnOfOtherStore(flags, config.credentials, context);
    draft.noteStore(flags.get(STORE) ?? "");
    return { interview: chosen, connections };
  }
}

/** The kinds of place where keys are kept, each once. */
export function storesOf({ spendesk, provider }: Connections): readonly string[] {
  return [...new Set([spendesk.store.id, provider.store.id])];
}
