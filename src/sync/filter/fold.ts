const PLAIN = /^[\x21-\x7e]+(?: [\x21-\x7e]+)*$/;

/**
 * The form in which two texts are compared: equal forms are equal for a filter.
 *
 * - Unicode NFKC: composed and decomposed letters, full-width letters and ligatures, and every kind of
 *   blank are alike.
 * - Case is folded through upper and lower case, so that ß equals SS and ẞ, and a final sigma equals
 *   any other. Dotted and dotless i are alike too: İstanbul, ISTANBUL and istanbul are one place,
 *   whichever language's capitals the HR tool used.
 * - Surrounding blanks are removed and inner ones collapsed.
 *
 * The result does not depend on the computer's language.
 */
export function foldText(text: string): string {
  if (PLAIN.test(text)) return text.toLowerCase();
  return text
    .normalize("NFKC")
    .toLowerCase()
    .toUpperCase()
    .toLowerCase()
    .normalize("NFKC")
    .replaceAll("ς", "σ")
    .replaceAll("i\u0307", "i")
    .replace(/\s+/g, " ")
    .trim();
}
