import { hasCode, Problem } from "../../shared/errors.js";
import { EXIT_CODES } from "../../shared/exit-codes.js";
import type { CliContext } from "../cli-context.js";

/** What the errors of a write mean; any other is named by its code alone. */
const REASONS: Readonly<Record<string, string>> = {
  ENOSPC: "The disk it goes to is full",
  EDQUOT: "The quota of the disk it goes to is used up",
  EFBIG: "The file it goes to may not become larger",
  EIO: "The terminal or disk it goes to is gone",
};

/**
 * Whether whoever reads has gone, as `head` does when it has enough: it wanted no more, and nobody needs to be
 * told. The other errors of a write lose what somebody waits for.
 */
export function isReaderGone(error: Error): boolean {
  return hasCode(error, "EPIPE");
}

/**
 * Writes to standard output, or as much of it as its reader wants; the next piece comes when this one is written.
 * @returns whether the reader wants more
 * @throws Problem `output_failed`, once it is sure that not everything was written
 */
export async function writeOut(
  output: string | Uint8Array,
  { process, runId }: CliContext,
): Promise<boolean> {
  const error = await new Promise<Error | null | undefined>((resolve) => {
    process.stdout.write(output, resolve);
  });
  if (error && !isReaderGone(error)) throw outputFailed(error, runId);
  return !error;
}

/** @param runId the run whose result it was; null when it was none */
export function outputFailed(error: Error, runId: string | null): Problem {
  const code = "code" in error ? String(error.code) : error.name;
  const done = runId === null ? "" : ` What was done is recorded as run ${runId.slice(0, 8)}.`;
  return new Problem(
    {
      kind: "temporary",
      code: "output_failed",
      what: "The result could not be written to standard output.",
      why: `${REASONS[code] ?? "Writing failed"} (${code}).${done}`,
      next:
        runId === null
          ? "Run the same command again."
          : `Run \`spendesk-hr history ${runId.slice(0, 8)}\` to see it.`,
    },
    { cause: error },
  );
}

/** The exit code of a command whose result could not be written: never one that says that all is well. */
export function exitCodeUnwritten(exitCode: number): number {
  const { done, changes_pending, temporary } = EXIT_CODES;
  const saysWell = exitCode === done.code || exitCode === changes_pending.code;
  return saysWell ? temporary.code : exitCode;
}
