import { type CallIdentity, classifyFailure } from "./failure.js";
import { HttpFailure } from "./types.js";

/**
 * Reads an answer's body as text, never more than `maxBytes` of it.
 *
 * @param declared the `content-length` header.
 * @throws HttpFailure `too_large`, `truncated` or `timeout`.
 */
export async function readBody(
  body: AsyncIterable<Buffer> & { text(): Promise<string> },
  declared: string | undefined,
  maxBytes: number,
  call: CallIdentity,
): Promise<string> {
  if (Number(declared ?? 0) > maxBytes) throw tooLarge(maxBytes, call);
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    // undici holds the server to the length it declared, and its own reading is faster.
    if (declared !== undefined) return await body.text();
    for await (const chunk of body) {
      size += chunk.length;
      if (size > maxBytes) throw tooLarge(maxBytes, call);
      chunks.push(chunk);
    }
  } catch (error) {
    throw error instanceof HttpFailure ? error : classifyFailure(error, call, "body");
  }
  // TextDecoder drops a byte order mark, which JSON.parse would refuse.
  return new TextDecoder().decode(Buffer.concat(chunks, size));
}

function tooLarge(maxBytes: number, call: CallIdentity): HttpFailure {
  return new HttpFailure({
    ...call,
    kind: "too_large",
    sent: true,
    message: `${call.purpose}: the answer of ${call.host} is larger than ${maxBytes} bytes`,
  });
}

/**
 * Parses an answer as JSON.
 * @throws HttpFailure `not_json` with status and content type; the body is never quoted.
 */
export function parseJson(
  text: string,
  status: number,
  headers: Readonly<Record<string, string>>,
  call: CallIdentity,
): unknown {
  try {
    return JSON.parse(text);
  } catch {
    const type = (headers["content-type"] ?? "no content type").slice(0, 80);
    const encoding = headers["content-encoding"]
      ? `, encoded as ${headers["content-encoding"].slice(0, 20)}`
      : "";
    throw new HttpFailure({
      ...call,
      kind: "not_json",
      sent: true,
      message: `${call.purpose}: ${call.host} answered ${status} with ${type}${encoding} instead of JSON`,
    });
  }
}
