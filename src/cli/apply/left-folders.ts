import { existsSync } from "node:fs";
import type { StateStore } from "../../sync/ports.js";
import type { CliContext } from "../cli-context.js";

/**
 * Warns of folders that a run left behind which ended while it wrote them: their changes do not count as
 * handed off, and are handed off again by the next run.
 */
export function warnOfLeftFolders(state: StateStore, { say }: Pick<CliContext, "say">): void {
  const running = state.lockOwner()?.runId;
  for (const { id, folder } of state.unfinishedHandOffs()) {
    if (folder === null || id === running || !existsSync(folder)) continue;
    say(
      `Warning: ${folder} is from run ${id.slice(0, 8)}, which ended before it was complete. It does not count as handed off: don't use it, delete it.`,
    );
  }
}
