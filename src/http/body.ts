import { isUtf8 } from "node:buffer";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import { hasCode } from "../shared/errors.js";
import { type CallIdentity, classifyFailure } from "./failure.js";
import { HttpFailure } from "./types.js";

type Headers = Readonly<Record<string, string>>;

/** What has come of an answer when its body is about to be read. */
export interface AnswerHead {
  readonly status: number;
  /** Lower-case names. */
  readonly headers: Headers;
}

/**
 * Reads an answer's body as text, never more than `maxBytes` of it: of a packed one (gzip), these are
 * the unpacked bytes, so that a small answer can't fill the memory.
 *
 * @throws HttpFailure `too_large`, `truncated` or `timeout`; `unreadable` when it is packed or written
 *   in a way nobody knows and has a good status. A refusal is read as well as it can be.
 */
export async function readBody(
  body: AsyncIterable<Buffer> & { arrayBuffer(): Promise<ArrayBuffer> },
  { status, headers }: AnswerHead,
  maxBytes: number,
  call: CallIdentity,
): Promise<string> {
  const declared = headers["content-length"];
  if (Number(declared ?? 0) > maxBytes) throw tooLarge(maxBytes, call);
  const bytes = await readBytes(body, headers, maxBytes, call);
  const type = headers["content-type"];
  const packing = unknownPacking(headers);
  if (status >= 400) return packing === null ? decodeLeniently(bytes, type) : "";
  if (packing !== null) throw unreadable(`is packed in an unknown way (${packing})`, call);
  const decoded = decodeText(bytes, type);
  if ("text" in decoded) return decoded.text;
  throw unreadable(decoded.problem, call);
}

/**
 * The bytes of an answer's body, unpacked and never more than `maxBytes`.
 * @throws HttpFailure as `readBody`
 */
export async function readRawBody(
  body: AsyncIterable<Buffer> & { arrayBuffer(): Promise<ArrayBuffer> },
  { headers }: AnswerHead,
  maxBytes: number,
  call: CallIdentity,
): Promise<Buffer> {
  if (Number(headers["content-length"] ?? 0) > maxBytes) throw tooLarge(maxBytes, call);
  const packing = unknownPacking(headers);
  if (packing !== null) throw unreadable(`is packed in an unknown way (${packing})`, call);
  return readBytes(body, headers, maxBytes, call);
}

/**
 * The bytes of an answer's body as they come, unpacked and never more than `maxBytes`, for `read`.
 * @returns what it returns
 * @throws HttpFailure as `readBody`, and what `read` throws
 */
export async function withPieces<Result>(
  body: AsyncIterable<Buffer>,
  { headers }: AnswerHead,
  maxBytes: number,
  call: CallIdentity,
  read: (pieces: AsyncIterable<Buffer>) => Promise<Result>,
): Promise<Result> {
  if (Number(headers["content-length"] ?? 0) > maxBytes) throw tooLarge(maxBytes, call);
  const packing = unknownPacking(headers);
  if (packing !== null) throw unreadable(`is packed in an unknown way (${packing})`, call);
  const packed = { size: 0, most: maxBytes };
  async function* pieces(source: AsyncIterable<Buffer>) {
    let size = 0;
    try {
      for await (const piece of source) {
        size += piece.length;
        if (size > maxBytes) throw tooLarge(maxBytes, call);
        yield piece;
      }
    } catch (error) {
      if (isUnexpectedEnd(error) && packed.size === 0) return;
      throw error instanceof HttpFailure ? error : classifyFailure(error, call, "body");
    }
  }
  if (!isGzip(headers)) return read(pieces(body));
  return pipeline(body, counting(packed, call), createGunzip(), (source) => read(pieces(source)));
}

