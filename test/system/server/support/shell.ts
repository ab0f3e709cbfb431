import { stripVTControlCharacters } from "node:util";
import { spawn } from "@lydell/node-pty";

/** What a person types when a program asks; the first question that fits is answered, each as often as it comes. */
export type Answers = readonly (readonly [question: RegExp, answer: string])[];

/** How a block of commands ended, and all that was on the screen. */
export interface Typed {
  readonly code: number;
  readonly screen: string;
}

/** An end to what waits for an answer that nobody gives. */
const PATIENCE_MS = 150_000;

/**
 * Types commands into a shell in a terminal, where programs ask their questions; the first command that fails
 * ends it.
 * @param start words that start a shell that takes the commands as its last one
 */
export function typeInto(
  start: readonly string[],
  commands: string,
  answers: Answers,
  { cwd, env }: { readonly cwd: string; readonly env: Readonly<Record<string, string>> },
): Promise<Typed> {
  const [program = "", ...words] = [...start, commands];
  const pty = spawn(program, words, { cols: 200, rows: 50, cwd, env: { TERM: "xterm-256color", ...env } });
  let screen = "";
  /** Where the line begins whose question was answered: it is drawn again with every key. */
  let answered: number | null = null;
  pty.onData((data) => {
    screen += stripVTControlCharacters(data);
    const begin = screen.lastIndexOf("\n") + 1;
    const found = answers.find(([question]) => question.test(screen.slice(begin)));
    if (!found || begin === answered) return;
    answered = begin;
    pty.write(`${found[1]}\r`);
  });
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      pty.kill("SIGKILL");
      reject(new Error(`these commands did not end:\n${commands}\n${screen}`));
    }, PATIENCE_MS);
    pty.onExit(({ exitCode }) => {
      clearTimeout(timer);
      resolve({ code: exitCode, screen });
    });
  });
}
