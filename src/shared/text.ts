/**
 * Characters that nobody sees: zero-width blanks and joiners, soft hyphens, byte order marks, direction
 * marks, variation selectors. They get into HR data by copying from chats and web pages.
 */
const INVISIBLE = /[\p{Default_Ignorable_Code_Point}\p{Cf}]/gu;

/** Scripts in which the two joiners (U+200C, U+200D) are a part of the spelling of names. */
const JOINED =
  "Arabic Syriac Mongolian Devanagari Bengali Gurmukhi Gujarati Oriya Tamil Telugu Kannada Malayalam Sinhala Khmer"
    .split(" ")
    .map((script) => `\\p{Script=${script}}`)
    .join("");

/** The same, but for joiners that the script before them needs. */
const NEEDLESS = new RegExp(
  `(?![\\u200c\\u200d])[\\p{Default_Ignorable_Code_Point}\\p{Cf}]|(?<![${JOINED}])[\\u200c\\u200d]`,
  "gu",
);

const PLAIN = /^[\x21-\x7e]+(?: [\x21-\x7e]+)*$/;

/** The text without the characters that nobody sees, for comparing. */
export function dropInvisible(text: string): string {
  return PLAIN.test(text) ? text : text.replace(INVISIBLE, "");
}

/** The text without the characters that nobody sees and that no name needs, for showing and writing. */
export function dropNeedless(text: string): string {
  return PLAIN.test(text) ? text : text.replace(NEEDLESS, "");
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

/** An e-mail as it is written: without characters that nobody sees and surrounding blanks, composed (NFC). */
export function cleanEmail(email: string): string {
  return PLAIN.test(email) ? email : dropInvisible(email).trim().normalize("NFC");
}

/**
 * The form in which e-mails are compared: without invisible characters and surrounding blanks, lower
 * case, composed (NFC). Never written anywhere.
 */
export function emailKey(email: string): string {
  return PLAIN.test(email) ? email.toLowerCase() : cleanEmail(email).toLowerCase().normalize("NFC");
}

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

/** A number with its noun: `1 employee`, `230 employees`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

/** Alone on its line a message may end with a rule or a value; with another sentence behind it, it needs a stop. */
export function asSentence(message: string): string {
  return /[.!?:]["'”’)]?$/u.test(message) ? message : `${message}.`;
}

/** Words as a sentence has them: `Ada`, `Ada and Bea`, `Ada, Bea and Cleo`. */
export function enumerated(words: readonly (string | number)[], before: "and" | "or"): string {
  return words.length < 2 ? words.join() : `${words.slice(0, -1).join(", ")} ${before} ${words.at(-1)}`;
}

/** The first names of a list and how many more there are: `Ada, Bea and 3 more`. */
export function listed(names: readonly string[], most: number): string {
  const more = names.length > most ? ` and ${names.length - most} more` : "";
  return `${names.slice(0, most).join(", ")}${more}`;
}
