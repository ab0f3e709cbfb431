import { constants, type Stats } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { hasCode } from "../../shared/errors.js";
import { fileFault } from "../../shared/file-fault.js";
import { isProblem } from "../../sync/model/index.js";
import { type Computer, type Content, MOST_BYTES } from "./content.js";
import { isPattern, newestMatch } from "./newest.js";
import { fileProblem } from "./problems.js";

const CHUNK_BYTES = 256 * 1024;

/** A file that nobody has written to for so long is not being written. */
const AT_REST_MS = 60_000;
/** Between two looks at a file that was just written, and how many of them there are. */
export const LOOK_MS = 1_000;
export const MOST_LOOKS = 10;

/** Whether a file was written so lately that somebody may still be at it. */
export function mayBeWritten(now: Date, modified: number): boolean {
  return now.getTime() - modified < AT_REST_MS;
}

/**
 * The file at a path, or the newest that matches a pattern. Links are followed: what counts is what was
 * opened. One that is being written is waited for, and one that changes while it is read is refused.
 *
 * @throws Problem `file_missing`, `file_not_readable`, `file_not_regular`, `file_too_large`, `file_empty`
 *   or `file_changing`
 */
export async function openLocalFile(path: string, machine: Computer): Promise<Content> {
  try {
    const file = isPattern(path) ? await newestMatch(path) : path;
    const seen = await atRest(file, machine);
    return { file, modified: seen.mtime, chunks: () => readChunks(file, seen) };
  } catch (error) {
    throw placeProblem(error, path);
  }
}

/** Size and time must be the same at two looks, unless the last change is long ago. */
async function atRest(file: string, { now, sleep }: Computer): Promise<Stats> {
  let seen = await look(file);
  for (let looks = 1; mayBeWritten(now(), seen.mtimeMs); looks += 1) {
    if (looks > MOST_LOOKS) throw changing(file, "It was still being written after ten looks.");
    await sleep(LOOK_MS);
    const again = await look(file);
    if (isSame(seen, again)) return again;
    seen = again;
  }
  return seen;
}

async function look(file: string): Promise<Stats> {
  const handle = await openFile(file);
  try {
    return await checked(handle, file);
  } finally {
    await handle.close();
  }
}

/** Without O_NONBLOCK a named pipe that nobody writes to would hold the program up for ever. */
function openFile(file: string): Promise<FileHandle> {
  return open(file, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
}

async function checked(handle: FileHandle, file: string): Promise<Stats> {
  const stats = await handle.stat();
  if (!stats.isFile()) {
    throw fileProblem({
      code: "file_not_regular",
      what: `${file} is ${stats.isDirectory() ? "a folder" : "a device, a pipe or a socket"}, not a file.`,
      why: "Only a regular file can be told to be whole.",
      next: stats.isDirectory()
        ? "Set `source.settings.path` to a file in it, or to a pattern such as people-*.csv."
        : "Set `source.settings.path` to a file, or `place` to stdin or command.",
    });
  }
  if (stats.size > MOST_BYTES) throw tooLarge(file);
  if (stats.size > 0) return stats;
  throw fileProblem({
    kind: "temporary",
    code: "file_empty",
    what: `${file} is empty.`,
    why: "The export wrote nothing, or has only begun.",
    next: "Have the HR tool export it again.",
  });
}

/** @throws Problem `file_too_large` for an export from anywhere */
export function tooLarge(file: string) {
  return fileProblem({
    code: "file_too_large",
    what: `${file} is larger than ${MOST_BYTES / 1024 ** 2} MiB.`,
    why: "No honest list of people needs so much.",
    next: "Check that it is the export of people, and leave out columns that are not needed.",
  });
}

async function* readChunks(file: string, seen: Stats): AsyncGenerator<Uint8Array, void, void> {
  const handle = await openFile(file).catch((error: unknown) => {
    throw placeProblem(error, file);
  });
  try {
    if (!isSame(seen, await handle.stat())) throw changing(file, "It was replaced or changed meanwhile.");
    for (let size = 0; ; ) {
      const { bytesRead, buffer } = await handle.read({ buffer: Buffer.alloc(CHUNK_BYTES) });
      if (bytesRead === 0) break;
      size += bytesRead;
      if (size > MOST_BYTES) throw tooLarge(file);
      yield buffer.subarray(0, bytesRead);
    }
    if (!isSame(seen, await handle.stat())) throw changing(file, "It changed while it was read.");
  } finally {
    await handle.close();
  }
}

function isSame(one: Stats, other: Stats): boolean {
  return one.size === other.size && one.mtimeMs === other.mtimeMs && one.ino === other.ino;
}

/** A file that is not at rest. The next run may find it whole. */
export function changing(file: string, why: string) {
  return fileProblem({
    kind: "temporary",
    code: "file_changing",
    what: `${file} is being written, so nothing was planned.`,
    why,
    next: "Run the same command again later. Let the export write beside it and move it into place when it is whole.",
  });
}

/** What the file system says of a path, in words. */
function placeProblem(error: unknown, path: string): unknown {
  if (isProblem(error)) return error;
  if (hasCode(error, "ENOENT", "ENOTDIR")) {
    return fileProblem({
      code: "file_missing",
      what: `There is no file ${path}.`,
      why: "It was moved, was never written, or the path is another one.",
      next: "See whether the HR tool's export ran, and whether `source.settings.path` names it.",
    });
  }
  return fileProblem({
    code: "file_not_readable",
    what: `${path} can't be read.`,
    why: fileFault(error),
    next: "Let the user who runs this command read the file and its folder.",
  });
}