async function readBytes(
  body: AsyncIterable<Buffer> & { arrayBuffer(): Promise<ArrayBuffer> },
  headers: Headers,
  maxBytes: number,
  call: CallIdentity,
): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  const packed = { size: 0, most: maxBytes };
  const collect = async (source: AsyncIterable<Buffer>) => {
    for await (const chunk of source) {
      size += chunk.length;
      if (size > maxBytes) throw tooLarge(maxBytes, call);
      chunks.push(chunk);
    }
  };
  try {
    if (isGzip(headers)) {
      await pipeline(body, counting(packed, call), createGunzip(), collect);
    } else if (headers["content-length"] === undefined) {
      await collect(body);
    } else {
      // undici holds the server to the length it declared, and its own reading is faster.
      return Buffer.from(await body.arrayBuffer());
    }
  } catch (error) {
    // Answers without a body are called packed as well, and nothing at all can't be unpacked.
    if (isUnexpectedEnd(error) && packed.size === 0) return Buffer.alloc(0);
    throw error instanceof HttpFailure ? error : classifyFailure(error, call, "body");
  }
  return Buffer.concat(chunks, size);
}

/** Counts packed bytes. Whatever follows the end of a packed text is dropped unseen, so they are limited too. */
function counting(count: { size: number; readonly most: number }, call: CallIdentity) {
  return async function* (source: AsyncIterable<Buffer>) {
    for await (const chunk of source) {
      count.size += chunk.length;
      if (count.size > count.most) throw tooLarge(count.most, call);
      yield chunk;
    }
  };
}

function isUnexpectedEnd(error: unknown): boolean {
  return hasCode(error, "Z_BUF_ERROR");
}

function packingOf(headers: Headers): string {
  return (headers["content-encoding"] ?? "").trim().toLowerCase();
}

function isGzip(headers: Headers): boolean {
  return ["gzip", "x-gzip"].includes(packingOf(headers));
}

function unknownPacking(headers: Headers): string | null {
  const packing = packingOf(headers);
  return packing === "" || packing === "identity" || isGzip(headers) ? null : packing.slice(0, 20);
}

function tooLarge(maxBytes: number, call: CallIdentity): HttpFailure {
  return new HttpFailure({
    ...call,
    kind: "too_large",
    sent: true,
    message: `${call.purpose}: the answer of ${call.host} is larger than ${maxBytes} bytes`,
  });
}

/** @param problem ends a sentence that begins with the answer */
export function unreadable(problem: string, call: CallIdentity): HttpFailure {
  return new HttpFailure({
    ...call,
    kind: "unreadable",
    sent: true,
    message: `${call.purpose}: the answer of ${call.host} ${problem}`,
  });
}

/**
 * Parses an answer as JSON.
 * @param headers fit to be shown
 * @throws HttpFailure `not_json` with status and content type, or `broken_json` where that says that it is JSON; the
 *   body is never quoted.
 */
export function parseJson(text: string, { status, headers }: AnswerHead, call: CallIdentity): unknown {
  try {
    return JSON.parse(text);
  } catch {
    const type = (headers["content-type"] ?? "no content type").slice(0, 80);
    const isBroken = JSON_TYPE.test(type);
    throw new HttpFailure({
      ...call,
      kind: isBroken ? "broken_json" : "not_json",
      sent: true,
      message: `${call.purpose}: ${call.host} answered ${status} with ${isBroken ? "JSON that is broken" : `${type} instead of JSON`}`,
    });
  }
}

/** `application/json`, `application/vnd.api+json`. */
const JSON_TYPE = /^[\w.-]+\/(?:[\w.-]+\+)?json\b/iu;

/** A text as JSON, null when it is none. */
export function jsonOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** What a text is written in when nothing says it, and in what anything can be read. */
const USUAL = "utf-8";
const ANY_BYTES = "windows-1252";

/** Most of a document that its declaration can take up. */
export const DECLARATION_BYTES = 200;

/** A text, or in words why the bytes are none. */
export type Decoded = { readonly text: string } | { readonly problem: string };

