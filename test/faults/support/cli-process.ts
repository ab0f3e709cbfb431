import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

const PROGRAM = fileURLToPath(new URL("../../../bin/spendesk-hr.js", import.meta.url));
const FAULT_POINTS = new URL("fault-points.mjs", import.meta.url).href;

/** What Node keeps of the compiled program changes files, too, in the first of several processes only. */
const UNCACHED = { NODE_DISABLE_COMPILE_CACHE: "1" };

interface Ending {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The real program in a process of its own. */
export interface CliProcess {
  readonly pid: number;
  readonly ended: Promise<Ending>;
  signal(signal: NodeJS.Signals): void;
  /** Kills it and waits until it is gone. */
  kill(): Promise<void>;
  /** Resolves once it has written `text` to stderr; rejects when it ends without. */
  says(text: string): Promise<void>;
}

export interface ProcessOptions {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Settings of `fault-points.mjs`, which is loaded only with them. */
  readonly faults?: Readonly<Record<string, string>>;
  /** A program that runs the given command line, with its own arguments. */
  readonly wrapper?: readonly string[];
}

export function startCli(argv: readonly string[], options: ProcessOptions): CliProcess {
  const preload = options.faults ? ["--import", FAULT_POINTS] : [];
  const [command = "", ...rest] = [
    ...(options.wrapper ?? []),
    ...[process.execPath, ...preload, PROGRAM, ...argv],
  ];
  const child = spawn(command, rest, {
    cwd: options.cwd,
    env: {
      PATH: process.env.PATH,
      ...options.env,
      ...(options.faults && { ...options.faults, ...UNCACHED }),
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const { pid } = child;
  if (pid === undefined) throw new Error(`${command} can't be started`);
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
  });
  const ended = new Promise<Ending>((resolve) => {
    child.once("close", (code, signal) => resolve({ code, signal, stdout, stderr }));
  });
  return {
    pid,
    ended,
    signal: (signal) => void child.kill(signal),
    async kill() {
      child.kill("SIGKILL");
      await ended;
    },
    says: (text) =>
      new Promise((resolve, reject) => {
        const look = () => stderr.includes(text) && resolve();
        look();
        child.stderr.on("data", look);
        void ended.then(() => reject(new Error(`It ended without "${text}":\n${stderr}`)));
      }),
  };
}
