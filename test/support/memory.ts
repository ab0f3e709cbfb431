import { openState } from "../../src/state/open.js";
import type { Link } from "../../src/sync/model/member.js";
import type { EntityRecord, StateStore } from "../../src/sync/model/state-store.js";
import type { SandboxWorkspace } from "./sandbox-workspace.js";

/** Works with a workspace's state as the program does. */
export function withState<T>(
  { stateDir }: Pick<SandboxWorkspace, "stateDir">,
  use: (state: StateStore) => T,
): T {
  const state = openState({ dir: stateDir, toolVersion: "test", clock: { now: () => new Date() } });
  try {
    return use(state);
  } finally {
    state.close();
  }
}

/**
 * What the tool remembers of its entities, without what every attempt leaves behind: a failed command
 * must not change it.
 */
export function memoryOf(workspace: Pick<SandboxWorkspace, "stateDir">): {
  readonly entities: readonly Omit<EntityRecord, "lastAttemptAt" | "lastError">[];
  readonly links: readonly Link[];
} {
  return withState(workspace, (state) => {
    const records = state.entities();
    return {
      entities: records.map(({ lastAttemptAt: _at, lastError: _error, ...record }) => record),
      links: records.flatMap((record) => state.links(record.entity)),
    };
  });
}
