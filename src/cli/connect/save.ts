import { sourcesText } from "../../config/entity-config.js";
import type { LoadedConfig } from "../../config/load.js";
import { newEntityRecord } from "../../sync/model/index.js";
import type { CliContext } from "../cli-context.js";
import { cancelled } from "../prompts/prompter.js";
import { hasState, openCliState } from "../state/open.js";
import { underLock } from "../under-lock.js";
import type { CheckedWork } from "./check-connections.js";

/** The day entered at an earlier `connect`. Looks without creating a state. */
export async function knownKeyExpiry(
  entity: string,
  config: LoadedConfig,
  context: CliContext,
): Promise<string | null> {
  if (!(await hasState(config, context))) return null;
  const state = await openCliState(config, context);
  try {
    return (await state.entity(entity))?.keyExpiresOn ?? null;
  } finally {
    await state.close();
  }
}

/**
 * Stores configuration, credentials and status. The entity starts over as *awaiting actions*: what was
 * confirmed before was another connection.
 */
export async function save(
  { draft, attempt, interview, connections }: CheckedWork,
  config: LoadedConfig,
): Promise<void> {
  const { spendeskKey, providerKey, keyExpiresOn } = attempt;
  const { entityId, context } = interview;
  const { spendesk, provider: hrTool } = connections;
  if (context.process.signal.aborted) throw cancelled();
  // Opened first, and the file before the secrets: what is likely to fail must not leave secrets behind.
  const state = await openCliState(config, context);
  try {
    await underLock(state, [entityId], context.process.clock, async () => {
      await draft.save();
      if (spendesk.store.writable) await spendesk.store.write(spendesk.id, spendeskKey);
      if (hrTool.store.writable) await hrTool.store.write(hrTool.id, providerKey);
      const record = (await state.entity(entityId)) ?? newEntityRecord(entityId, sourcesText(draft.entity));
      await state.saveEntity({
        ...record,
        provider: sourcesText(draft.entity),
        connectionStatus: "awaiting_actions",
        confirmedConfig: null,
        lastError: null,
        keyExpiresOn,
      });
    });
  } finally {
    await state.close();
  }
}

/** What the admin still has to put into stores this program can't write to, a sentence each. */
export async function notStored({
  attempt: { spendeskKey, providerKey },
  connections: { spendesk, provider },
}: CheckedWork): Promise<readonly string[]> {
  const used = [
    { ...spendesk, keys: Object.keys(spendeskKey) },
    { ...provider, keys: Object.keys(providerKey) },
  ].filter(({ store }) => !store.writable);
  const sentences = await Promise.all(
    used.map(async ({ id, keys, store }) => {
      const there = new Set((await store.origins(id, keys)).map(({ field }) => field));
      return keys.filter((key) => !there.has(key)).map((key) => store.describeMissing(id, key));
    }),
  );
  return sentences.flat();
}
