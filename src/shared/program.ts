import { type ChildProcess, spawn } from "node:child_process";

/** Variables of this program may hold credentials, which another one has no business with. */
const OWN_VARIABLE = /^SPENDESK_HR_/;

/**
 * Starts a program whose output is wanted. There is no shell: every word is one argument. Its standard input is
 * empty, what it prints to stderr is thrown away, and it leads a process group of its own (`killGroup`).
 */
export function startProgram(
  [program = "", ...args]: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): ChildProcess {
  return spawn(program, args, {
    env: Object.fromEntries(Object.entries(env).filter(([name]) => !OWN_VARIABLE.test(name))),
    stdio: ["ignore", "pipe", "ignore"],
    shell: false,
    // On Windows that would open a console window.
    detached: process.platform !== "win32",
    windowsHide: true,
  });
}

/** Ends the program and those it started. */
export function killGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    if (process.platform === "win32") child.kill("SIGKILL");
    else process.kill(-child.pid, "SIGKILL");
  } catch {
    // It has ended already.
  }
  // A program that left the group may hold the pipe open for ever.
  child.stdout?.destroy();
}

/** Why a program could not be started, as a sentence. */
export function startFailure(error: Error): string {
  const code = "code" in error ? error.code : undefined;
  if (code === "ENOENT") return "There is no such program, or it is not in PATH.";
  if (code === "EACCES") return "This user may not run it.";
  return "It could not be started.";
}
