/** Enough for a sentence of a vendor's; the rest rarely helps. */
const LONGEST = 200;

/**
 * Text of another program, fit to be shown and stored: one line, cut to `longest` characters, without
 * anything that looks like an IBAN or a bare account number. Rather too much is hidden than too little.
 */
export function quotable(text: string, longest = LONGEST): string {
  const line = text
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, " ")
    .replace(/\p{Cf}/gu, "")
    .replace(/\b[A-Z]{2}[\s.-]?\d{2}(?:[\s.-]?[A-Z0-9]{1,4}){3,9}/giu, hideWhenLong)
    .replace(/\d(?:[\s.-]?\d){9,}/gu, "[hidden]")
    .replace(/\s+/gu, " ")
    .trim();
  return line.length <= longest ? line : `${line.slice(0, longest - 1)}…`;
}

function hideWhenLong(match: string): string {
  return match.replace(/[\s.-]/gu, "").length >= 12 ? "[hidden]" : match;
}
