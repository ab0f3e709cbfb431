import type { LockOwner } from "../../src/sync/model/lock.js";
import type { StateStore } from "../../src/sync/model/state-store.js";

/** Ends every lease, as `unlock --yes` does. */
export async function breakAllLocks(state: StateStore): Promise<readonly LockOwner[]> {
  const owners = [...(await state.lockOwners()), ...(await state.leftLocks())];
  return state.breakLocks(owners.map(({ runId }) => runId));
}