/**
 * The text in an answer's body, in the character set the answer names: by its byte order mark, its
 * `content-type`, or the declaration of an XML document (RFC 7303), else UTF-8.
 *
 * Bytes that are not of that character set are a problem and never replaced: a name with U+FFFD in it
 * would be written to Spendesk.
 */
export function decodeText(bytes: Buffer, contentType: string | undefined): Decoded {
  const label = labelOf(bytes, contentType);
  try {
    const decoder = new TextDecoder(isUnlabelledJson(bytes, contentType, label) ? USUAL : label, {
      fatal: true,
    });
    return { text: decoder.decode(bytes) };
  } catch (error) {
    return { problem: undecodable(error, label) };
  }
}

/** The character set that an answer names, from its first bytes. */
export function labelOf(start: Buffer, contentType: string | undefined): string {
  return byteOrderMark(start) ?? charsetOf(contentType) ?? declaredInXml(start) ?? USUAL;
}

/** Why a decoder refuses bytes, to end a sentence. */
export function undecodable(error: unknown, label: string): string {
  const isUnknown = error instanceof RangeError;
  return `is ${isUnknown ? "in an unknown" : "not in the"} character set ${label.slice(0, 40)}`;
}

/** The text of a refusal, which is worth reading whatever it claims to be written in. */
function decodeLeniently(bytes: Buffer, contentType: string | undefined): string {
  const decoded = decodeText(bytes, contentType);
  return "text" in decoded ? decoded.text : new TextDecoder(ANY_BYTES).decode(bytes);
}

/**
 * JSON is UTF-8 whatever its content type says (RFC 8259 §8.1), and frameworks put their old default
 * there. Bytes that are UTF-8 are believed before such a label.
 */
function isUnlabelledJson(bytes: Buffer, contentType: string | undefined, label: string): boolean {
  return isDoubtful(contentType, label) && isUtf8(bytes);
}

/** Whether only the whole of an answer shows which character set it has. */
export function isDoubtful(contentType: string | undefined, label: string): boolean {
  const isJson = /\bjson\b/iu.test(contentType ?? "");
  return isJson && /^(?:iso-8859|latin|us-ascii|ascii|windows-125)/iu.test(label);
}

function byteOrderMark(bytes: Buffer): string | null {
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return "utf-16be";
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return "utf-16le";
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? USUAL : null;
}

function charsetOf(contentType: string | undefined): string | null {
  const found = /;\s*charset\s*=\s*(?:"([^"]*)"|([^\s;"]+))/iu.exec(contentType ?? "");
  return (found?.[1] ?? found?.[2])?.trim() || null;
}

function declaredInXml(bytes: Buffer): string | null {
  const start = bytes.subarray(0, DECLARATION_BYTES).toString("latin1");
  return /^\s*<\?xml\s[^>]*?\bencoding\s*=\s*["']([\w.:-]+)["']/u.exec(start)?.[1] ?? null;
}

/** Below this, an answer only drips: no connection that works is so slow. */
const LEAST_BYTES = 1024;
export const SPEED_WINDOW_MS = 30_000;

/** Watches how fast an answer comes. */
export interface SpeedCheck {
  /** Notes bytes of the body. */
  count(bytes: number): void;
  end(): void;
}

/**
 * Calls `onDrip` when a body has begun and less than 1 KiB of it came within the window. A limit for the
 * pause between two pieces is no help against a byte a second, and the limit for the whole call is long
 * where honest answers take minutes to begin.
 */
export function startSpeedCheck(windowMs: number, onDrip: () => void): SpeedCheck {
  let inWindow = 0;
  let timer: NodeJS.Timeout | null = null;

  function check(): void {
    if (inWindow < LEAST_BYTES) onDrip();
    inWindow = 0;
  }

  return {
    count(bytes) {
      inWindow += bytes;
      // Not before the first byte: until then the server may be at work.
      timer ??= setInterval(check, windowMs);
    },
    end() {
      if (timer) clearInterval(timer);
    },
  };
}
