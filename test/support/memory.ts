import type { Link } from "../../src/sync/model/member.js";
import type { EntityRecord, StateStore } from "../../src/sync/model/state-store.js";
import type { SandboxWorkspace } from "./sandbox-workspace.js";
import { openWherever } from "./wherever.js";

/** Works with a workspace's state as the program does. */
export async function withState<T>(
  { stateDir }: Pick<SandboxWorkspace, "stateDir">,
  use: (state: StateStore) => Promise<T>,
): Promise<T> {
  const state = await openWherever({ dir: stateDir, toolVersion: "test", clock: { now: () => new Date() } });
  try {
    return await use(state);
  } finally {
    await state.close();
  }
}

/**
 * What the tool remembers of its entities, without what every attempt leaves behind: a failed command
 * must not change it.
 */
export function memoryOf(workspace: Pick<SandboxWorkspace, "stateDir">): Promise<{
  readonly entities: readonly Omit<EntityRecord, "lastAttemptAt" | "lastError">[];
  readonly links: readonly Link[];
}> {
  return withState(workspace, async (state) => {
    const records = await state.entities();
    const links = await Promise.all(records.map(({ entity }) => state.links(entity)));
    return {
      entities: records.map(({ lastAttemptAt: _at, lastError: _error, ...record }) => record),
      links: links.flat(),
    };
  });
}
