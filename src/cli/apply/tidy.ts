import type { Retention } from "../../config/state-schema.js";
import type { StateStore } from "../../sync/ports.js";
import { asProblem } from "../../sync/run-record.js";
import type { CliContext } from "../cli-context.js";

const DAY_MS = 24 * 3_600_000;

/** The housekeeping at the end of a run. What can't be tidied is a warning: the run itself is done. */
export function tidier(
  state: StateStore,
  { keepRunsDays, keepChangesDays }: Retention,
  context: CliContext,
): (runId: string) => void {
  return (runId) => {
    const now = context.process.clock.now().getTime();
    const daysAgo = (days: number) => new Date(now - days * DAY_MS);
    try {
      const keep = { runsSince: daysAgo(keepRunsDays), changesSince: daysAgo(keepChangesDays) };
      context.log.debug("The state is tidy.", { ...state.tidy(runId, keep) });
    } catch (error) {
      const { message, next } = asProblem(error);
      context.say(`Warning: the state was not tidied: ${message} ${next}`);
    }
  };
}
