import { fstatSync, writeSync } from "node:fs";
import { homedir } from "node:os";
import { Writable } from "node:stream";
import { inspect } from "node:util";
import { Problem } from "../shared/errors.js";
import { EXIT_CODES } from "../shared/exit-codes.js";
import { main } from "./main.js";
import { exitCodeUnwritten, isReaderGone, outputFailed } from "./output/write-out.js";
import { keepHeapSmall } from "./small-heap.js";

/**
 * Runs the command line of this process. The only place that touches process-wide state.
 *
 * The process ends with an explicit exit once the output is flushed, so that an idle connection never
 * keeps a finished command alive.
 */
export async function runProcess(): Promise<never> {
  keepHeapSmall();
  const interruption = new AbortController();
  const interrupt = () => {
    if (interruption.signal.aborted) process.exit(130);
    interruption.abort();
    process.stderr.write(
      "\nFinishing the call under way, then stopping. Press Ctrl-C again to stop at once.\n",
    );
  };
  let showCrash: ((error: unknown) => void) | null = null;
  const crash = (error: unknown) => {
    // Nothing secret is known before a command has started.
    if (showCrash) showCrash(error);
    else process.stderr.write(`${inspect(error)}\n`);
    process.exit(EXIT_CODES.unexpected.code);
  };
  // Node itself would print the error as it is, with whatever it holds.
  process.on("uncaughtException", crash);
  process.on("unhandledRejection", crash);
  process.on("SIGINT", interrupt);
  process.on("SIGTERM", interrupt);
  const stdout = wholeWrites(process.stdout);
  let unwritten: Error | null = null;
  // Work that was begun goes on: a run must not end in the middle because nobody reads what it says.
  stdout.on("error", (error: Error) => {
    if (!isReaderGone(error)) unwritten ??= error;
  });
  process.stderr.on("error", () => undefined);

  const env = environment();
  const cwd = workingDirectory();
  const exitCode = await main(process.argv.slice(2), {
    stdin: process.stdin,
    stdout,
    stderr: process.stderr,
    env,
    cwd: cwd ?? "/",
    clock: { now: () => new Date() },
    signal: interruption.signal,
    obstacle: cwd === null ? workingDirectoryGone() : null,
    onCrash: (show) => {
      showCrash = show;
    },
  });
  await Promise.all([flushed(stdout), flushed(process.stderr)]);
  process.exit(unwritten === null ? exitCode : withoutOutput(exitCode, unwritten));
}

/** Results have told it already; here are help texts and the like. */
function withoutOutput(exitCode: number, error: Error): number {
  if (exitCode !== exitCodeUnwritten(exitCode)) {
    const { message, why, next } = outputFailed(error, null);
    process.stderr.write(`${message}\n${why}\n${next}\n`);
  }
  return exitCodeUnwritten(exitCode);
}

/**
 * The environment as it is. For libraries that ask for the home folder as soon as they are loaded and
 * can't do without, one that is not there is named in the process's own when nobody has one.
 */
function environment(): NodeJS.ProcessEnv {
  try {
    homedir();
    return process.env;
  } catch {
    const env = { ...process.env };
    process.env.HOME = "/nonexistent";
    return env;
  }
}

/** Null when it was removed. */
function workingDirectory(): string | null {
  try {
    return process.cwd();
  } catch {
    return null;
  }
}

function workingDirectoryGone(): Problem {
  return new Problem({
    kind: "configuration",
    code: "working_directory_gone",
    what: "The folder in which this command was started does not exist any more.",
    why: "Configuration files are looked for from there, and somebody removed it or put a new one in its place.",
    next: "Go to a folder that exists (`cd`), then run the same command again.",
  });
}

function flushed(stream: NodeJS.WritableStream): Promise<void> {
  return new Promise((resolve) => stream.write("", () => resolve()));
}

/**
 * Standard output that tells when only a part was written. Node hands a file what it is given once: on
 * a disk that becomes full in the middle of it the rest is lost without an error.
 */
function wholeWrites(stream: typeof process.stdout): Writable | typeof process.stdout {
  return isFile(stream.fd) ? new FileOutput(stream.fd) : stream;
}

class FileOutput extends Writable {
  readonly #fd: number;

  constructor(fd: number) {
    super();
    this.#fd = fd;
  }

  override _write(chunk: Buffer, _encoding: string, done: (error?: Error) => void): void {
    try {
      // Only a write that gets nothing done fails.
      for (let written = 0; written < chunk.length; ) written += writeSync(this.#fd, chunk, written);
      done();
    } catch (error) {
      done(error instanceof Error ? error : new Error(String(error)));
    }
  }
}

function isFile(fd: number): boolean {
  try {
    return fstatSync(fd).isFile();
  } catch {
    return false;
  }
}
