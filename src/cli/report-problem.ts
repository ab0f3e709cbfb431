import type { Problem } from "../sync/errors.js";
import type { OutputFormat, ProcessContext } from "./cli-context.js";
import { errorDocument } from "./output/error-document.js";
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
  const { process, format, redact = unchanged } = options;
  writeProblem(problem, options);
  if (format !== "json" && format !== "yaml") return;
  const document = { schemaVersion: 1, error: errorDocument(problem) };
  process.stdout.write(redact(serialize(document, format)));
}

/**
 * The three lines of a problem on stderr: what failed, why, the next command. `--debug` adds the stack,
 * redacted like everything else.
 */
export function writeProblem(problem: Problem, { process, debug, redact = unchanged }: WriteOptions): void {
  // A list of mistakes has a line each; indented, so that text from outside can't forge a line.
  const why = problem.why.split("\n").map((line, index) => (index === 0 ? line : `  ${line}`));
  const stack = debug ? stackOf(problem).split("\n") : [];
  for (const line of [problem.message, ...why, problem.next, ...stack]) {
    process.stderr.write(`${cleanText(redact(line), { maxLength: 2000 })}\n`);
  }
}

function unchanged(text: string): string {
  return text;
}

function stackOf(error: Error): string {
  const stack = error.stack ?? String(error);
  return error.cause instanceof Error ? `${stack}\ncaused by ${stackOf(error.cause)}` : stack;
}
