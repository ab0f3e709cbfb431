import { strToU8, unzipSync, zipSync } from "fflate";
import { decodeUtf8 } from "../../shared/utf8.js";

// One part of the archive is replaced and all others keep their bytes. A spreadsheet library that opens
// and saves a workbook rebuilds its sheets and styles, and loses what it does not model: lists of choices
// that come from another sheet, named styles, notes of other programs.

/** The unpacked parts of an archive, by name, in their order. */
export type ZipArchive = ReadonlyMap<string, Uint8Array>;

/** Why an archive can't be used; the message says it in a few words. */
export class ZipError extends Error {}

/** Earliest time an archive can hold: the same people give the same file. */
const NO_TIME = "1980-01-01T00:00:00";

/**
 * Unpacks an archive.
 *
 * @param limit bytes that all parts together may unpack to; no part gets more room than the archive
 *   declares for it, so that a lie in its directory is an error and not a full memory
 * @throws ZipError
 */
export function readZip(bytes: Uint8Array, limit: number): ZipArchive {
  let left = limit;
  try {
    const parts = unzipSync(bytes, {
      filter({ originalSize }) {
        left -= originalSize;
        if (left < 0) throw new ZipError("The archive unpacks to too much.");
        return true;
      },
    });
    return new Map(Object.entries(parts));
  } catch (error) {
    if (error instanceof ZipError) throw error;
    throw new ZipError("The archive is damaged, or packed in an unusual way.");
  }
}

/**
 * A part's text; null when there is no such part.
 * @throws ZipError for one that is not UTF-8: it would be written back with other letters
 */
export function readText(archive: ZipArchive, name: string): string | null {
  const part = archive.get(name);
  if (part === undefined) return null;
  const decoded = decodeUtf8(part);
  if (decoded.ok) return decoded.text;
  throw new ZipError(`Its part ${name} ${decoded.why}.`);
}

/** The archive with another text in one part. */
export function withText(archive: ZipArchive, name: string, text: string): Uint8Array {
  const parts = new Map(archive).set(name, strToU8(text));
  return zipSync(Object.fromEntries(parts), { mtime: NO_TIME });
}
