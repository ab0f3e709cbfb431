import Table from "cli-table3";
import type { TextStyle } from "../command.js";
import { type Cell, type Paint, paint } from "./paint.js";
import { cleanText } from "./sanitize.js";
import { hanging, isNarrow, widthOf, wrapWords } from "./wrap.js";

export { type Cell, type Paint, paint, paintStart } from "./paint.js";

/** Cleans text from outside for the terminal, then colours it. */
export function clean(text: string, color: Paint | undefined, style: TextStyle): string {
  return paint(cleanText(text, { maxLength: 500 }), color, style);
}

/** The table as one text; `tableLines` says how it is laid out. */
export function renderTable(
  header: readonly string[],
  rows: readonly (readonly (Cell | string)[])[],
  style: TextStyle,
): string {
  return [...tableLines({ header, rows, cellsOf: (row) => row }, style)].join("\n");
}

/** What a table shows. Cells are made of a row whenever they are needed, and are not kept: it may have 100 000. */
export interface TableContent<Row> {
  readonly header: readonly string[];
  readonly rows: readonly Row[];
  cellsOf(row: Row): readonly (Cell | string)[];
  noteOf?(index: number): RowNote | undefined;
}

/**
 * A table that fits the width: the widest columns give room first and wrap between words. A row with a word
 * that would make the others unreadable stands under its table's titles as a record, a line for each cell;
 * where that would be many rows, all of them do. Every cell is cleaned of control characters.
 */
export function* tableLines<Row>(content: TableContent<Row>, style: TextStyle): Generator<string> {
  const { header, rows } = content;
  const cellsOf = (row: Row) => content.cellsOf(row).map(cleanCell);
  const sizes = rows.map((row) => sizesOf(cellsOf(row)));
  const titleWords = header.map((title) => longestPart(title, /\s/));
  const needs = sizes.map(({ words }) => words);
  const least = fittingLeast(titleWords, needs, style.width);
  const fitting = sizes.map(({ words }) => least !== null && isWithin(words, least));
  const widths =
    least === null
      ? []
      : widthsOf(
          header,
          least,
          sizes.filter((_, index) => fitting[index]),
          style,
        );
  if (least !== null) {
    const head = header.map((text) => ({ text, paint: "bold" as const }));
    for (const line of anyRow(head, widths, style)) yield line.trimEnd();
  }
  for (const [index, row] of rows.entries()) {
    const cells = cellsOf(row);
    const lines = fitting[index] ? rowLines(cells, widths, style) : recordOf(header, cells, style);
    for (const line of noted(lines, content.noteOf?.(index), style)) {
      yield least === null ? line : line.trimEnd();
    }
  }
}

/** Of each cell of a row: the columns of its longest word, and of its longest line. */
interface Sizes {
  readonly words: readonly number[];
  readonly lines: readonly number[];
}

function sizesOf(row: readonly Cell[]): Sizes {
  return {
    words: row.map(({ text }) => (isNarrow(text) ? longestWord(text) : longestPart(text, /\s/))),
    lines: row.map(({ text }) => (isNarrow(text) ? text.length : longestPart(text, "\n"))),
  };
}

function widthsOf(
  header: readonly string[],
  least: readonly number[],
  rows: readonly Sizes[],
  style: TextStyle,
): readonly number[] {
  const wanted = header.map(widthOf);
  for (const { lines } of rows) {
    for (const [column, width] of lines.entries()) wanted[column] = Math.max(wanted[column] ?? 0, width);
  }
  return fitWidths(wanted, least, style.width);
}

/** Sentences about a row that are too long for a column. */
export interface RowNote {
  /** Over the row, and true of those that follow it as well. */
  readonly before?: string;
  readonly under?: string;
}

function noted(lines: readonly string[], note: RowNote | undefined, style: TextStyle): readonly string[] {
  if (note === undefined) return lines;
  const said = (text: string | undefined, indent: string) =>
    text === undefined
      ? []
      : hanging(indent, cleanText(text, { maxLength: 500 }), style.width).map((line) =>
          paint(line, "dim", style),
        );
  return [...said(note.before, ""), ...lines, ...said(note.under, "    ")];
}

function rowLines(row: readonly Cell[], widths: readonly number[], style: TextStyle): string[] {
  return isPlain(row, widths) ? plainRow(row, widths, style) : anyRow(row, widths, style);
}

/** So many rows may stand apart as records. */
const RECORDS_PERCENT = 20;

/**
 * The width that each column needs for its longest word, without the rows whose words leave no room for
 * the others; null where too many rows would have to stand apart.
 */
function fittingLeast(
  titles: readonly number[],
  needs: readonly (readonly number[])[],
  total: number,
): readonly number[] | null {
  const room = total - titles.length * PADDING;
  const bySize = [...needs].sort((a, b) => sum(a) - sum(b));
  const fewest = Math.ceil((bySize.length * (100 - RECORDS_PERCENT)) / 100);
  let least: readonly number[] = titles;
  for (const [index, need] of bySize.entries()) {
    const wider = least.map((width, column) => Math.max(width, need[column] ?? 0));
    if (sum(wider) > room) return index >= fewest ? least : null;
    least = wider;
  }
  return sum(least) <= room ? least : null;
}

