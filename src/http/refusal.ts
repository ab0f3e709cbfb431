/** Hides secrets and bank details in a text from outside. */
export type Redact = (text: string) => string;

/** Deeper ones are no error bodies; walking them could overflow the stack. */
const DEEPEST = 40;

/** From this status on an answer is a refusal, whose words are shown and kept. */
export const FIRST_REFUSAL = 400;

/** A JSON value with every text in it redacted, keys included; what lies too deep becomes null. */
export function redactJson(value: unknown, redact: Redact, depth = 0): unknown {
  if (typeof value === "string") return redact(value);
  // A number can be a secret too: an account number, a key of digits.
  if (typeof value === "number") return redact(String(value)) === String(value) ? value : null;
  if (typeof value !== "object" || value === null) return value;
  if (depth >= DEEPEST) return null;
  if (Array.isArray(value)) return value.map((item) => redactJson(item, redact, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [redact(key), redactJson(item, redact, depth + 1)]),
  );
}

/** Header values with every text redacted. */
export function redactHeaders(
  headers: Readonly<Record<string, string>>,
  redact: Redact,
): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, redact(value)]));
}
