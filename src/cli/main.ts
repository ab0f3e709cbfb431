import { CommanderError } from "commander";
import { asProblem, isProblem } from "../shared/errors.js";
import { EXIT_CODES, exitCodeFor } from "../shared/exit-codes.js";
import type { CliContext, GlobalOptions, ProcessContext } from "./cli-context.js";
import type { CommandDefinition, CommandInput, CommandResult } from "./command.js";
import { COMMANDS } from "./commands/index.js";
import { buildProgram } from "./program.js";
import { VERSION } from "./version.js";

/**
 * One invocation of the command line: parses, runs one command, writes its result to stdout and
 * anything else to stderr.
 * @param argv without the program's name
 * @returns the exit code (docs/exit-codes.md); never throws
 */
export async function main(argv: readonly string[], process: ProcessContext): Promise<number> {
  let exitCode: number = EXIT_CODES.done.code;
  const [first, second, ...words] = argv;
  // What the script of a shell asks; nobody types it.
  if (first === "complete" && second === "--") {
    const { complete } = await import("./completion/complete.js");
    await complete(words, process);
    return exitCode;
  }
  const program = buildProgram(process, async (definition, input, globals) => {
    const { refuseUnreadable } = await import("./usage.js");
    refuseUnreadable(argv);
    exitCode = await runCommand(definition, input, globals, process);
  });
  try {
    await program.parseAsync(withHelpWords(argv), { from: "user" });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === EXIT_CODES.done.code) return error.exitCode;
    const { usageProblem, wantedGlobals } = await import("./usage.js");
    const { createCliContext } = await import("./create-context.js");
    const { reportProblem } = await import("./report-problem.js");
    const problem = error instanceof CommanderError ? usageProblem(error) : asProblem(error);
    reportProblem(problem, createCliContext(wantedGlobals(argv, process.env), process, main));
    return exitCodeFor([problem]);
  }
}

/** `help` and `help preview`, as people type them; `help exit-codes` is a command of its own. */
function withHelpWords(argv: readonly string[]): string[] {
  const [first, ...words] = argv;
  const meansOption =
    first === "help" && !COMMANDS.some(({ name }) => name === `help ${words[0]}`) && words[0] !== "--help";
  return meansOption ? [...words, "--help"] : [...argv];
}

async function runCommand(
  definition: CommandDefinition,
  input: CommandInput,
  globals: GlobalOptions,
  process: ProcessContext,
): Promise<number> {
  const { createCliContext } = await import("./create-context.js");
  const { startTimeLimit } = await import("./time-limit.js");
  const { reportProblem } = await import("./report-problem.js");
  const timeLimit = new AbortController();
  const signal = AbortSignal.any([process.signal, timeLimit.signal]);
  const context = createCliContext(globals, { ...process, signal }, main);
  const start = performance.now();
  const { name: command } = definition;
  process.onCrash?.((error) => reportProblem(asProblem(error), context));
  const ended = (exitCode: number): number => {
    const milliseconds = Math.round(performance.now() - start);
    const fields = { command, version: VERSION, exitCode, milliseconds };
    context.log.info(`${command} ended`, { event: "command.finished", ...fields });
    return exitCode;
  };
  let stopTimeLimit = () => {};
  try {
    stopTimeLimit = startTimeLimit(definition, input.options, timeLimit, context);
    if (process.obstacle) throw process.obstacle;
    const { run } = await definition.load();
    const result = await run(input, context);
    context.status.clear();
    const exitCode = isLeftOut(result, definition, globals)
      ? result.exitCode
      : await writeOrTell(result, context);
    await reportParts(result, context);
    return ended(exitCode);
  } catch (error) {
    const problem = asProblem(error);
    context.status.clear();
    reportProblem(problem, context);
    return ended(exitCodeFor([problem]));
  } finally {
    stopTimeLimit();
    const news = context.updates.end();
    if (news !== null) context.say(news);
  }
}

/** With `--quiet` nobody is told that all went well. A document that was asked for is written nevertheless. */
function isLeftOut(
  { exitCode }: CommandResult,
  { acts = false }: CommandDefinition,
  { quiet, output }: GlobalOptions,
): boolean {
  return acts && quiet && output === "table" && exitCode === EXIT_CODES.done.code;
}

/**
 * Writes the result. One that can't be written is no reason to forget what was done: it is told on
 * stderr, and the exit code says that something is missing.
 */
async function writeOrTell(result: CommandResult, context: CliContext): Promise<number> {
  const { writeResult } = await import("./output/write-result.js");
  try {
    await writeResult(result, context);
    return result.exitCode;
  } catch (error) {
    if (!isProblem(error) || error.code !== "output_failed") throw error;
    const { writeProblem } = await import("./report-problem.js");
    const { exitCodeUnwritten } = await import("./output/write-out.js");
    const exitCode = exitCodeUnwritten(result.exitCode);
    if (exitCode !== result.exitCode) await result.onUnwritten?.(exitCode);
    writeProblem(error, context);
    return exitCode;
  }
}

/** What went wrong in a part of the work, on stderr; the result says it in its own way. */
async function reportParts({ problems = [] }: CommandResult, context: CliContext): Promise<void> {
  if (problems.length === 0) return;
  const { writeProblems } = await import("./report-problem.js");
  writeProblems(problems, context);
}
