import { crc32, inflateRawSync } from "node:zlib";

const END_SIGNATURE = 0x06054b50;
const ENTRY_SIGNATURE = 0x02014b50;
const LOCAL_SIGNATURE = 0x04034b50;
const END_BYTES = 22;
/** A comment behind the end may be as long as this. */
const MOST_COMMENT = 0xffff;
const STORED = 0;
const DEFLATED = 8;

/**
 * What is wrong with a ZIP archive, to end a sentence that begins with its name; null when it is whole and
 * unpacks to no more than `maxBytes`. The reader of sheets reads on from a part of one and knows no limit,
 * so each part is unpacked here first, within the limit.
 */
export function zipFault(bytes: Buffer, maxBytes: number): string | null {
  const end = findEnd(bytes);
  if (end === null) return "ends in the middle, or is no XLSX file";
  try {
    let at = bytes.readUInt32LE(end + 16);
    let unpacked = 0;
    for (let left = bytes.readUInt16LE(end + 10); left > 0; left -= 1) {
      if (bytes.readUInt32LE(at) !== ENTRY_SIGNATURE) return "is damaged";
      unpacked += entryBytes(bytes, at, maxBytes - unpacked);
      at += 46 + bytes.readUInt16LE(at + 28) + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
    }
    return null;
  } catch (error) {
    const isLarge = error instanceof RangeError && "code" in error && error.code === "ERR_BUFFER_TOO_LARGE";
    return isLarge ? `unpacks to more than ${Math.round(maxBytes / 1024 ** 2)} MiB` : "is damaged";
  }
}

function findEnd(bytes: Buffer): number | null {
  const first = Math.max(0, bytes.length - END_BYTES - MOST_COMMENT);
  for (let at = bytes.length - END_BYTES; at >= first; at -= 1) {
    if (bytes.readUInt32LE(at) === END_SIGNATURE) return at;
  }
  return null;
}

/** Bytes of an entry when unpacked. @throws RangeError when there are more than `most`, or it is damaged */
function entryBytes(bytes: Buffer, at: number, most: number): number {
  const method = bytes.readUInt16LE(at + 10);
  const checksum = bytes.readUInt32LE(at + 16);
  const size = bytes.readUInt32LE(at + 20);
  const local = bytes.readUInt32LE(at + 42);
  if (bytes.readUInt32LE(local) !== LOCAL_SIGNATURE) throw new Error("no entry there");
  const start = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
  const packed = bytes.subarray(start, start + size);
  if (packed.length !== size) throw new Error("the entry is cut off");
  if (method !== STORED && method !== DEFLATED) throw new Error("packed in another way");
  const content = method === STORED ? packed : inflateRawSync(packed, { maxOutputLength: Math.max(1, most) });
  if (crc32(content) !== checksum) throw new Error("the checksum is another");
  return content.length;
}
