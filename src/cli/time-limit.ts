import { Problem } from "../sync/errors.js";
import type { CliContext } from "./cli-context.js";
import type { CommandInput } from "./command.js";
import { duration } from "./options.js";

/**
 * Starts the clock of `--timeout`: when it has run down, the command stops as after Ctrl-C, but with
 * the exit code of a temporary failure.
 *
 * @param stopper of the signal that ends the command
 * @returns stops the clock
 * @throws Problem `not_a_duration`
 */
export function startTimeLimit(
  options: CommandInput["options"],
  stopper: AbortController,
  context: CliContext,
): () => void {
  const limit = duration(options, "timeout");
  if (limit === undefined) return () => undefined;
  const timer = setTimeout(() => {
    context.say(`The time of --timeout ${limit.text} is over: finishing the call under way, then stopping.`);
    stopper.abort(timedOut(limit.text));
  }, limit.milliseconds);
  return () => clearTimeout(timer);
}

function timedOut(limit: string): Problem {
  return new Problem({
    kind: "temporary",
    code: "timed_out",
    what: `The command did not end within --timeout ${limit}.`,
    why: "What was done until then is recorded; the rest was not started.",
    next: "Run the same command again: it continues from what Spendesk and the HR tool hold then. If it never ends in time, allow more.",
  });
}
