import { countrySpecs, isValidIBAN } from "ibantools";
import { maskIban } from "./bank.js";

const SEPARATOR = /(?:[\s.+_-]|%20){0,2}/uy;

/** Compact, or printed in groups of four, whatever its checksum. */
const IBAN_LIKE = /\b[A-Z]{2}\d{2}(?:[A-Z0-9]{11,30}|(?:\s[A-Z0-9]{4}){2,7}(?:\s[A-Z0-9]{1,3})?)\b/giu;

/**
 * The text with every valid IBAN masked to `•••• 1234`, whether compact, in groups or in small letters,
 * and whatever stands before and after it. Only texts whose checksum agrees count, so that other long
 * identifiers stay readable.
 */
export function maskIbans(text: string): string {
  const start = /[A-Z]{2}\d{2}/giu;
  let masked = "";
  let done = 0;
  for (let match = start.exec(text); match; match = start.exec(text)) {
    const iban = ibanAt(text, match.index);
    if (iban) {
      masked += text.slice(done, match.index) + maskIban(iban.compact);
      done = iban.end;
      start.lastIndex = iban.end;
    }
  }
  return masked + text.slice(done);
}

/**
 * The same with everything that only looks like an IBAN, since a mistyped one is nearly a real one: for
 * texts that are kept, such as a server's refusal that repeats what it was sent.
 */
export function maskIbanLike(text: string): string {
  return maskIbans(text).replaceAll(IBAN_LIKE, maskIban);
}

/** A valid IBAN that starts at `index`; `end` is the place after its last character. */
function ibanAt(text: string, index: number): { readonly compact: string; readonly end: number } | null {
  const length = countrySpecs[text.slice(index, index + 2).toUpperCase()]?.chars;
  if (!length) return null;
  let compact = "";
  let end = index;
  while (compact.length < length) {
    // Nearly all of what begins like an IBAN is another word, in which no separators need to be looked for.
    const at = isAlphanumeric(text, end) ? end : afterSeparator(text, end);
    if (!isAlphanumeric(text, at)) return null;
    compact += text.charAt(at);
    end = at + 1;
  }
  compact = compact.toUpperCase();
  return isValidIBAN(compact) ? { compact, end } : null;
}

/** Whether an ASCII letter or digit is there: in all places of a screen, so it is asked for by its code. */
function isAlphanumeric(text: string, index: number): boolean {
  const code = text.charCodeAt(index);
  const letter = code | 0x20;
  return (code >= 0x30 && code <= 0x39) || (letter >= 0x61 && letter <= 0x7a);
}

function afterSeparator(text: string, index: number): number {
  SEPARATOR.lastIndex = index;
  return index + (SEPARATOR.exec(text)?.[0].length ?? 0);
}
