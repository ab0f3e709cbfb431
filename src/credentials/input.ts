import { z } from "zod";
import { Problem } from "../sync/errors.js";
import { isHidden } from "./names.js";
import { decodeUtf8, MAX_SECRET_BYTES, readSmallFile } from "./read-small-file.js";
import type { SecretRegistry } from "./store.js";

const schema = z.record(
  z.string(),
  z.record(
    z.string(),
    z.string({ error: "must be text in double quotes" }).refine((value) => value.trim() !== "", {
      error: "is empty",
    }),
    { error: "must be an object of fields" },
  ),
  { error: "must be an object with one entry for each connection" },
);

/** Values by connection (`spendesk` or a provider id) and field. */
export type CredentialsInput = Readonly<Record<string, Readonly<Record<string, string>>>>;

const EXAMPLE = '{"spendesk": {"clientId": "…", "clientSecret": "…"}, "personio": {"clientId": "…", …}}';

/**
 * Credentials for a scripted `connect` from a JSON file, registered with the redactor.
 * @throws Problem of kind `credentials`; it never quotes what is in the file. Files that others may
 * read are refused, except on Windows, where the mode says nothing.
 */
export async function readCredentialsFile(path: string, redactor: SecretRegistry): Promise<CredentialsInput> {
  const file = await readSmallFile(path);
  if (!file.ok) {
    throw problem(
      "credentials_file_unreadable",
      path,
      `${path} ${file.why}.`,
      "Name a JSON file that you may read.",
    );
  }
  if (process.platform !== "win32" && (file.mode & 0o077) !== 0) {
    throw problem(
      "credentials_file_permissions",
      path,
      "Other users of this machine may read or change it.",
      `Run \`chmod 600 '${path}'\`, and renew the credentials if others may have seen them.`,
    );
  }
  return parse(file.text, path, redactor);
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
  const text = decodeUtf8(Buffer.concat(chunks));
  if (text === null) throw invalid("standard input", "It is not UTF-8 text.");
  return parse(text, "standard input", redactor);
}

function parse(text: string, source: string, redactor: SecretRegistry): CredentialsInput {
  if (text.trim() === "") throw invalid(source, "It is empty.");
  const result = schema.safeParse(parseJson(text, source));
  if (!result.success) {
    const issues = result.error.issues.map((issue) => `${issue.path.join(".") || "It"} ${issue.message}`);
    throw invalid(source, `${issues.join("; ")}.`);
  }
  for (const fields of Object.values(result.data)) {
    for (const [field, value] of Object.entries(fields)) {
      if (isHidden(field)) redactor.register(value);
    }
  }
  return result.data;
}

function parseJson(text: string, source: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The parser's own message quotes the text.
    throw invalid(source, "It is not valid JSON.");
  }
}

function invalid(source: string, why: string): Problem {
  return problem("credentials_input_invalid", source, why, `Supply JSON of this form: ${EXAMPLE}`);
}

function problem(code: string, source: string, why: string, next: string): Problem {
  return new Problem({
    kind: "credentials",
    code,
    what: `The credentials in ${source} can't be used.`,
    why,
    next,
  });
}
