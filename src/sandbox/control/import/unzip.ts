import { inflateRawSync } from "node:zlib";

const END = 0x06054b50;
const END_SIZE = 22;
const ENTRY = 0x02014b50;
const ENTRY_SIZE = 46;
const LOCAL_SIZE = 30;
const STORED = 0;

/**
 * The files of an archive by name.
 * @throws Error of any kind when it is no archive, or a damaged one
 */
export function unzip(bytes: Buffer): ReadonlyMap<string, Buffer> {
  let end = bytes.length - END_SIZE;
  while (bytes.readUInt32LE(end) !== END) end -= 1;
  const files = new Map<string, Buffer>();
  let at = bytes.readUInt32LE(end + 16);
  for (let left = bytes.readUInt16LE(end + 10); left > 0; left -= 1) {
    if (bytes.readUInt32LE(at) !== ENTRY) throw new Error("The archive's directory is damaged.");
    const [nameLength = 0, extraLength = 0, commentLength = 0] = [28, 30, 32].map((offset) =>
      bytes.readUInt16LE(at + offset),
    );
    const name = bytes.toString("utf8", at + ENTRY_SIZE, at + ENTRY_SIZE + nameLength);
    const local = bytes.readUInt32LE(at + 42);
    const start = local + LOCAL_SIZE + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
    const packed = bytes.subarray(start, start + bytes.readUInt32LE(at + 20));
    files.set(name, bytes.readUInt16LE(at + 10) === STORED ? packed : inflateRawSync(packed));
    at += ENTRY_SIZE + nameLength + extraLength + commentLength;
  }
  return files;
}
