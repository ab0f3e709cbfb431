import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import { decodeLeniently, decodeText } from "./decode.js";
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
  return error instanceof Error && "code" in error && error.code === "Z_BUF_ERROR";
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

function unreadable(problem: string, call: CallIdentity): HttpFailure {
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
 * @throws HttpFailure `not_json` with status and content type; the body is never quoted.
 */
export function parseJson(text: string, { status, headers }: AnswerHead, call: CallIdentity): unknown {
  try {
    return JSON.parse(text);
  } catch {
    const type = (headers["content-type"] ?? "no content type").slice(0, 80);
    throw new HttpFailure({
      ...call,
      kind: "not_json",
      sent: true,
      message: `${call.purpose}: ${call.host} answered ${status} with ${type} instead of JSON`,
    });
  }
}

/** A text as JSON, null when it is none. */
export function jsonOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
