import { listed } from "../shared/text.js";
import type { Problem } from "../sync/model/index.js";
import type { CliContext } from "./cli-context.js";
import { alike } from "./output/alike.js";
import { cleanMessage } from "./output/sanitize.js";
import { errorDocument, serialize } from "./output/serialize.js";
import { widthOf, wrapWords } from "./output/wrap.js";

/**
 * Shows a problem that ended the command: on stderr, and in JSON or YAML mode also as the one document
 * on stdout.
 */
export function reportProblem(problem: Problem, context: CliContext): void {
  writeProblem(problem, context);
  const { output } = context.globals;
  if (output !== "json" && output !== "yaml") return;
  const document = { schemaVersion: 1, error: errorDocument(problem) };
  context.process.stdout.write(context.redactor.redact(serialize(document, output)));
}

/** So many problems are told one by one. */
const MOST_ALONE = 5;
/** Entities whose names fit into a line. */
const MOST_NAMED = 100;

/**
 * Problems of parts of the work. An HR account that is away fails all of its entities, so what many have is said
 * once, with the names of all; a log for machines has a line for each, and so has `--debug`.
 */
export function writeProblems(problems: readonly Problem[], context: CliContext): void {
  const isEach = problems.length <= MOST_ALONE || context.logView.format === "json" || context.globals.debug;
  const named = problems.map((problem, place) => ({ problem, place, entity: nameBefore(problem.message) }));
  const groups = isEach
    ? named.map((one) => [one] as const)
    : alike(named, ({ problem: { message, why, next }, place, entity }) => [
        ...[message, why, next],
        entity === "" ? String(place) : null,
      ]);
  for (const [first, ...others] of groups) {
    writeProblem(first.problem, context);
    if (others.length === 0) continue;
    const names = others.map(({ entity }) => entity);
    writeLine(`  The same in ${names.length} more: ${listed(names, MOST_NAMED)}.`, context);
  }
}

/** The entity that a problem is of, whose name stands in front; empty when none does. */
function nameBefore(message: string): string {
  return /^([a-z0-9][a-z0-9-]*): /u.exec(message)?.[1] ?? "";
}

/**
 * The three lines of a problem on stderr: what failed, why, the next command; in a log for machines one
 * line. `--debug` adds the stack, redacted like everything else.
 */
export function writeProblem(problem: Problem, context: CliContext): void {
  const { kind, code, message, why, next } = problem;
  const stack = context.globals.debug ? stackOf(problem) : undefined;
  if (context.logView.format === "json") {
    context.log.error(message, { event: "problem", kind, code, why, next, stack });
    return;
  }
  // A list of mistakes has a line each; indented, so that text from outside can't forge a line.
  const reasons = why.split("\n").map((line, index) => (index === 0 ? line : `  ${line}`));
  for (const line of [message, ...reasons, next, ...(stack?.split("\n") ?? [])]) {
    writeLine(line, context);
  }
}

function writeLine(line: string, { forStderr, process: { stderr } }: CliContext): void {
  const text = cleanMessage(forStderr(line));
  for (const part of fitted(text, stderr)) stderr.write(`${part}\n`);
}

/** On a terminal, lines broken between words; the others are indented, as those of a list are. */
function fitted(text: string, { isTTY, columns }: CliContext["process"]["stderr"]): readonly string[] {
  if (isTTY !== true || columns === undefined || widthOf(text) <= columns) return [text];
  return wrapWords(text, columns - 2).map((line, index) => (index === 0 ? line : `  ${line}`));
}

function stackOf(error: Error): string {
  const stack = error.stack ?? String(error);
  return error.cause instanceof Error ? `${stack}\ncaused by ${stackOf(error.cause)}` : stack;
}