function isWithin(need: readonly number[], least: readonly number[]): boolean {
  return need.every((width, column) => width <= (least[column] ?? 0));
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

/** A row as a block: its first cells on a line, then a line for each other one that holds something. */
function recordOf(header: readonly string[], row: readonly Cell[], style: TextStyle): string[] {
  const inTitle = header.length > 2 ? 2 : 1;
  const title = row.slice(0, inTitle).filter(({ text }) => text !== "");
  const labels = header.slice(inTitle);
  const deepest = Math.max(0, ...labels.map(widthOf));
  return [
    ...wrapWords(title.map(({ text }) => text).join("  "), style.width).map((line) =>
      paint(line, title[0]?.paint ?? "bold", style),
    ),
    ...row.slice(inTitle).flatMap((cell, column) => {
      if (cell.text === "") return [];
      const label = (labels[column] ?? "").padEnd(deepest);
      const lines = hanging(`  ${label}  `, cell.text, style.width);
      return lines.map((line) => paint(line, cell.paint, style));
    }),
  ];
}

/** A row of anything that exists in Unicode. Slow: a table of thousands of such rows takes seconds. */
function anyRow(row: readonly Cell[], widths: readonly number[], style: TextStyle): string[] {
  const table = new Table({
    style: { head: [], border: [], compact: true, "padding-left": 0, "padding-right": PADDING },
    chars: NO_BORDERS,
    colWidths: widths.map((width) => width + PADDING),
    wordWrap: true,
    wrapOnWordBoundary: true,
  });
  table.push(row.map((cell, column) => paint(wrapped(cell.text, widths[column]), cell.paint, style)));
  return table.toString().split("\n");
}

function cleanCell(cell: Cell | string): Cell {
  const { text, ...rest } = typeof cell === "string" ? { text: cell } : cell;
  return { ...rest, text: cleanText(text, { maxLength: 500 }) };
}

const NO_BORDERS = Object.fromEntries(
  [
    "top",
    "top-mid",
    "top-left",
    "top-right",
    "bottom",
    "bottom-mid",
    "bottom-left",
    "bottom-right",
    "left",
    "left-mid",
    "mid",
    "mid-mid",
    "right",
    "right-mid",
    "middle",
  ].map((name) => [name, ""]),
);

/** Columns of the longest part of a text between separators. */
function longestPart(text: string, separator: string | RegExp): number {
  let longest = 0;
  for (const part of text.split(separator)) longest = Math.max(longest, widthOf(part));
  return longest;
}

/** Characters of the longest word between spaces: splitting takes time with thousands of cells. */
function longestWord(text: string): number {
  let longest = 0;
  let start = 0;
  for (let end = text.indexOf(" "); end !== -1; end = text.indexOf(" ", start)) {
    longest = Math.max(longest, end - start);
    start = end + 1;
  }
  return Math.max(longest, text.length - start);
}

/** Narrows the widest columns until the row fits; none gets narrower than its longest word. */
function fitWidths(wanted: readonly number[], least: readonly number[], total: number): number[] {
  const widths = [...wanted];
  let excess = widths.reduce((sum, width) => sum + width + PADDING, 0) - total;
  while (excess > 0) {
    const spare = widths.map((width, column) => (width > (least[column] ?? 0) ? width : 0));
    const widest = Math.max(...spare);
    if (widest === 0) break;
    widths[spare.indexOf(widest)] = widest - 1;
    excess -= 1;
  }
  return widths;
}

/** Blanks after every column. */
const PADDING = 2;

/** Characters that are surely one column wide: Latin letters, and our own symbols as cli-table3 counts them. */
const LETTER = "[!-~\\u00c0-\\u024f\\u2010-\\u2027\\u2190-\\u2193\\u2260✔✘⚠]";
/** Nothing, or words with one blank between them. */
const PLAIN = new RegExp(`^(?:${LETTER}+(?: ${LETTER}+)*)?$`);

/** Whether `plainRow` can lay the row out: plain words with one blank between them, none wider than its column. */
export function isPlain(row: readonly Cell[], widths: readonly number[]): boolean {
  return row.every(({ text }, column) => PLAIN.test(text) && longestWord(text) <= (widths[column] ?? 0));
}

/**
 * The lines of a table's row, exactly as cli-table3 lays them out, but fast: that one takes seconds for
 * thousands of rows.
 */
export function plainRow(row: readonly Cell[], widths: readonly number[], style: TextStyle): string[] {
  const columns = row.map(({ text }, column) => (text === "" ? [] : wrapWords(text, widths[column] ?? 0)));
  const height = Math.max(1, ...columns.map((lines) => lines.length));
  return Array.from({ length: height }, (_, line) =>
    columns
      .map((lines, column) => {
        const text = lines[line] ?? "";
        const blanks = " ".repeat(Math.max(0, (widths[column] ?? 0) - text.length) + PADDING);
        return (text === "" ? "" : paint(text, row[column]?.paint, style)) + blanks;
      })
      .join(""),
  );
}

function wrapped(text: string, width = 0): string {
  return text === "" ? "" : wrapWords(text, width).join("\n");
}
