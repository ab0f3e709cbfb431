import { constants } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { decodeUtf8 } from "../shared/utf8.js";

/** Credentials are short; anything larger is a mistake. In bytes. */
export const MAX_SECRET_BYTES = 64 * 1024;

/** Ends a sentence that begins with the file's name; never holds what is in the file. */
interface Refusal {
  readonly ok: false;
  readonly why: string;
  /** There is no such file. */
  readonly missing: boolean;
}

/** Who may do what with a file, as POSIX says it. */
export interface Access {
  readonly mode: number;
  readonly uid: number;
}

/** A file of credentials, or why it can't be used. */
export type SmallBytes = ({ readonly ok: true; readonly bytes: Uint8Array } & Access) | Refusal;

/** The same as text. */
export type SmallFile = ({ readonly ok: true; readonly text: string } & Access) | Refusal;

/** Reads a regular UTF-8 file of at most 64 KiB. Never throws. */
export async function readSmallFile(path: string): Promise<SmallFile> {
  const file = await readSmallBytes(path, MAX_SECRET_BYTES);
  if (!file.ok) return file;
  const { bytes, ...access } = file;
  const decoded = decodeUtf8(bytes);
  return decoded.ok ? { ...access, text: decoded.text, ok: true } : refusal(decoded.why);
}

/** Reads a regular file. Never throws. Links are followed: what counts is the file that was opened. */
export async function readSmallBytes(path: string, maxBytes: number): Promise<SmallBytes> {
  let file: FileHandle;
  try {
    // Without O_NONBLOCK a named pipe that nobody writes to would hold the program up for ever.
    file = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  } catch (error) {
    return openingFailure(error);
  }
  try {
    return await readOpened(file, maxBytes);
  } catch {
    return refusal("could not be read");
  } finally {
    await file.close();
  }
}

async function readOpened(file: FileHandle, maxBytes: number): Promise<SmallBytes> {
  const stats = await file.stat();
  if (stats.isDirectory()) return refusal("is a folder, not a file");
  if (!stats.isFile()) return refusal("is not a regular file");
  const bytes = Buffer.alloc(maxBytes + 1);
  const { bytesRead } = await file.read(bytes, 0, bytes.length, 0);
  if (bytesRead > maxBytes) return refusal(`is larger than ${maxBytes / 1024} KiB`);
  return { ok: true, bytes: bytes.subarray(0, bytesRead), mode: stats.mode, uid: stats.uid };
}

function openingFailure(error: unknown): Refusal {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  if (code === "ENOENT" || code === "ENOTDIR") return refusal("does not exist", true);
  if (code === "EACCES" || code === "EPERM") return refusal("may not be read by this user");
  return refusal("could not be opened");
}

function refusal(why: string, missing = false): Refusal {
  return { ok: false, why, missing };
}
