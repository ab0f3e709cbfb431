/** First characters that make a spreadsheet run a cell, also as full-width forms and after blanks. */
const FORMULA_START = /^(?:\s*[=+\-@＝＋－＠]|[\t\r\n])/u;

/**
 * A cell that no spreadsheet runs as a formula: a leading `'` makes it text. Also prefixes negative
 * numbers and phone numbers that are passed as text; pass numbers as numbers.
 */
export function neutralizeFormula(cell: string): string {
  return FORMULA_START.test(cell) ? `'${cell}` : cell;
}
