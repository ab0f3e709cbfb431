import { existsSync } from "node:fs";
import type { Retention } from "../../config/global-settings.js";
import { asProblem, type StateStore } from "../../sync/model/index.js";
import type { CliContext } from "../cli-context.js";

const DAY_MS = 24 * 3_600_000;

/** The housekeeping at the end of a run. What can't be tidied is a warning: the run itself is done. */
export function tidier(
  state: StateStore,
  { keepRunsDays, keepChangesDays }: Retention,
  context: CliContext,
): (runId: string) => Promise<void> {
  return async (runId) => {
    const now = context.process.clock.now().getTime();
    const daysAgo = (days: number) => new Date(now - days * DAY_MS);
    try {
      const keep = { runsSince: daysAgo(keepRunsDays), changesSince: daysAgo(keepChangesDays) };
      context.log.debug("The state is tidy.", { ...(await state.tidy(runId, keep)) });
    } catch (error) {
      const { message, next } = asProblem(error);
      context.say(`Warning: the state was not tidied: ${message} ${next}`);
    }
  };
}

/**
 * Warns of folders that a run left behind which ended while it wrote them: their changes do not count as
 * handed off, and are handed off again by the next run.
 */
export async function warnOfLeftFolders(state: StateStore, { say }: Pick<CliContext, "say">): Promise<void> {
  const running = new Set((await state.lockOwners()).map(({ runId }) => runId));
  for (const { id, folder } of await state.unfinishedHandOffs()) {
    if (folder === null || running.has(id) || !existsSync(folder)) continue;
    say(
      `Warning: ${folder} is from run ${id.slice(0, 8)}, which ended before it was complete. It does not count as handed off: don't use it, delete it.`,
    );
  }
}
