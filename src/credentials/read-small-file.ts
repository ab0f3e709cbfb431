import { constants } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";

/** Credentials are short; anything larger is a mistake. In bytes. */
export const MAX_SECRET_BYTES = 64 * 1024;

/** Ends a sentence that begins with the file's name; never holds what is in the file. */
type Refusal = { readonly ok: false; readonly why: string };

/** A text file of credentials, or why it can't be used. `mode` is that of POSIX. */
export type SmallFile = { readonly ok: true; readonly text: string; readonly mode: number } | Refusal;

/** Reads a regular UTF-8 file of at most 64 KiB. Never throws. */
export async function readSmallFile(path: string): Promise<SmallFile> {
  let file: FileHandle;
  try {
    // Without O_NONBLOCK a named pipe that nobody writes to would hold the program up for ever.
    file = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  } catch (error) {
    return refusal(openingFailure(error));
  }
  try {
    return await readOpened(file);
  } catch {
    return refusal("could not be read");
  } finally {
    await file.close();
  }
}

async function readOpened(file: FileHandle): Promise<SmallFile> {
  const stats = await file.stat();
  if (stats.isDirectory()) return refusal("is a folder, not a file");
  if (!stats.isFile()) return refusal("is not a regular file");
  const bytes = Buffer.alloc(MAX_SECRET_BYTES + 1);
  const { bytesRead } = await file.read(bytes, 0, bytes.length, 0);
  if (bytesRead > MAX_SECRET_BYTES) return refusal("is larger than 64 KiB");
  const text = decodeUtf8(bytes.subarray(0, bytesRead));
  return text === null
    ? refusal("is not UTF-8 text (PowerShell's `>` writes UTF-16)")
    : { ok: true, text, mode: stats.mode };
}

/** The text without a byte order mark; null when the bytes are not UTF-8. */
export function decodeUtf8(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

function openingFailure(error: unknown): string {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  if (code === "ENOENT" || code === "ENOTDIR") return "does not exist";
  if (code === "EACCES" || code === "EPERM") return "may not be read by this user";
  return "could not be opened";
}

function refusal(why: string): Refusal {
  return { ok: false, why };
}
