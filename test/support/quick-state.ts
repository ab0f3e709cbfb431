import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openState } from "../../src/state/open.js";
import type { Clock } from "../../src/sync/model/ports.js";
import type { StateStore } from "../../src/sync/model/state-store.js";

export interface QuickState {
  readonly state: StateStore;
  close(): void;
}

/**
 * The real memory of the tool, for thousands of runs: in a folder of its own.
 */
export function openQuickState(clock: Clock): QuickState {
  const dir = mkdtempSync(join(tmpdir(), "spendesk-hr-quick-"));
  const state = openState({ dir, toolVersion: "test", clock });
  return {
    state,
    close() {
      state.close();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}
