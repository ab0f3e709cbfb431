import { inspect } from "node:util";
import { EXIT_CODES } from "../sync/exit-codes.js";
import { main } from "./main.js";

/**
 * Runs the command line of this process. The only place that touches process-wide state.
 *
 * The process ends with an explicit exit once the output is flushed, so that an idle connection never
 * keeps a finished command alive.
 */
export async function runProcess(): Promise<never> {
  const interruption = new AbortController();
  const interrupt = () => {
    if (interruption.signal.aborted) process.exit(130);
    interruption.abort();
    process.stderr.write(
      "\nFinishing the call under way, then stopping. Press Ctrl-C again to stop at once.\n",
    );
  };
  let showCrash: ((error: unknown) => void) | null = null;
  const crash = (error: unknown) => {
    // Nothing secret is known before a command has started.
    if (showCrash) showCrash(error);
    else process.stderr.write(`${inspect(error)}\n`);
    process.exit(EXIT_CODES.unexpected.code);
  };
  // Node itself would print the error as it is, with whatever it holds.
  process.on("uncaughtException", crash);
  process.on("unhandledRejection", crash);
  process.on("SIGINT", interrupt);
  process.on("SIGTERM", interrupt);
  // A reader that closes early (`| head`) is no error of ours.
  process.stdout.on("error", (error: NodeJS.ErrnoException) => process.exit(error.code === "EPIPE" ? 0 : 1));

  const exitCode = await main(process.argv.slice(2), {
    stdin: process.stdin,
    stdout: process.stdout,
    stderr: process.stderr,
    env: process.env,
    cwd: process.cwd(),
    clock: { now: () => new Date() },
    signal: interruption.signal,
    onCrash: (show) => {
      showCrash = show;
    },
  });
  await Promise.all([flushed(process.stdout), flushed(process.stderr)]);
  process.exit(exitCode);
}

function flushed(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => stream.write("", () => resolve()));
}
