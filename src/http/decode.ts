import { isUtf8 } from "node:buffer";

/** What a text is written in when nothing says it, and in what anything can be read. */
const USUAL = "utf-8";
const ANY_BYTES = "windows-1252";

/** Most of a document that its declaration can take up. */
const DECLARATION_BYTES = 200;

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
  const label = byteOrderMark(bytes) ?? charsetOf(contentType) ?? declaredInXml(bytes) ?? USUAL;
  try {
    const decoder = new TextDecoder(isUnlabelledJson(bytes, contentType, label) ? USUAL : label, {
      fatal: true,
    });
    return { text: decoder.decode(bytes) };
  } catch (error) {
    const isUnknown = error instanceof RangeError;
    const name = label.slice(0, 40);
    return { problem: `is ${isUnknown ? "in an unknown" : "not in the"} character set ${name}` };
  }
}

/** The text of a refusal, which is worth reading whatever it claims to be written in. */
export function decodeLeniently(bytes: Buffer, contentType: string | undefined): string {
  const decoded = decodeText(bytes, contentType);
  return "text" in decoded ? decoded.text : new TextDecoder(ANY_BYTES).decode(bytes);
}

/**
 * JSON is UTF-8 whatever its content type says (RFC 8259 §8.1), and frameworks put their old default
 * there. Bytes that are UTF-8 are believed before such a label.
 */
function isUnlabelledJson(bytes: Buffer, contentType: string | undefined, label: string): boolean {
  const isJson = /\bjson\b/iu.test(contentType ?? "");
  return isJson && /^(?:iso-8859|latin|us-ascii|ascii|windows-125)/iu.test(label) && isUtf8(bytes);
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
