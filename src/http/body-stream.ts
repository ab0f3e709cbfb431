import {
  type AnswerHead,
  DECLARATION_BYTES,
  decodeText,
  isDoubtful,
  labelOf,
  undecodable,
  unreadable,
  withPieces,
} from "./body.js";
import type { CallIdentity } from "./failure.js";

/**
 * Hands an answer's text to `read` piece by piece, so that the whole of it is never in memory. What holds for
 * `readBody` holds here as well: limits, packing and character sets.
 *
 * @returns what `read` returns
 * @throws HttpFailure as `readBody`, and what `read` throws
 */
export function readAsItComes<Result>(
  body: AsyncIterable<Buffer>,
  head: AnswerHead,
  maxBytes: number,
  call: CallIdentity,
  read: (text: AsyncIterable<string>) => Promise<Result>,
): Promise<Result> {
  return withPieces(body, head, maxBytes, call, (pieces) =>
    read(decoded(beginningWhole(pieces), head.headers["content-type"], call)),
  );
}

/** The same pieces, of which the first is large enough to tell the character set. */
async function* beginningWhole(pieces: AsyncIterable<Buffer>): AsyncGenerator<Buffer, void, void> {
  let start: Buffer | null = Buffer.alloc(0);
  for await (const piece of pieces) {
    if (start === null) {
      yield piece;
      continue;
    }
    start = Buffer.concat([start, piece]);
    if (start.length < DECLARATION_BYTES) continue;
    yield start;
    start = null;
  }
  if (start !== null) yield start;
}

async function* decoded(
  pieces: AsyncGenerator<Buffer, void, void>,
  contentType: string | undefined,
  call: CallIdentity,
): AsyncGenerator<string, void, void> {
  const first = await pieces.next();
  if (first.done) return;
  const label = labelOf(first.value, contentType);
  if (isDoubtful(contentType, label)) return yield* decodedWhole(first.value, pieces, contentType, call);
  try {
    const decoder = new TextDecoder(label, { fatal: true });
    yield decoder.decode(first.value, { stream: true });
    for await (const piece of pieces) yield decoder.decode(piece, { stream: true });
    yield decoder.decode();
  } catch (error) {
    // Of what is thrown here only the decoder's own is about characters.
    if (error instanceof RangeError || error instanceof TypeError) {
      throw unreadable(undecodable(error, label), call);
    }
    throw error;
  }
}

/** The text of bytes whose character set shows only in all of them. */
async function* decodedWhole(
  start: Buffer,
  pieces: AsyncIterable<Buffer>,
  contentType: string | undefined,
  call: CallIdentity,
): AsyncGenerator<string, void, void> {
  const all = [start];
  for await (const piece of pieces) all.push(piece);
  const text = decodeText(Buffer.concat(all), contentType);
  if ("problem" in text) throw unreadable(text.problem, call);
  yield text.text;
}
