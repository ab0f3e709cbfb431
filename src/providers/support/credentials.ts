import type { ProviderConnection } from "../provider.js";

/** What people copy along with a key: the header it is sent in. No key has a blank in it. */
const PREFIX = /^(?:authorization\s*:\s*)?(?:(?:bearer|token)\s+|lucca\s+application\s*=\s*)/iu;

/** A pasted id or secret without the blanks around it and without the prefix of a header. */
function pasted(value: string): string {
  return value.trim().replace(PREFIX, "");
}

/**
 * A check for a pasted id or secret: something is there, on one line, without blanks inside. A prefix
 * such as `Bearer ` is no mistake.
 * @param name of the value, for the message; the value itself is never repeated
 */
export function credentialCheck(name: string): (value: string) => string | null {
  return (value) => {
    const text = pasted(value);
    if (!text) return `The ${name} is empty.`;
    if (/\s/u.test(text)) return `The ${name} has a blank or line break inside; copy it again.`;
    if (/^<.*>$|^\*+$|^…$/u.test(text)) return `That is a placeholder, not the ${name}.`;
    return null;
  };
}

/**
 * A credential as it is sent: without what was pasted along. The redactor is told of the shorter form,
 * since it knows values only as they are stored.
 *
 * @param key of the credential field
 */
export function sentCredential(
  { credentials, registerSecret }: Pick<ProviderConnection<unknown>, "credentials" | "registerSecret">,
  key: string,
): string {
  const stored = credentials[key] ?? "";
  const sent = pasted(stored);
  if (sent !== stored && sent !== "") registerSecret(sent);
  return sent;
}

/** The header of HTTP Basic (RFC 7617). The redactor is told of what is made of the two. */
export function basicAuthorization(
  { registerSecret }: Pick<ProviderConnection<unknown>, "registerSecret">,
  username: string,
  password: string,
): string {
  const pair = Buffer.from(`${username}:${password}`).toString("base64");
  registerSecret(pair);
  return `Basic ${pair}`;
}
