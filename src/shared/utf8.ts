/** The text in some bytes, or why there is none. */
export type DecodedText = { readonly ok: true; readonly text: string } | NotUtf8;

/** Bytes that are not UTF-8. Nothing here quotes them: they may be a secret. */
export interface NotUtf8 {
  readonly ok: false;
  /** Ends a sentence that begins with the file's name: where the first odd byte is, and what it may be. */
  readonly why: string;
  /** What to do about it, a sentence. */
  readonly remedy: string;
}

/** What a file may be in instead, for people and as `iconv` calls it. */
interface Encoding {
  readonly title: string;
  readonly name: string;
}

const UTF16_LE: Encoding = {
  title: "UTF-16 (as PowerShell's `>` and Notepad's \"Unicode\" write it)",
  name: "UTF-16LE",
};
const UTF16_BE: Encoding = { title: "UTF-16 (big endian)", name: "UTF-16BE" };
const UTF32: Encoding = { title: "UTF-32", name: "UTF-32" };
const WINDOWS: Encoding = { title: 'Windows-1252 ("ANSI" in editors on Windows)', name: "WINDOWS-1252" };
const LATIN: Encoding = { title: 'ISO-8859-1 or Windows-1252 ("ANSI" in editors)', name: "WINDOWS-1252" };

/** The longest first: that of UTF-16 is how one of UTF-32 begins. */
const MARKS: readonly (readonly [Encoding, readonly number[]])[] = [
  [UTF32, [0xff, 0xfe, 0x00, 0x00]],
  [UTF32, [0x00, 0x00, 0xfe, 0xff]],
  [UTF16_LE, [0xff, 0xfe]],
  [UTF16_BE, [0xfe, 0xff]],
];

/**
 * The bytes as text, without a byte order mark. Strict: a letter that is not UTF-8 would come out as
 * another one, a name would fit nobody, and nothing would say so. A NUL is no text either.
 */
export function decodeUtf8(bytes: Uint8Array): DecodedText {
  const marked = MARKS.find(([, mark]) => mark.every((byte, index) => bytes[index] === byte))?.[0];
  if (marked) return notUtf8(`is not UTF-8: it begins with the mark of ${marked.title}`, marked);
  const nul = bytes.indexOf(0);
  if (nul >= 0) {
    const wide = wideEncoding(bytes);
    return notUtf8(`is not UTF-8: ${placeOf(bytes, nul)} is a NUL; ${looksLike(wide)}`, wide);
  }
  try {
    return { ok: true, text: new TextDecoder("utf-8", { fatal: true }).decode(bytes) };
  } catch {
    return oddByte(bytes);
  }
}

function oddByte(bytes: Uint8Array): NotUtf8 {
  const at = firstOddByte(bytes);
  if (isCutOff(bytes, at)) {
    const why = `is cut off: it ends in the middle of a character, ${placeOf(bytes, at)}`;
    return { ok: false, why, remedy: "Take it anew from where it comes." };
  }
  const isBinary = bytes.some((byte) => byte < 0x20 && !BLANKS.includes(byte));
  // ISO-8859-1 has no letters and signs from 0x80 to 0x9f.
  const eightBit = bytes.some((byte) => byte >= 0x80 && byte <= 0x9f) ? WINDOWS : LATIN;
  const encoding = isBinary ? null : eightBit;
  return notUtf8(`is not UTF-8 from ${placeOf(bytes, at)} on; ${looksLike(encoding)}`, encoding);
}

/** Tab, line feed, form feed, carriage return. */
const BLANKS: readonly number[] = [0x09, 0x0a, 0x0c, 0x0d];

function looksLike(encoding: Encoding | null): string {
  return encoding ? `it looks like ${encoding.title}` : "it looks like no text file at all";
}

function notUtf8(why: string, encoding: Encoding | null): NotUtf8 {
  const remedy = encoding
    ? `Save it as UTF-8 in an editor, or convert it with \`iconv -f ${encoding.name} -t UTF-8\`.`
    : "Name the text file that was meant.";
  return { ok: false, why, remedy };
}

/** Letters of Western languages have a NUL beside them in UTF-16. */
function wideEncoding(bytes: Uint8Array): Encoding | null {
  const nuls = [0, 0];
  bytes.forEach((byte, index) => {
    if (byte === 0) nuls[index % 2] = (nuls[index % 2] ?? 0) + 1;
  });
  const [even = 0, odd = 0] = nuls;
  const many = bytes.length / 5;
  if (odd > many && even === 0) return UTF16_LE;
  return even > many && odd === 0 ? UTF16_BE : null;
}

function firstOddByte(bytes: Uint8Array): number {
  let at = 0;
  while (at < bytes.length) {
    const length = sequenceLength(bytes[at] ?? 0);
    if (length === 0 || (length > 1 && !isUtf8(bytes.subarray(at, at + length)))) return at;
    at += length;
  }
  return at;
}

/** Bytes of the character that begins with this one; 0 when none does. */
function sequenceLength(first: number): number {
  if (first < 0x80) return 1;
  if (first < 0xc2 || first > 0xf4) return 0;
  if (first < 0xe0) return 2;
  return first < 0xf0 ? 3 : 4;
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

/** Whether the file ends where the character that begins there needs more bytes. */
function isCutOff(bytes: Uint8Array, at: number): boolean {
  const rest = bytes.subarray(at + 1);
  const missing = sequenceLength(bytes[at] ?? 0) - 1 - rest.length;
  return missing > 0 && rest.length > 0 && rest.every((byte) => byte >= 0x80 && byte <= 0xbf);
}

/** `byte 142 (line 12, column 30)`, all counted from 1. */
function placeOf(bytes: Uint8Array, at: number): string {
  const before = bytes.subarray(0, at);
  const lineStart = before.lastIndexOf(0x0a) + 1;
  const line = before.filter((byte) => byte === 0x0a).length + 1;
  const column = Array.from(new TextDecoder().decode(before.subarray(lineStart))).length + 1;
  return `byte ${at + 1} (line ${line}, column ${column})`;
}
