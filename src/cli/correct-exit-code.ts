import type { LoadedConfig } from "../config/load.js";
import { asProblem } from "../sync/model/index.js";
import type { CliContext } from "./cli-context.js";
import { openCliState } from "./state/open.js";

/**
 * Records that a finished run ended with another exit code than it had itself, because its result could
 * not be written. Never fails: the process ends with that code in any case.
 */
export async function correctExitCode(
  runId: string,
  exitCode: number,
  config: LoadedConfig,
  context: CliContext,
): Promise<void> {
  try {
    const state = await openCliState(config, context);
    try {
      const run = await state.run(runId);
      if (!run) return;
      const finishedAt = run.finishedAt === null ? context.process.clock.now() : new Date(run.finishedAt);
      await state.finishRun(runId, exitCode, run.counts, finishedAt);
    } finally {
      await state.close();
    }
  } catch (error) {
    const { message, why } = asProblem(error);
    context.say(`Warning: the exit code of the run could not be recorded: ${message} ${why}`);
  }
}
