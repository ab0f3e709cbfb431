import { CommanderError } from "commander";
import { EXIT_CODES, exitCodeFor } from "../sync/exit-codes.js";
import { asProblem } from "../sync/run-record.js";
import type { CliContext, GlobalOptions, ProcessContext } from "./cli-context.js";
import type { CommandDefinition, CommandInput } from "./command.js";
import { buildProgram } from "./program.js";

/**
 * One invocation of the command line: parses, runs one command, writes its result to stdout and
 * anything else to stderr.
 * @param argv without the program's name
 * @returns the exit code (design §3); never throws
 */
export async function main(argv: readonly string[], process: ProcessContext): Promise<number> {
  let exitCode: number = EXIT_CODES.done.code;
  const program = buildProgram(process, async (definition, input, globals) => {
    exitCode = await runCommand(definition, input, globals, process);
  });
  try {
    await program.parseAsync([...argv], { from: "user" });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : EXIT_CODES.usage.code;
    const { reportProblem } = await import("./report-problem.js");
    const problem = asProblem(error);
    reportProblem(problem, { process, format: "table", debug: argv.includes("--debug") });
    return exitCodeFor([problem]);
  }
}

async function runCommand(
  definition: CommandDefinition,
  input: CommandInput,
  globals: GlobalOptions,
  process: ProcessContext,
): Promise<number> {
  const { createCliContext } = await import("./create-context.js");
  const context: CliContext = createCliContext(globals, process);
  try {
    const { run } = await definition.load();
    const result = await run(input, context);
    const { writeResult } = await import("./output/write-result.js");
    await writeResult(result, context);
    return result.exitCode;
  } catch (error) {
    const { reportProblem } = await import("./report-problem.js");
    const problem = asProblem(error);
    reportProblem(problem, {
      process,
      format: globals.output,
      debug: globals.debug,
      redact: context.redactor.redact,
    });
    return exitCodeFor([problem]);
  }
}
