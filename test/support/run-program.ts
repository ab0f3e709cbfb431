import { join } from "node:path";
import { execa } from "execa";
import type { CliRun } from "./run-cli.js";

const PROGRAM = join(import.meta.dirname, "../../bin/spendesk-hr.js");

/**
 * Runs the built program as a process of its own, without a terminal.
 * @param env everything the process gets; nothing of the test's own environment
 */
export async function runProgram(
  argv: readonly string[],
  { cwd, env = {} }: { readonly cwd: string; readonly env?: Readonly<Record<string, string>> },
): Promise<CliRun> {
  const { exitCode, stdout, stderr } = await execa(process.execPath, [PROGRAM, ...argv], {
    cwd,
    env,
    extendEnv: false,
    reject: false,
    stdin: "ignore",
  });
  return { exitCode: exitCode ?? -1, stdout, stderr };
}
