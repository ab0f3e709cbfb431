import { crc32 } from "node:zlib";
import { strToU8, unzipSync, type ZipOptions, zipSync } from "fflate";
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
 * @throws ZipError, also for a part that is not what it was when it was packed
 */
export function readZip(bytes: Uint8Array, limit: number): ZipArchive {
  let left = limit;
  const names: string[] = [];
  try {
    const parts = unzipSync(bytes, {
      filter({ name, originalSize }) {
        names.push(name);
        left -= originalSize;
        if (left < 0) throw new ZipError("The archive unpacks to too much.");
        return true;
      },
    });
    refuseDamage(parts, names, checksums(bytes));
    return new Map(Object.entries(parts));
  } catch (error) {
    if (error instanceof ZipError) throw error;
    throw new ZipError("The archive is damaged, or packed in an unusual way.");
  }
}

/** The library unpacks whatever comes out. Of parts with one name it keeps the last. */
function refuseDamage(
  parts: Readonly<Record<string, Uint8Array>>,
  names: readonly string[],
  sums: readonly number[],
): void {
  const sumOf = new Map(names.map((name, index) => [name, sums[index]]));
  const damaged = Object.entries(parts).find(([name, part]) => crc32(part) !== sumOf.get(name));
  if (damaged) throw new ZipError("The archive is damaged: a checksum differs.");
}

const DIRECTORY_ENTRY = 0x02014b50;
const DIRECTORY_END = Buffer.from("PK\x05\x06", "latin1");
/** Stands where a number has its place in the longer end that very large archives have. */
const LONGER = 0xffffffff;

/**
 * The checksums in an archive's directory, in its order: the parts themselves may come before theirs.
 * @throws RangeError outside of the archive
 */
function checksums(bytes: Uint8Array): readonly number[] {
  const archive = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = archive.lastIndexOf(DIRECTORY_END, archive.length - 22);
  let at = archive.readUInt32LE(end + 16);
  // Some programs write the longer end always.
  if (at === LONGER) at = longer(archive, longer(archive, end - 12) + 48);
  const sums: number[] = [];
  while (archive.readUInt32LE(at) === DIRECTORY_ENTRY) {
    sums.push(archive.readUInt32LE(at + 16));
    const name = archive.readUInt16LE(at + 28);
    const extra = archive.readUInt16LE(at + 30);
    const comment = archive.readUInt16LE(at + 32);
    at += 46 + name + extra + comment;
  }
  return sums;
}

function longer(archive: Buffer, at: number): number {
  return Number(archive.readBigUInt64LE(at));
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
export function withText(archive: ZipArchive, name: string, text: string): ZipArchive {
  return new Map(archive).set(name, strToU8(text));
}

/** The archive as a file. */
export function packed(
  archive: ZipArchive,
  options: Pick<ZipOptions, "level"> = {},
): Uint8Array<ArrayBuffer> {
  return zipSync(Object.fromEntries(archive), { ...options, mtime: NO_TIME });
}
