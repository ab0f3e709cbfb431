import { dropInvisible } from "../shared/text.js";
import { decodeUtf8 } from "../shared/utf8.js";
import { Problem } from "../sync/model/index.js";
import { parseConnections } from "./credential-set.js";
import { onOneLine } from "./key-files.js";
import { isHidden } from "./names.js";
import { requirePrivateFile } from "./private-file.js";
import { MAX_SECRET_BYTES } from "./read-small-file.js";
import type { SecretRegistry } from "./store.js";

/** Values by connection (`spendesk` or a provider id) and field. */
export type CredentialsInput = Readonly<Record<string, Readonly<Record<string, string>>>>;

const EXAMPLE = '{"spendesk": {"clientId": "…", "clientSecret": "…"}, "personio": {"clientId": "…", …}}';

/**
 * Credentials for a script from a JSON file, registered with the redactor.
 * @throws Problem of kind `credentials`; it never quotes what is in the file. Files that others may
 * read are refused.
 */
export async function readCredentialsFile(path: string, redactor: SecretRegistry): Promise<CredentialsInput> {
  const bytes = await requirePrivateFile(path);
  if (bytes.length > MAX_SECRET_BYTES) throw invalid(path, "It is larger than 64 KiB.");
  return parse(textOf(bytes, path), path, redactor);
}

/**
 * As `readCredentialsFile`, from standard input up to its end.
 * @throws Problem of kind `credentials`, also when there is more than 64 KiB.
 */
export async function readCredentialsStdin(
  stream: AsyncIterable<Uint8Array | string>,
  redactor: SecretRegistry,
): Promise<CredentialsInput> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of stream) {
    const bytes = typeof chunk === "string" ? Buffer.from(chunk, "utf8") : chunk;
    size += bytes.length;
    if (size > MAX_SECRET_BYTES) throw invalid("standard input", "It is larger than 64 KiB.");
    chunks.push(bytes);
  }
  return parse(textOf(Buffer.concat(chunks), "standard input"), "standard input", redactor);
}

function textOf(bytes: Uint8Array, source: string): string {
  const decoded = decodeUtf8(bytes);
  if (decoded.ok) return decoded.text;
  throw invalid(source, `It ${decoded.why}.`, decoded.remedy);
}

function parse(text: string, source: string, redactor: SecretRegistry): CredentialsInput {
  const parsed = parseConnections(text);
  if (!parsed.ok) throw invalid(source, parsed.why);
  const connections = Object.entries(parsed.value).map(([connection, fields]) => {
    const clean = Object.entries(fields).map(([field, raw]) => {
      const value = trimSecret(raw);
      if (isHidden(field)) redactor.register(value);
      const fault = secretFault(value);
      if (fault !== null) throw invalid(source, `${connection}.${field} can't be right. ${fault}`);
      return [field, value] as const;
    });
    return [connection, Object.fromEntries(clean)] as const;
  });
  return Object.fromEntries(connections);
}

function invalid(source: string, why: string, next = `Supply JSON of this form: ${EXAMPLE}`): Problem {
  return new Problem({
    kind: "credentials",
    code: "credentials_input_invalid",
    what: `The credentials in ${source} can't be used.`,
    why,
    next,
  });
}

// A secret goes through files, variables, clipboards and editors, and each of them adds something now and
// then. What can be told is told before the value is sent and refused for a reason that helps nobody.

const QUOTES: readonly (readonly [string, string])[] = [
  ['"', '"'],
  ["'", "'"],
  ["`", "`"],
  ["“", "”"],
  ["‘", "’"],
];

/** A passphrase without the line ends behind it, which editors and `echo` leave; a blank may be meant. */
export function trimLineEnds(value: string): string {
  return value.replace(/[\r\n]+$/, "");
}

/**
 * A credential without the blanks and line ends around it, which clipboards and files leave. The content of a
 * key file becomes one line.
 */
export function trimSecret(value: string): string {
  return onOneLine(value.replace(/^[ \t\r\n]+|[ \t\r\n]+$/g, ""));
}

/**
 * What is odd about a secret that was trimmed, a whole sentence; null when nothing is. Blanks inside are
 * left to those who know the secret: a password may have them. The value is never repeated.
 */
export function secretFault(value: string): string | null {
  if (value.trim() === "") return "There is nothing in it.";
  if (/[\n\r\u0085\u2028\u2029]/u.test(value)) return "There is a line break or a carriage return inside.";
  if (/^\s|\s$/u.test(value)) return "There is a blank at its beginning or its end.";
  const quoted =
    value.length > 1 && QUOTES.some(([open, close]) => value.startsWith(open) && value.endsWith(close));
  if (quoted)
    return "There are quotes around it, which env files of Docker and of others keep as a part of it.";
  if (/\p{Cc}/u.test(value)) return "There is a tab or another control character inside.";
  if (value.includes("\ufffd"))
    return "There is a letter inside that could not be read: it was in another encoding.";
  if (dropInvisible(value) !== value)
    return "There is an invisible character inside, as copying from web pages leaves.";
  if (/(?! )\p{Zs}/u.test(value))
    return "There is a no-break blank inside, as copying from web pages leaves.";
  return null;
}
