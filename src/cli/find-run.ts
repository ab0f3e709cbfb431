import { Problem, type RunRecord, type StateStore } from "../sync/model/index.js";

/** More than a history ever holds. */
export const MOST_RUNS = 10_000;

/**
 * The run whose id begins like this.
 * @throws Problem `unknown_run`, `run_ambiguous`
 */
export async function findRun(state: Pick<StateStore, "runs">, wanted: string): Promise<RunRecord> {
  const matches = (await state.runs(MOST_RUNS)).filter((run) => run.id.startsWith(wanted));
  const [run] = matches;
  if (run && matches.length === 1) return run;
  throw new Problem({
    kind: "usage",
    code: run ? "run_ambiguous" : "unknown_run",
    what: run ? `${matches.length} runs begin with ${wanted}.` : `There is no run ${wanted}.`,
    why: run ? "The id was shortened too much." : "The history holds no run whose id begins like that.",
    next: "Run `spendesk-hr history` to see the ids.",
  });
}
