import type { Problem } from "../sync/errors.js";
import type { OutputFormat, ProcessContext } from "./cli-context.js";
import { cleanText } from "./output/sanitize.js";
import { serialize } from "./output/serialize.js";

interface ReportOptions {
  readonly process: ProcessContext;
  readonly format: OutputFormat;
  readonly debug: boolean;
  readonly redact?: (text: string) => string;
}

/**
 * Shows a problem: three lines on stderr (what failed, why, the next command), and in JSON or YAML
 * mode the one document on stdout. `--debug` adds the stack, redacted like everything else.
 */
export function reportProblem(problem: Problem, options: ReportOptions): void {
  const { process, format, debug, redact = (text: string) => text } = options;
  const line = (text: string) => cleanText(redact(text), { maxLength: 2000 });
  const what = line(problem.message);
  const why = line(problem.why);
  const next = line(problem.next);
  process.stderr.write(`${what}\n${why}\n${next}\n`);
  if (debug) process.stderr.write(`${redact(stackOf(problem))}\n`);
  if (format === "json" || format === "yaml") {
    const document = {
      schemaVersion: 1,
      error: { code: problem.code, message: `${what} ${why}`, hint: next },
    };
    process.stdout.write(serialize(document, format));
  }
}

function stackOf(error: Error): string {
  const stack = error.stack ?? String(error);
  return error.cause instanceof Error ? `${stack}\ncaused by ${stackOf(error.cause)}` : stack;
}
