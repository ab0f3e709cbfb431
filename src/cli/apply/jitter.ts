import type { CliContext } from "../cli-context.js";
import type { CommandInput } from "../command.js";
import { duration } from "../options.js";
import { isWatched } from "../watched.js";
import { pause } from "./pause.js";

/**
 * Waits a random part of `--jitter`, so that the machines of many companies do not all call at the full
 * hour.
 * @throws Problem `not_a_duration`, `interrupted`, `timed_out`
 */
export async function waitJitter(options: CommandInput["options"], context: CliContext): Promise<void> {
  const longest = duration(options, "jitter");
  if (longest === undefined) return;
  const random = context.process.network?.random ?? Math.random;
  const milliseconds = Math.round(random() * longest.milliseconds);
  if (isWatched(context)) {
    context.say(
      `Waiting ${Math.ceil(milliseconds / 1000)} s before the run begins (--jitter ${longest.text}).`,
    );
  }
  await pause(milliseconds, context);
}
