import { isIP } from "node:net";

/** Pieces of ASN.1 in DER (ITU-T X.690), as far as a certificate needs them. */
export const der = {
  sequence: (...parts: readonly Buffer[]) => tagged(0x30, ...parts),
  set: (...parts: readonly Buffer[]) => tagged(0x31, ...parts),
  boolean: (value: boolean) => tagged(0x01, Buffer.from([value ? 0xff : 0])),
  /** A positive number, big-endian. */
  integer: (bytes: Buffer) =>
    tagged(0x02, (bytes.at(0) ?? 0) < 0x80 ? bytes : Buffer.concat([Buffer.from([0]), bytes])),
  bitString: (bytes: Buffer) => tagged(0x03, Buffer.from([0]), bytes),
  octetString: (...parts: readonly Buffer[]) => tagged(0x04, ...parts),
  utf8: (text: string) => tagged(0x0c, Buffer.from(text)),
  /** @param text `YYMMDDhhmmssZ`, which is a year from 1950 to 2049 */
  utcTime: (text: string) => tagged(0x17, Buffer.from(text, "latin1")),
  /** A field with a tag of its own, `[number]`; around whole values. */
  explicit: (number: number, ...parts: readonly Buffer[]) => tagged(0xa0 | number, ...parts),
  /** A field whose tag stands in the place of the value's own. */
  implicit: (number: number, bytes: Buffer) => tagged(0x80 | number, bytes),
  /** @param text `2.5.29.17` */
  oid(text: string): Buffer {
    const [first = 0, second = 0, ...rest] = text.split(".").map(Number);
    return tagged(0x06, Buffer.from([first * 40 + second, ...rest.flatMap(base128)]));
  },
};

function tagged(tag: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  return Buffer.concat([Buffer.from([tag, ...lengthOf(content)]), content]);
}

function lengthOf({ length }: Buffer): readonly number[] {
  if (length < 0x80) return [length];
  return length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
}

function base128(number: number): readonly number[] {
  const digits = [number & 0x7f];
  for (let rest = number >> 7; rest > 0; rest >>= 7) digits.unshift((rest & 0x7f) | 0x80);
  return digits;
}

/** The bytes of an IP address, 4 or 16. */
export function addressBytes(address: string): Buffer {
  if (isIP(address) === 4) return Buffer.from(address.split(".").map(Number));
  if (isIP(address) !== 6) throw new Error(`no IP address: ${address}`);
  const [head = "", tail = ""] = address.split("::");
  const groups = (text: string) => (text === "" ? [] : text.split(":"));
  const [first, last] = [groups(head), groups(tail)];
  const all = [...first, ...Array<string>(8 - first.length - last.length).fill("0"), ...last];
  return Buffer.from(all.map((group) => group.padStart(4, "0")).join(""), "hex");
}
