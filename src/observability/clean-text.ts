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
