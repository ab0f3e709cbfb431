import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { spawn } from "@lydell/node-pty";
import { createScreen } from "./screen.js";

const ROOT = resolve(import.meta.dirname, "../../..");
const PROGRAM = resolve(ROOT, "bin/spendesk-hr.js");
const BUILT = resolve(ROOT, "dist/main.js");

/** So long may a slow machine take until something appears, in milliseconds; a test may take longer. */
const PATIENCE_MS = 120_000;

export const KEYS = {
  enter: "\r",
  space: " ",
  down: "\u001b[B",
  up: "\u001b[A",
  ctrlC: "\u0003",
  ctrlD: "\u0004",
  /** Shows a hidden answer in other programs. */
  ctrlT: "\u0014",
  /** Ctrl-U. */
  eraseLine: "\u0015",
} as const;

export interface TerminalOptions {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Width; default 100. */
  readonly columns?: number;
}

/** The real program in a real terminal, and the person in front of it. */
export interface Terminal {
  /** Waits until the text is on the screen. */
  see(text: string): Promise<void>;
  /** Waits for a question that is open now, and answers it; waits until it is answered. */
  answer(question: string, ...keys: readonly string[]): Promise<void>;
  /** Waits for a question that is open now, and types without expecting that this answers it. */
  type(question: string, ...keys: readonly string[]): Promise<void>;
  /** Opens a list's question, moves to the choice and takes it. */
  choose(question: string, choice: string): Promise<void>;
  /** Ticks (or unticks) exactly these choices of a list, and goes on. */
  tick(question: string, ...choices: readonly string[]): Promise<void>;
  /** Types at once, whatever is on the screen. */
  press(key: string): void;
  /** Tells the program to stop, as a service manager or a closed window does. */
  terminate(): void;
  /** Waits for the program to end; its exit code. */
  ended(): Promise<number>;
  /** All rows that are or were on the screen. */
  text(): string;
  /** Every byte the program sent. */
  raw(): string;
  brokenRows(): readonly string[];
  /** Ends the program when a test failed half-way. */
  close(): void;
}

/** Starts the built program with `argv`. */
export function openTerminal(argv: readonly string[], options: TerminalOptions): Terminal {
  if (!existsSync(BUILT)) throw new Error(`${BUILT} is missing: run \`npm run build\` first.`);
  const { columns = 100, cwd } = options;
  const screen = createScreen(columns);
  // Questions are asked only outside CI, and colours depend on these two. Nobody asks the real registry.
  const env: Record<string, string | undefined> = {
    TERM: "xterm-256color",
    PAGER: "cat",
    SPENDESK_HR_NO_UPDATE_NOTICE: "1",
    ...options.env,
  };
  const pty = spawn(process.execPath, [PROGRAM, ...argv], { cols: columns, rows: 40, cwd, env });
  const waiting = new Set<() => void>();
  let raw = "";
  let exitCode: number | null = null;
  pty.onData((data) => {
    raw += data;
    screen.write(data);
    for (const look of waiting) look();
  });
  pty.onExit((exit) => {
    exitCode = exit.exitCode;
    for (const look of waiting) look();
  });

  /** Waits until `found` gives something; looks after everything the program writes. */
  function until<T>(what: string, found: () => T | null): Promise<T> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => end(`${what} did not come within ${PATIENCE_MS / 1000} s`), PATIENCE_MS);
      function look(): void {
        const result = found();
        if (result !== null) {
          finish();
          resolve(result);
        } else if (exitCode !== null) {
          end(`the program ended with ${exitCode} before ${what} came`);
        }
      }
      function end(why: string): void {
        finish();
        reject(new Error(`${why}. The screen:\n${screen.rows().join("\n")}`));
      }
      function finish(): void {
        clearTimeout(timer);
        waiting.delete(look);
      }
      waiting.add(look);
      look();
    });
  }

  /** The open question is the last one: those before it have a tick instead of the question mark. */
  function openQuestion(): string | null {
    return screen.rows().findLast((row) => row.startsWith("? ")) ?? null;
  }

  const isOpen = (question: string) => openQuestion()?.includes(question) ?? false;
  const seeQuestion = (question: string) =>
    until(`the question "${question}"`, () => (isOpen(question) ? true : null));

  /** Answered questions are told apart by counting: the same one may be asked again. */
  const answered = (question: string) =>
    screen.rows().filter((row) => row.startsWith("✔ ") && row.includes(question)).length;

  const terminal: Terminal = {
    async see(text) {
      await until(`"${text}"`, () => (screen.rows().join("\n").includes(text) ? true : null));
    },
    async type(question, ...keys) {
      await seeQuestion(question);
      for (const key of keys) pty.write(key);
    },
    async answer(question, ...keys) {
      await seeQuestion(question);
      const before = answered(question);
      for (const key of [...keys, KEYS.enter]) pty.write(key);
      await until(`the answer to "${question}"`, () => (answered(question) > before ? true : null));
    },
    async choose(question, choice) {
      await seeQuestion(question);
      await moveTo(choice);
      await terminal.answer(question);
    },
    async tick(question, ...choices) {
      await seeQuestion(question);
      for (const choice of choices) {
        await moveTo(choice);
        const before = cursorRow();
        pty.write(KEYS.space);
        await until(`the tick at "${choice}"`, () => (cursorRow() === before ? null : true));
      }
      await terminal.answer(question);
    },
    press(key) {
      pty.write(key);
    },
    terminate: () => pty.kill("SIGTERM"),
    async ended() {
      return until("the end", () => exitCode);
    },
    text: () => screen.rows().join("\n"),
    raw: () => raw,
    brokenRows: () => screen.brokenRows(),
    close() {
      if (exitCode === null) pty.kill("SIGKILL");
    },
  };

  function cursorRow(): string | null {
    return screen.rows().findLast((row) => row.startsWith("❯")) ?? null;
  }

  /** Moves the cursor of a list to a choice that is on the screen. */
  async function moveTo(choice: string): Promise<void> {
    const steps = await until(`the choice "${choice}"`, () => {
      const rows = screen.rows();
      const here = rows.findLastIndex((row) => row.startsWith("❯"));
      const there = rows.findLastIndex((row) => /^[❯ ]/u.test(row) && row.includes(choice));
      return here === -1 || there === -1 ? null : there - here;
    });
    for (let step = 0; step < Math.abs(steps); step += 1) pty.write(steps > 0 ? KEYS.down : KEYS.up);
    await until(`the cursor at "${choice}"`, () => (cursorRow()?.includes(choice) ? true : null));
  }

  return terminal;
}

/** A screen without its line breaks and indents. */
export function flat(terminal: Pick<Terminal, "text">): string {
  return terminal.text().replace(/\s+/gu, " ");
}
