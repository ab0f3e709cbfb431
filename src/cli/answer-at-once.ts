import { fstatSync, readFileSync, writeSync } from "node:fs";
import { VERSION } from "./version.js";

/** What `--help` prints where nothing else is known, and where every line has the room it likes. */
export const HELP_FILES = { usual: "help.txt", wide: "help-wide.txt" } as const;
/** Columns of the usual one; commander's own choice for what is no terminal. */
export const USUAL_COLUMNS = 80;

const STDOUT = 1;

/**
 * Answers `--version` and `--help` from texts that the build wrote, before anything of the program is loaded.
 *
 * @returns false when the program has to: for every other command line, and whenever the answer would not be
 *   exactly the program's own. Nothing was written then.
 */
export function answerAtOnce(argv: readonly string[], env: NodeJS.ProcessEnv): boolean {
  const [word = "", ...more] = argv;
  if (more.length > 0) return false;
  try {
    if (word === "--version" || word === "-V") return written(`${VERSION}\n`);
    // It names the format of results, which the variable decides.
    const isHelp = (word === "--help" || word === "-h" || word === "help") && !env.SPENDESK_HR_OUTPUT;
    const text = isHelp ? helpText() : null;
    return text !== null && written(text);
  } catch {
    return false;
  }
}

function helpText(): string | null {
  const columns = outputColumns();
  if (columns === USUAL_COLUMNS) return textOf(HELP_FILES.usual);
  const wide = textOf(HELP_FILES.wide);
  return columns > Math.max(...wide.split("\n").map((line) => line.length)) ? wide : null;
}

function textOf(file: string): string {
  return readFileSync(new URL(file, import.meta.url), "utf8");
}

function outputColumns(): number {
  // Whether a pipe is a terminal needs no asking, and asking loads a good part of Node.js.
  if (!fstatSync(STDOUT).isCharacterDevice()) return USUAL_COLUMNS;
  const { isTTY, columns } = process.stdout;
  return isTTY ? columns : USUAL_COLUMNS;
}

/** @throws when nothing was written, so that the program can say why */
function written(text: string): boolean {
  // A file may be filled up in the middle of it, which only the program tells.
  if (fstatSync(STDOUT).isFile()) return false;
  const bytes = Buffer.from(text);
  const length = writeSync(STDOUT, bytes);
  // The rest of what a reader does not take at once; one that goes meanwhile wanted no more.
  if (length < bytes.length) process.stdout.on("error", () => undefined).write(bytes.subarray(length));
  return true;
}
