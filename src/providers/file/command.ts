import type { ChildProcess } from "node:child_process";
import { killGroup, startFailure, startProgram } from "../../shared/program.js";
import { shellCommand } from "../../shared/shell.js";
import type { Machine } from "../provider.js";
import { type Content, MOST_BYTES } from "./content.js";
import { tooLarge } from "./local-file.js";
import { fileProblem } from "./problems.js";

/** An export of the largest company takes minutes; longer is a program that hangs. */
const MOST_MS = 10 * 60_000;

/**
 * What a program prints. There is no shell: every word is one argument. Its standard input is empty, and
 * what it prints to stderr is thrown away, since it may hold personal data. It runs in a process group of its
 * own, which is ended as a whole after ten minutes, after too many bytes and when the program is stopped.
 *
 * @param words program and arguments
 */
export function openCommand(words: readonly string[], machine: Machine): Content {
  const file = `what \`${shellCommand(words)}\` prints`;
  return { file, modified: null, chunks: () => output(words, file, machine) };
}

async function* output(
  words: readonly string[],
  file: string,
  { env, signal }: Machine,
): AsyncGenerator<Uint8Array, void, void> {
  const child = startProgram(words, env);
  const ended = endOf(child);
  let stopped: string | null = null;
  const stop = (why: string) => {
    stopped ??= why;
    killGroup(child);
  };
  const timer = setTimeout(() => stop(`It was not over after ${MOST_MS / 60_000} minutes.`), MOST_MS);
  const onAbort = () => stop("The program was told to stop.");
  signal.addEventListener("abort", onAbort);
  if (signal.aborted) onAbort();
  let size = 0;
  try {
    for await (const chunk of child.stdout ?? []) {
      size += chunk.length;
      if (size > MOST_BYTES) throw tooLarge(file);
      yield chunk;
    }
    const why = stopped ?? (await ended);
    if (why !== null) throw commandFailed(words, why);
    if (size === 0) throw commandFailed(words, "It printed nothing.");
  } catch (error) {
    // The pipe of a program that was ended, or was never started, breaks off.
    const why = stopped ?? (child.pid === undefined ? await ended : null);
    throw why === null ? error : commandFailed(words, why);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener("abort", onAbort);
    if (child.exitCode === null && child.signalCode === null) killGroup(child);
  }
}

/** How a program ended, as a sentence; null when all is well. */
function endOf(child: ChildProcess): Promise<string | null> {
  return new Promise((resolve) => {
    child.on("error", (error) => resolve(startFailure(error)));
    child.on("close", (code, signal) => {
      if (code === 0) resolve(null);
      else resolve(signal === null ? `It ended with exit code ${code}.` : `It was ended by ${signal}.`);
    });
  });
}

function commandFailed(words: readonly string[], why: string) {
  return fileProblem({
    kind: "temporary",
    code: "file_command_failed",
    what: "The command of `source.settings.command` gave no export.",
    why,
    next: `Run \`${shellCommand(words)}\` yourself, as the same user; what it prints is never shown here.`,
  });
}
