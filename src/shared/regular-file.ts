import { constants } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";

/** What a path names instead of a file that can be read; ends a sentence that begins with its name. */
export class NotARegularFile extends Error {
  override readonly name = "NotARegularFile";
}

/**
 * The bytes of a regular file of at most `maxBytes`. Links are followed: what counts is what was opened.
 * A device, a pipe, a socket, a folder or a larger file is refused without being read, so that none of
 * them can hold the program up.
 *
 * @throws NotARegularFile, or the error of the file system
 */
export async function readRegularFile(path: string, maxBytes: number): Promise<Buffer> {
  // Without O_NONBLOCK a named pipe that nobody writes to would hold the program up for ever.
  const file = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    return await readOpened(file, maxBytes);
  } finally {
    await file.close();
  }
}

async function readOpened(file: FileHandle, maxBytes: number): Promise<Buffer> {
  const stats = await file.stat();
  if (stats.isDirectory()) throw new NotARegularFile("is a folder, not a file");
  if (!stats.isFile()) throw new NotARegularFile("is a device, a pipe or a socket, not a regular file");
  if (stats.size > maxBytes) throw tooLarge(stats.size, maxBytes);
  const chunks: Buffer[] = [];
  let size = 0;
  // Read to its end, which files of the kernel don't tell, and never past the limit, should it grow.
  for (;;) {
    const { bytesRead, buffer } = await file.read({ buffer: Buffer.alloc(CHUNK_BYTES) });
    if (bytesRead === 0) return Buffer.concat(chunks, size);
    size += bytesRead;
    if (size > maxBytes) throw tooLarge(size, maxBytes);
    chunks.push(buffer.subarray(0, bytesRead));
  }
}

const CHUNK_BYTES = 256 * 1024;

function tooLarge(size: number, maxBytes: number): NotARegularFile {
  return new NotARegularFile(`is too large (${mebibytes(size)} MiB; at most ${mebibytes(maxBytes)} MiB)`);
}

function mebibytes(bytes: number): string {
  return (bytes / 1024 ** 2).toFixed(bytes < 10 * 1024 ** 2 ? 1 : 0);
}
