import { isProblem, Problem } from "../../sync/model/index.js";

/**
 * The host in what somebody typed or pasted: without the scheme, path and query, in small letters
 * (`https://Acme.example.test/home` is `acme.example.test`). Whether it is one that may get credentials is
 * another question.
 */
export function typedHost(text: string): string {
  return text
    .trim()
    .replace(/^https?:\/\//iu, "")
    .replace(/[/?#].*$/su, "")
    .toLowerCase();
}

/** Troubles that a misspelt address causes too: it may lead to a login page. */
const ADDRESS_CODES: readonly string[] = ["unknown_host", "redirected", "not_json"];

/**
 * A failure whose likely reason is the address that was typed in, with that advice; anything else
 * unchanged.
 * @param advice sentences, the command to correct it among them
 */
export function withAddressAdvice(error: unknown, advice: string): unknown {
  if (!isProblem(error) || !ADDRESS_CODES.includes(error.code)) return error;
  const { kind, code, message, why } = error;
  const next = kind === "temporary" ? `Try again in a few minutes. If it stays: ${advice}` : advice;
  return new Problem({ kind, code, what: message, why, next }, { cause: error });
}
