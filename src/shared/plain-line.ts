import { dropNeedless } from "./text.js";

const PLAIN = /^[\x21-\x7e]+(?: [\x21-\x7e]+)*$/;
/** Every way of ending a line. */
export const LINE_END = /\r\n|[\n\r\u0085\u2028\u2029]/gu;
/** Operating system commands (window titles, links) and other strings that end with BEL or ST. */
const STRING_SEQUENCE =
  /(?:\u001b[\]PX^_]|[\u009d\u0090\u0098\u009e\u009f])[^\u0007\u001b\u009c\r\n]*(?:\u0007|\u001b\\|\u009c)/gu;
/** Colours and cursor movements. */
const CONTROL_SEQUENCE = /(?:\u001b\[|\u009b)[0-?]*[ -/]*[@-~]/gu;
/** Halves of a character, and code points that stand for nothing, some of which XML refuses. */
const NO_CHARACTER = /[\p{Cs}\p{Noncharacter_Code_Point}]/gu;

/** The text without the longer commands to a terminal, whose parameters would be left behind otherwise. */
export function dropSequences(text: string): string {
  return text.replace(STRING_SEQUENCE, "").replace(CONTROL_SEQUENCE, "");
}

/**
 * The text as one line of what can be seen, as it is compared and sent to Spendesk, by the API or in a
 * file: escape sequences, characters that nobody sees and what is no character are left out; control
 * characters, line ends and wide blanks become a single blank.
 */
export function oneLine(text: string): string {
  if (PLAIN.test(text)) return text;
  return dropNeedless(dropSequences(text).replace(/\p{Cc}/gu, " "))
    .replace(NO_CHARACTER, "")
    .replace(/\s+/gu, " ")
    .trim();
}
