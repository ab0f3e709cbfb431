import { ChoiceNeeded, contentProblem } from "./problems.js";

/** Encodings that can be stated. Without a statement it is UTF-8, or UTF-16 with its mark. */
export const ENCODINGS = ["utf-8", "utf-16le", "utf-16be", "windows-1252", "iso-8859-15"] as const;
export type Encoding = (typeof ENCODINGS)[number];

interface Decoder {
  decode(chunk: Uint8Array): string;
  end(): string;
}

/**
 * What stands in a text whose bytes are not of its encoding: the replacement character, and the control
 * characters between 0x80 and 0x9f, which no text has and which a letter of Windows-1252 becomes in
 * ISO-8859-15. NUL is what UTF-16 looks like in any other.
 */
const FOREIGN = /[\ufffd\u0000\u0080-\u009f]/u;

const MARKS: readonly (readonly [Encoding, readonly number[]])[] = [
  ["utf-8", [0xef, 0xbb, 0xbf]],
  ["utf-16le", [0xff, 0xfe]],
  ["utf-16be", [0xfe, 0xff]],
];

/**
 * The text of an export, piece by piece and without a byte order mark. Nothing is replaced: a name with a
 * wrong letter would fit nobody.
 *
 * @param file for messages
 * @throws Problem `file_encoding` naming the line where the first foreign byte is
 */
export async function* decodeText(
  chunks: AsyncIterable<Uint8Array>,
  stated: Encoding | undefined,
  file: string,
): AsyncGenerator<string, void, void> {
  let decoder: Decoder | null = null;
  let encoding: Encoding = "utf-8";
  let line = 1;
  let head: Uint8Array = new Uint8Array(0);

  function checked(text: string): string {
    const at = FOREIGN.exec(text)?.index;
    if (at !== undefined) throw foreignBytes(file, line + lineEnds(text.slice(0, at)), encoding, stated);
    line += lineEnds(text);
    return text;
  }

  for await (const chunk of chunks) {
    if (decoder) {
      yield checked(decoder.decode(chunk));
      continue;
    }
    // A mark may come in two pieces.
    head = head.length === 0 ? chunk : Buffer.concat([head, chunk]);
    if (head.length < 3) continue;
    encoding = encodingOf(head, stated, file);
    decoder = await decoderFor(encoding);
    yield checked(decoder.decode(withoutMark(head, encoding)));
  }
  if (!decoder) {
    encoding = encodingOf(head, stated, file);
    decoder = await decoderFor(encoding);
    yield checked(decoder.decode(withoutMark(head, encoding)));
  }
  yield checked(decoder.end());
}

function encodingOf(head: Uint8Array, stated: Encoding | undefined, file: string): Encoding {
  const marked = MARKS.find(([, mark]) => mark.every((byte, index) => head[index] === byte))?.[0];
  if (marked && stated && marked !== stated) {
    throw contentProblem(
      "file_encoding",
      file,
      `It begins with the mark of ${marked}, and \`encoding\` says ${stated}.`,
      `Set \`source.settings.encoding\` to ${marked}, or remove it.`,
    );
  }
  return marked ?? stated ?? "utf-8";
}

function withoutMark(head: Uint8Array, encoding: Encoding): Uint8Array {
  const [, mark = []] = MARKS.find(([marked]) => marked === encoding) ?? [];
  const isMarked = mark.length > 0 && mark.every((byte, index) => head[index] === byte);
  return isMarked ? head.subarray(mark.length) : head;
}

/** iconv-lite for the two of one byte: some versions of Node.js read windows-1252 as ISO-8859-1. */
async function decoderFor(encoding: Encoding): Promise<Decoder> {
  if (encoding === "windows-1252" || encoding === "iso-8859-15") {
    const { default: iconv } = await import("iconv-lite");
    const decoder = iconv.getDecoder(encoding);
    return { decode: (chunk) => decoder.write(Buffer.from(chunk)), end: () => decoder.end() ?? "" };
  }
  const decoder = new TextDecoder(encoding, { ignoreBOM: true });
  return { decode: (chunk) => decoder.decode(chunk, { stream: true }), end: () => decoder.decode() };
}

function lineEnds(text: string): number {
  return text.match(/\n/gu)?.length ?? 0;
}

function foreignBytes(file: string, line: number, encoding: Encoding, stated: Encoding | undefined) {
  const why =
    stated === undefined
      ? `Line ${line} holds bytes that are not ${encoding === "utf-8" ? "UTF-8" : encoding}, and no encoding is stated.`
      : `Line ${line} holds bytes that are not ${stated}: the file has another encoding, or several.`;
  const next =
    stated === undefined
      ? `Set \`source.settings.encoding\` to what the export is written in (${ENCODINGS.join(", ")}); spreadsheets on Windows often write windows-1252. Or export it as UTF-8.`
      : "Export it again in one encoding, UTF-8 at best, and correct `source.settings.encoding`.";
  const trouble = { code: "file_encoding", what: `${file} can't be used as it is.`, why, next };
  return new ChoiceNeeded(trouble, "encoding", ENCODINGS);
}
