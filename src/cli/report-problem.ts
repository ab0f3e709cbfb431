import type { Problem } from "../sync/errors.js";
import type { OutputFormat, ProcessContext } from "./cli-context.js";
import { cleanText } from "./output/sanitize.js";
import { serialize } from "./output/serialize.js";

interface WriteOptions {
  readonly process: ProcessContext;
  readonly debug: boolean;
  readonly redact?: (text: string) => string;
}

/**
 * Shows a problem that ended the command: on stderr, and in JSON or YAML mode also as the one document
 * on stdout.
 */
export function reportProblem(
  problem: Problem,
  options: WriteOptions & { readonly format: OutputFormat },
): void {
  const { process, format } = options;
  writeProblem(problem, options);
  if (format !== "json" && format !== "yaml") return;
  const { what, why, next } = threeLines(problem, options);
  const document = {
    schemaVersion: 1,
    error: { code: problem.code, message: `${what} ${why}`, hint: next },
  };
  process.stdout.write(serialize(document, format));
}

/**
 * The three lines of a problem on stderr: what failed, why, the next command. `--debug` adds the stack,
 * redacted like everything else.
 */
export function writeProblem(problem: Problem, options: WriteOptions): void {
  const { process, debug } = options;
  const { what, why, next } = threeLines(problem, options);
  process.stderr.write(`${what}\n${why}\n${next}\n`);
  if (!debug) return;
  const stack = stackOf(problem).split("\n");
  for (const line of stack) process.stderr.write(`${safe(line, options)}\n`);
}

function threeLines(problem: Problem, options: WriteOptions) {
  return {
    what: safe(problem.message, options),
    why: safe(problem.why, options),
    next: safe(problem.next, options),
  };
}

function safe(text: string, { redact = (same) => same }: WriteOptions): string {
  return cleanText(redact(text), { maxLength: 2000 });
}

function stackOf(error: Error): string {
  const stack = error.stack ?? String(error);
  return error.cause instanceof Error ? `${stack}\ncaused by ${stackOf(error.cause)}` : stack;
}
