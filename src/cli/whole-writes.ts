import { fstatSync, writeSync } from "node:fs";
import { Writable } from "node:stream";

/**
 * Standard output that tells when only a part was written. Node hands a file what it is given once: on
 * a disk that becomes full in the middle of it the rest is lost without an error.
 */
export function wholeWrites(stream: typeof process.stdout): Writable | typeof process.stdout {
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
