/**
 * Characters that nobody sees: zero-width blanks and joiners, soft hyphens, byte order marks, direction
 * marks, variation selectors. They get into HR data by copying from chats and web pages.
 */
const INVISIBLE = /[\p{Default_Ignorable_Code_Point}\p{Cf}]/gu;

const PLAIN = /^[\x21-\x7e]+(?: [\x21-\x7e]+)*$/;

/** The text without the characters that nobody sees. */
export function dropInvisible(text: string): string {
  return text.replace(INVISIBLE, "");
}

/**
 * The form in which two texts are compared: equal forms are equal for a filter.
 *
 * - Unicode NFKC: composed and decomposed letters, full-width letters and ligatures, and every kind of
 *   blank are alike.
 * - Case is folded through upper and lower case, so that ß equals SS and ẞ, and a final sigma equals
 *   any other. Dotted and dotless i are alike too: İstanbul, ISTANBUL and istanbul are one place,
 *   whichever language's capitals the HR tool used.
 * - Invisible characters and surrounding blanks are removed, inner blanks collapsed.
 *
 * The result does not depend on the computer's language.
 */
export function foldText(text: string): string {
  if (PLAIN.test(text)) return text.toLowerCase();
  return dropInvisible(text)
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

/**
 * The form in which e-mails are compared: without invisible characters and surrounding blanks, lower
 * case, composed (NFC). Never written anywhere.
 */
export function emailKey(email: string): string {
  if (PLAIN.test(email)) return email.toLowerCase();
  return dropInvisible(email).trim().toLowerCase().normalize("NFC");
}
