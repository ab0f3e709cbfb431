import type { LoadedConfig } from "../../config/load.js";
import { changeSomething } from "./change.js";
import { type CheckedWork, checkConnections } from "./check-connections.js";
import type { CredentialValues } from "./credentials.js";
import { draftConnection } from "./draft.js";
import type { Interview } from "./given-credentials.js";
import { chooseDelivery, type Delivery, notConfirmed } from "./report.js";
import type { Work } from "./work.js";

/**
 * Tries both ends and asks the last question. Whoever changes something instead of connecting comes back to
 * it after another check.
 * @throws Problem `confirmation_needed`, or of a failed check
 */
export async function agree(first: Work, yes: boolean, config: LoadedConfig): Promise<CheckedWork> {
  const asked = new Set<string>();
  let work = first;
  // What was said about a key stays said.
  const deliveries = new Map<CredentialValues, Delivery | null>();
  for (;;) {
    const tried = await checkConnections(work, config, asked);
    const { spendeskKey } = tried.attempt;
    if (!deliveries.has(spendeskKey)) {
      deliveries.set(spendeskKey, await chooseDelivery(tried.check.writeAccess, tried.interview));
    }
    const checked = await withDelivery(tried, deliveries.get(spendeskKey) ?? null, config);
    if (yes) return checked;
    const answer = await askLast(checked.interview);
    if (answer === "connect") return checked;
    if (answer === "cancel") throw notConfirmed("The last question was answered with Cancel.");
    const { interview, connections, attempt } = checked;
    work = await changeSomething({ interview, connections, attempt }, config);
  }
}

/** The entity with where its changes go, where that had to be settled. */
async function withDelivery(
  checked: CheckedWork,
  target: Delivery | null,
  config: LoadedConfig,
): Promise<CheckedWork> {
  if (target === null) return checked;
  const { interview, attempt } = checked;
  return { ...checked, draft: await draftConnection(config, interview, attempt, target) };
}

async function askLast({ prompter, entityId, provider }: Interview): Promise<string> {
  if (!prompter)
    throw notConfirmed("There is nobody to ask.", "Run the same command with `--yes` to confirm it.");
  return prompter.select(`Connect ${entityId} to ${provider.title}?`, [
    { value: "connect", label: "Connect" },
    { value: "change", label: "Change something" },
    { value: "cancel", label: "Cancel; nothing is stored" },
  ]);
}
