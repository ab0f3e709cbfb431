import { Readable, Writable } from "node:stream";
import type { ProcessContext } from "../../src/cli/cli-context.js";
import { main } from "../../src/cli/main.js";

export interface CliRun {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface OwnRun extends CliRun {
  /** What was written to stdout, byte by byte. */
  readonly bytes: Buffer;
}

export interface CliOptions {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdin?: string;
  readonly now?: () => Date;
  readonly signal?: AbortSignal;
  readonly network?: ProcessContext["network"];
  readonly databaseWaits?: ProcessContext["databaseWaits"];
}

/** Runs the real command line in this process, without a terminal. */
export async function runCli(argv: readonly string[], options: CliOptions): Promise<OwnRun> {
  const stdout = new Collector();
  const stderr = new Collector();
  const context: ProcessContext = {
    stdin: Readable.from(options.stdin === undefined ? [] : [options.stdin]),
    stdout,
    stderr,
    // Most tests look for words that a narrow screen would break over lines.
    env: { COLUMNS: "160", ...options.env },
    cwd: options.cwd,
    clock: { now: options.now ?? (() => new Date()) },
    signal: options.signal ?? new AbortController().signal,
    ...(options.network && { network: options.network }),
    ...(options.databaseWaits && { databaseWaits: options.databaseWaits }),
  };
  const exitCode = await main(argv, context);
  return { exitCode, bytes: stdout.bytes, stdout: stdout.text, stderr: stderr.text };
}

class Collector extends Writable {
  bytes = Buffer.alloc(0);

  get text(): string {
    return this.bytes.toString("utf8");
  }

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.bytes = Buffer.concat([this.bytes, chunk]);
    done();
  }
}
