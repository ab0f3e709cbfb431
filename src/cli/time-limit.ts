import { Problem } from "../sync/model/index.js";
import type { CliContext } from "./cli-context.js";
import type { CommandDefinition, OptionsOf } from "./command.js";
import type { APPLY_FLAGS } from "./commands/sync-flags.js";
import { duration } from "./options.js";

/** What a command may be told about time; only `apply` knows of all. */
type Waits = Pick<OptionsOf<typeof APPLY_FLAGS>, "timeout" | "jitter" | "waitLock">;

/**
 * For commands that nobody watches when `--timeout` is not given: a run that hangs must not hold the
 * lock until somebody looks. Generous: at Spendesk's 50 calls a minute it is enough for 6 000 changes.
 */
const UNATTENDED = { text: "2h", milliseconds: 2 * 3_600_000 };

interface TimeLimit {
  readonly milliseconds: number;
  /** `--timeout 10m`, as it is said. */
  readonly name: string;
}

/**
 * Starts the clock of `--timeout`: when it has run down, the command stops as after Ctrl-C, but with
 * the exit code of a temporary failure. Without the flag, only a command without a terminal has a limit.
 *
 * @param stopper of the signal that ends the command
 * @returns stops the clock
 * @throws Problem `not_a_duration`
 */
export function startTimeLimit(
  definition: Pick<CommandDefinition, "options">,
  options: Partial<Waits>,
  stopper: AbortController,
  context: CliContext,
): () => void {
  if (!definition.options?.some(({ flags }) => flags.startsWith("--timeout "))) return () => undefined;
  const limit = timeLimit(options, context);
  if (limit === null) return () => undefined;
  const timer = setTimeout(() => {
    context.say(`The time of ${limit.name} is over: finishing the call under way, then stopping.`);
    stopper.abort(timedOut(limit.name));
  }, limit.milliseconds);
  return () => clearTimeout(timer);
}

function timeLimit(options: Partial<Waits>, context: CliContext): TimeLimit | null {
  if (options.timeout === "0") return null;
  const given = duration(options, "timeout");
  if (given) return { milliseconds: given.milliseconds, name: `--timeout ${given.text}` };
  const { stdin, stderr } = context.process;
  if (stdin.isTTY === true || stderr.isTTY === true) return null;
  // These are waited for on purpose, before the work begins.
  const waits = (["jitter", "waitLock"] as const).map((key) => duration(options, key)?.milliseconds ?? 0);
  return {
    milliseconds: waits.reduce((sum, wait) => sum + wait, UNATTENDED.milliseconds),
    name: `a command without a terminal (--timeout ${UNATTENDED.text})`,
  };
}

function timedOut(name: string): Problem {
  return new Problem({
    kind: "temporary",
    code: "timed_out",
    what: `The command did not end within the time of ${name}.`,
    why: "What was done until then is recorded; the rest was not started.",
    next: "Run the same command again: it continues from what Spendesk and the HR tool hold then. If it never ends in time, allow more with `--timeout`, or `--timeout 0` for no limit.",
  });
}
