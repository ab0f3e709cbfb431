/** What stands before the @ may hold an apostrophe, but not begin with one: that would be a quote. */
const EMAIL =
  /(?<![\p{L}\p{N}._%+-])([\p{L}\p{N}._%+-])[\p{L}\p{N}._%+'-]*(@|%40)(?=[\p{L}\p{N}-]+\.[\p{L}\p{N}])/gu;

/** The text with every e-mail cut down to its first character and its domain: `m•••@acme.test`. */
export function maskEmails(text: string): string {
  return text.replace(EMAIL, "$1•••$2");
}
