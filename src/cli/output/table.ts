import Table from "cli-table3";
import type { TextStyle } from "../command.js";
import { type Cell, type Paint, paint } from "./paint.js";
import { cleanText } from "./sanitize.js";

export { type Cell, type Paint, paint } from "./paint.js";

/** Cleans text from outside for the terminal, then colours it. */
export function clean(text: string, color: Paint | undefined, style: TextStyle): string {
  return paint(cleanText(text, { maxLength: 500 }), color, style);
}

/**
 * A table that fits the width: the widest columns give way first and wrap between words.
 * Every cell is cleaned of control characters.
 */
export function renderTable(
  header: readonly string[],
  rows: readonly (readonly (Cell | string)[])[],
  style: TextStyle,
): string {
  const cleaned = rows.map((row) => row.map(cleanCell));
  const columns = header.map((title, column) => [title, ...cleaned.map((row) => row[column]?.text ?? "")]);
  const widths = fitWidths(
    columns.map((texts) => longestPart(texts, "\n")),
    columns.map((texts) => Math.min(MAX_WORD, longestPart(texts, /\s/))),
    style.width,
  );
  const lines = [header.map((text) => ({ text, paint: "bold" as const })), ...cleaned].flatMap((row) =>
    isPlain(row, widths) ? plainRow(row, widths, style) : anyRow(row, widths, style),
  );
  return lines.map((line) => line.trimEnd()).join("\n");
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
  table.push(row.map((cell) => paint(cell.text, cell.paint, style)));
  return table.toString().split("\n");
}

function cleanCell(cell: Cell | string): Cell {
  const { text, ...rest } = typeof cell === "string" ? { text: cell } : cell;
  return { ...rest, text: cleanText(text, { maxLength: 500 }) };
}

/** Longer words than this are cut: they are no e-mails and no names. */
const MAX_WORD = 64;

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

/** Length of the longest part of the texts between separators. */
function longestPart(texts: readonly string[], separator: string | RegExp): number {
  let longest = 0;
  for (const text of texts)
    for (const part of text.split(separator)) longest = Math.max(longest, part.length);
  return longest;
}

/**
 * Narrows the widest columns until the row fits. No column gets narrower than its longest word, since a
 * cut e-mail names nobody; a terminal too narrow for that wraps the lines itself.
 */
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
const PLAIN = /^[!-~\u00c0-\u024f\u2010-\u2027\u2190-\u2193\u2260✔✘⚠]*$/;
/** Whether `plainRow` can lay the row out: plain words with one blank between them, none wider than its column. */
export function isPlain(row: readonly Cell[], widths: readonly number[]): boolean {
  return row.every(
    ({ text }, column) =>
      text === "" ||
      text
        .split(" ")
        .every((word) => word !== "" && word.length <= (widths[column] ?? 0) && PLAIN.test(word)),
  );
}

/**
 * The lines of a table's row, exactly as cli-table3 lays them out, but fast: that one takes seconds for
 * thousands of rows.
 */
export function plainRow(row: readonly Cell[], widths: readonly number[], style: TextStyle): string[] {
  const columns = row.map(({ text }, column) => wrap(text, widths[column] ?? 0));
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

function wrap(text: string, width: number): string[] {
  if (text.length <= width) return [text];
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (longer.length > width) {
      lines.push(line);
      line = word;
    } else line = longer;
  }
  return [...lines, line];
}
