import { neutralizeFormula } from "../../observability/neutralize-formula.js";
import { oneLine } from "../../shared/plain-line.js";

// The one place that says what becomes of a text on its way into a cell.
//
// Everybody's data from the HR tool is text from outside, and these files are opened in spreadsheets:
//  - Control characters, terminal escapes, invisible and reordering characters are removed, line ends
//    become blanks, and what a workbook can't hold is cut off.
//  - Cells are always texts, never numbers or formulas. A text that starts like a formula still runs once
//    somebody saves the sheet as CSV and opens that, so it gets a leading apostrophe.
//  - Only what Spendesk must match exactly stays as it is: an e-mail with an apostrophe is another mailbox.
//    Somebody whose e-mail starts like a formula is therefore invited by hand (see `write-hand-off.ts`).

/** Characters (UTF-16 units) an Excel cell can hold. */
const CELL_LIMIT = 32_767;
/** What Excel decodes into any character, control characters and `=` included. */
const ENCODED_CHARACTER = /_(?=x[0-9a-f]{4}_)/giu;

/** A text that Spendesk takes over: clean, but otherwise exactly as it is. */
export function exactCell(text: string): string {
  return shorten(oneLine(text), CELL_LIMIT);
}

/** A text for a cell that no spreadsheet runs, also after saving it as CSV. */
export function safeCell(text: string): string {
  return shorten(neutralizeFormula(exactCell(text)), CELL_LIMIT);
}

/** Whether a text would run as a formula in some spreadsheet. */
export function startsLikeFormula(text: string): boolean {
  return neutralizeFormula(text) !== text;
}

/** A cell's text as it stands in a workbook, where `_x003D_` would be read as `=`. */
export function workbookText(cell: string): string {
  return shorten(cell.replace(ENCODED_CHARACTER, "_x005F_"), CELL_LIMIT);
}

/** Never cuts a character of two units in half. */
function shorten(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const kept = text.slice(0, limit - 1);
  const lastUnit = kept.charCodeAt(kept.length - 1);
  const splits = lastUnit >= 0xd800 && lastUnit <= 0xdbff;
  return `${splits ? kept.slice(0, -1) : kept}…`;
}
