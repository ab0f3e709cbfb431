import { maskIban } from "../sync/bank.js";

// Compact, or printed in groups of four. Not checked for validity: a mistyped IBAN is nearly a real one.
const IBAN_LIKE = /\b[A-Z]{2}\d{2}(?:[A-Z0-9]{11,30}|(?:\s[A-Z0-9]{4}){2,7}(?:\s[A-Z0-9]{1,3})?)\b/giu;

/**
 * The text with everything that looks like an IBAN masked. Callers mask bank details themselves; this
 * is for texts from outside, such as a server's refusal that repeats what it was sent.
 */
export function withoutIbans(text: string): string {
  return text.replaceAll(IBAN_LIKE, maskIban);
}
