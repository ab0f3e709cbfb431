import { neutralizeFormula } from "../../observability/clean-text.js";
import { oneLine } from "../../shared/plain-line.js";
import { CELL_LIMIT, shortened, workbookText } from "../../shared/workbook.js";
import { ZipError } from "./zip.js";

// Fills rows of a sheet (SpreadsheetML) and leaves every other character of it as it is: widths, choices,
// protection, extensions of other programs. Cells and rows that are there keep their style.
//
// Not with the order-preserving builder of fast-xml-parser, which writes the whole sheet anew: with other
// quotes and blanks, without the document type, and with ten times the sheet's size in memory.

/** Cells of one row: text by column, counted from 0. */
export type RowTexts = ReadonlyMap<number, string>;

interface Cell {
  readonly column: number;
  readonly text: string;
  readonly style: string | null;
}

interface Row {
  readonly number: number;
  readonly text: string;
}

/** Writes elements with the prefix the sheet uses (`x:row`), mostly none. */
interface SheetStyle {
  readonly prefix: string;
  /** Style of a column's cells; null for the default. */
  columnStyle(column: number): string | null;
}

const SHEET_DATA = /<((?:[\w.-]+:)?)sheetData\b[^>]*?(?:\/>|>([\s\S]*?)<\/\1sheetData\s*>)/u;
const ROW = /<((?:[\w.-]+:)?)row\b([^>]*?)(?:\/>|>([\s\S]*?)<\/\1row\s*>)/gu;
const CELL = /<((?:[\w.-]+:)?)c(?=[\s/>])([^>]*?)(?:\/>|>([\s\S]*?)<\/\1c\s*>)/gu;
const COLUMN = /<(?:[\w.-]+:)?col\b([^>]*?)\/?>/gu;
const HOLDS_TEXT = /<(?:[\w.-]+:)?[vt](?:\s[^>]*)?(?<!\/)>(?:[^<]|<!\[CDATA)/u;
const CELL_TYPE = /^(<[^>]*?)\st=(?:"[^"]*"|'[^']*')/u;
/** The used range, which may be left out. Some readers trust it, and it would be too small now. */
const DIMENSION = /<((?:[\w.-]+:)?)dimension\b[^>]*?(?:\/>|>\s*<\/\1dimension\s*>)/u;

/** What Excel has room for; and how large the part of a sheet may be that holds something. */
const ROWS = 1_048_576;
const COLUMNS = 16_384;
const USED_CELLS = 10_000_000;

/**
 * The sheet with the place of every row and cell in it, which some programs leave out: rows may be put in
 * between, and the reader wants them. It also takes a cell with a type and without a value for damage;
 * such a cell loses its type.
 *
 * @throws ZipError when the sheet is larger than it can be: the reader would fill all of it with cells
 */
export function withPlaces(sheet: string): string {
  let number = 0;
  let lastRow = 0;
  let lastColumn = 0;
  return sheet.replace(SHEET_DATA, (data) =>
    data.replace(ROW, (row, _prefix, attributes: string) => {
      const place = attributeOf(attributes, "r");
      number = place === null ? number + 1 : Number(place);
      let column = -1;
      const cells = row.replace(CELL, (cell: string, _cellPrefix, cellAttributes: string) => {
        const cellPlace = attributeOf(cellAttributes, "r");
        column = cellPlace === null ? column + 1 : columnNumber(cellPlace);
        const holdsText = HOLDS_TEXT.test(cell);
        if (holdsText) {
          lastRow = Math.max(lastRow, number);
          lastColumn = Math.max(lastColumn, column + 1);
        }
        const typed = holdsText ? cell : cell.replace(CELL_TYPE, "$1");
        return cellPlace === null
          ? typed.replace(/c(?=[\s/>])/u, `c r="${columnName(column)}${number}"`)
          : typed;
      });
      if (!(number <= ROWS && column < COLUMNS && lastRow * lastColumn <= USED_CELLS)) {
        throw new ZipError("One of its sheets is larger than a sheet can be.");
      }
      return place === null ? cells.replace(/row\b/u, `row r="${number}"`) : cells;
    }),
  );
}

/**
 * The sheet with these rows filled, from row `first` (counted from 1) downwards. Null when the text is
 * no sheet.
 *
 * @param sheet with all places in it (`withPlaces`)
 */
export function fillRows(sheet: string, first: number, rows: readonly RowTexts[]): string | null {
  const data = SHEET_DATA.exec(sheet);
  if (!data) return null;
  const [whole, prefix = "", content = ""] = data;
  const before = sheet.slice(0, data.index);
  const after = sheet.slice(data.index + whole.length);
  const style = { prefix, columnStyle: columnStyles(before) };
  const filled = `<${prefix}sheetData>${mergeRows(content, first, rows, style)}</${prefix}sheetData>`;
  return before.replace(DIMENSION, "") + filled + after;
}

function mergeRows(content: string, first: number, rows: readonly RowTexts[], style: SheetStyle): string {
  const present = readRows(content);
  const byNumber = new Map(present.map((row) => [row.number, row.text]));
  const filled = rows.map((texts, index) => {
    const number = first + index;
    return fillRow(byNumber.get(number) ?? "", number, texts, style);
  });
  const last = first + rows.length - 1;
  const textOf = (wanted: (number: number) => boolean) =>
    present.filter(({ number }) => wanted(number)).map(({ text }) => text);
  return [...textOf((number) => number < first), ...filled, ...textOf((number) => number > last)].join("");
}

function readRows(content: string): readonly Row[] {
  return [...content.matchAll(ROW)].map(([text, , attributes = ""]) => ({
    number: Number(attributeOf(attributes, "r")),
    text,
  }));
}

function fillRow(present: string, number: number, texts: RowTexts, style: SheetStyle): string {
  const [, , attributes = "", content = ""] = [...present.matchAll(ROW)][0] ?? [];
  const rowStyle = attributeOf(attributes, "customFormat") ? attributeOf(attributes, "s") : null;
  const cells = new Map(readCells(content).map((cell) => [cell.column, cell]));
  for (const [column, text] of texts) {
    const cellStyle = cells.get(column)?.style ?? rowStyle ?? style.columnStyle(column);
    cells.set(column, textCell(column, number, text, cellStyle, style.prefix));
  }
  const inOrder = [...cells.values()].sort((one, other) => one.column - other.column);
  const { prefix } = style;
  // `spans` is only a hint for speed, and would be wrong now.
  const kept = attributes.replace(/\s(?:r|spans)="[^"]*"/gu, "");
  return `<${prefix}row r="${number}"${kept}>${inOrder.map(({ text }) => text).join("")}</${prefix}row>`;
}

function readCells(content: string): readonly Cell[] {
  return [...content.matchAll(CELL)].map(([text, , attributes = ""]) => ({
    column: columnNumber(attributeOf(attributes, "r") ?? ""),
    text,
    style: attributeOf(attributes, "s"),
  }));
}

function textCell(column: number, row: number, text: string, style: string | null, prefix: string): Cell {
  const attributes = `r="${columnName(column)}${row}"${style === null ? "" : ` s="${style}"`}`;
  const xml =
    text === ""
      ? `<${prefix}c ${attributes}/>`
      : `<${prefix}c ${attributes} t="inlineStr"><${prefix}is><${prefix}t xml:space="preserve">${escapeXml(workbookText(text))}</${prefix}t></${prefix}is></${prefix}c>`;
  return { column, text: xml, style };
}

function columnStyles(beforeData: string): SheetStyle["columnStyle"] {
  const ranges = [...beforeData.matchAll(COLUMN)].map(([, attributes = ""]) => ({
    from: Number(attributeOf(attributes, "min")),
    to: Number(attributeOf(attributes, "max")),
    style: attributeOf(attributes, "style"),
  }));
  return (column) => ranges.find(({ from, to }) => column + 1 >= from && column + 1 <= to)?.style ?? null;
}

function attributeOf(attributes: string, name: string): string | null {
  const [, inDouble, inSingle] =
    new RegExp(`(?:^|\\s)${name}=(?:"([^"]*)"|'([^']*)')`, "u").exec(attributes) ?? [];
  return inDouble ?? inSingle ?? null;
}

export function escapeXml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

/** `A`, `B`, … `AA` for 0, 1, … 26. */
function columnName(column: number): string {
  const before = Math.floor(column / 26);
  return (before > 0 ? columnName(before - 1) : "") + String.fromCharCode(65 + (column % 26));
}

function columnNumber(place: string): number {
  let number = 0;
  for (const letter of place.replace(/[^A-Z]/gu, "")) number = number * 26 + letter.charCodeAt(0) - 64;
  return number - 1;
}

// The one place that says what becomes of a text on its way into a cell.
//
// Everybody's data from the HR tool is text from outside, and these files are opened in spreadsheets:
//  - Control characters, terminal escapes, invisible and reordering characters are removed, line ends
//    become blanks, and what a workbook can't hold is cut off.
//  - Cells are always texts, never numbers or formulas. A text that starts like a formula still runs once
//    somebody saves the sheet as CSV and opens that, so it gets a leading apostrophe.
//  - Only what Spendesk must match exactly stays as it is: an e-mail with an apostrophe is another mailbox.
//    Somebody whose e-mail starts like a formula is therefore invited by hand (see `write-hand-off.ts`).

/** A text that Spendesk takes over: clean, but otherwise exactly as it is. */
export function exactCell(text: string): string {
  return shortened(oneLine(text), CELL_LIMIT);
}

/** A text for a cell that no spreadsheet runs, also after saving it as CSV. */
export function safeCell(text: string): string {
  return shortened(neutralizeFormula(exactCell(text)), CELL_LIMIT);
}

/** Whether a text would run as a formula in some spreadsheet. */
export function startsLikeFormula(text: string): boolean {
  return neutralizeFormula(text) !== text;
}
