import { dropNeedless } from "../shared/text.js";

const LINE_END = /\r\n|[\n\r\u0085\u2028\u2029]/gu;
/** Operating system commands (window titles, links) and other strings that end with BEL or ST. */
const STRING_SEQUENCE =
  /(?:\u001b[\]PX^_]|[\u009d\u0090\u0098\u009e\u009f])[^\u0007\u001b\u009c\r\n]*(?:\u0007|\u001b\\|\u009c)/gu;
/** Colours, cursor movements and the short two-character escapes. */
const ESCAPE_SEQUENCE = /(?:\u001b\[|\u009b)[0-?]*[ -/]*[@-~]|\u001b[ -/]*[0-~]/gu;
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
  const clean = text
    .replace(STRING_SEQUENCE, "")
    .replace(ESCAPE_SEQUENCE, "")
    .replace(LINE_END, "␤")
    .replace(/\t/gu, " ")
    .replace(CONTROL, "");
  const shown = dropNeedless(clean).replace(LONE_SURROGATE, "\ufffd");
  return options.maxLength === undefined ? shown : shorten(shown, options.maxLength);
}

function shorten(text: string, maxLength: number): string {
  if (text.length <= maxLength) return text;
  const characters = Array.from(text);
  if (characters.length <= maxLength) return text;
  return `${characters.slice(0, Math.max(0, maxLength - 1)).join("")}…`;
}
