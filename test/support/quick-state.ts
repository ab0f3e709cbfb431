import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Clock } from "../../src/sync/model/ports.js";
import type { StateStore } from "../../src/sync/model/state-store.js";
import { openWherever } from "./wherever.js";

export interface QuickState {
  readonly state: StateStore;
  close(): Promise<void>;
}

/**
 * The real memory of the tool, for thousands of runs: in a folder of its own.
 */
export async function openQuickState(clock: Clock): Promise<QuickState> {
  const dir = mkdtempSync(join(tmpdir(), "spendesk-hr-quick-"));
  const state = await openWherever({ dir, toolVersion: "test", clock });
  return {
    state,
    async close() {
      await state.close();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}
