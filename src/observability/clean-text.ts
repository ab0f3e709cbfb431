import { dropSequences, LINE_END } from "../shared/plain-line.js";
import { dropNeedless } from "../shared/text.js";

/** Nothing of what is removed or replaced can be in a text without these. */
const SUSPECT = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u;
/** The short escapes, of two characters or so; where text is kept, only their first is taken away. */
const SHORT_ESCAPE = /\u001b[ -/]*[0-~]/gu;
const CONTROL = /\p{Cc}/gu;
const LONE_SURROGATE = /\p{Surrogate}/gu;

/**
 * Text from outside, made safe to show on a terminal or in a log: one line, no control characters, no
 * escape sequences, nothing that reorders or hides what is around it. A line end becomes a visible `␤`,
 * so that a value can't forge a line of its own; a tab becomes a blank.
 *
 * @param options.maxLength in characters (code points); what is cut off is shown as `…`.
 */
export function cleanText(text: string, options: { readonly maxLength?: number } = {}): string {
  const clean = SUSPECT.test(text) ? withoutSuspects(text) : text;
  return options.maxLength === undefined ? clean : shorten(clean, options.maxLength);
}

function withoutSuspects(text: string): string {
  const clean = dropSequences(text)
    .replace(SHORT_ESCAPE, "")
    .replace(LINE_END, "␤")
    .replace(/\t/gu, " ")
    .replace(CONTROL, "");
  return dropNeedless(clean).replace(LONE_SURROGATE, "\ufffd");
}

function shorten(text: string, maxLength: number): string {
  if (text.length <= maxLength) return text;
  const characters = Array.from(text);
  if (characters.length <= maxLength) return text;
  return `${characters.slice(0, Math.max(0, maxLength - 1)).join("")}…`;
}

/** First characters that make a spreadsheet run a cell, also as full-width forms and after blanks. */
const FORMULA_START = /^(?:\s*[=+\-@＝＋－＠]|[\t\r\n])/u;

/**
 * A cell that no spreadsheet runs as a formula: a leading `'` makes it text. Also prefixes negative
 * numbers and phone numbers that are passed as text; pass numbers as numbers.
 */
export function neutralizeFormula(cell: string): string {
  return FORMULA_START.test(cell) ? `'${cell}` : cell;
}

/** What stands before the @ may hold an apostrophe, but not begin with one: that would be a quote. */
const EMAIL =
  /(?<![\p{L}\p{N}._%+-])([\p{L}\p{N}._%+-])[\p{L}\p{N}._%+'-]*(@|%40)(?=[\p{L}\p{N}-]+\.[\p{L}\p{N}])/gu;

/** The text with every e-mail cut down to its first character and its domain: `m•••@acme.test`. */
export function maskEmails(text: string): string {
  return text.replace(EMAIL, "$1•••$2");
}
