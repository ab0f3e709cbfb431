import { Chalk, type ChalkInstance } from "chalk";
import Table from "cli-table3";
import type { TextStyle } from "../command.js";
import { cleanText } from "./sanitize.js";

/** A cell: text from outside is cleaned here, colour is added after cleaning. */
export interface Cell {
  readonly text: string;
  readonly paint?: Paint;
}

export type Paint = "green" | "yellow" | "red" | "cyan" | "dim" | "bold";

/** Colours text unless the style has none. */
export function paint(text: string, color: Paint | undefined, style: TextStyle): string {
  if (!color) return text;
  const chalk: ChalkInstance = new Chalk({ level: style.color ? 1 : 0 });
  return chalk[color](text);
}

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
  const cells = rows.map((row) => row.map((cell) => (typeof cell === "string" ? { text: cell } : cell)));
  const cleaned = cells.map((row) => row.map((cell) => cleanText(cell.text, { maxLength: 500 })));
  const widths = fitWidths(
    header.map((title, column) =>
      Math.max(title.length, ...cleaned.map((row) => longestLine(row[column] ?? ""))),
    ),
    style.width,
  );
  const table = new Table({
    head: header.map((title) => paint(title, "bold", style)),
    style: { head: [], border: [], compact: true, "padding-left": 0, "padding-right": PADDING },
    chars: NO_BORDERS,
    colWidths: widths.map((width) => width + PADDING),
    wordWrap: true,
    wrapOnWordBoundary: true,
  });
  for (const [index, row] of cleaned.entries()) {
    table.push(row.map((text, column) => paint(text, cells[index]?.[column]?.paint, style)));
  }
  return table
    .toString()
    .split("\n")
    .map((line) => line.trimEnd())
    .join("\n");
}

const PADDING = 2;
const MIN_COLUMN = 8;

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

function longestLine(text: string): number {
  return Math.max(0, ...text.split("\n").map((line) => line.length));
}

/** Narrows the widest columns until the row fits; a column never gets so narrow that it is unreadable. */
function fitWidths(wanted: readonly number[], total: number): number[] {
  const widths = [...wanted];
  let excess = widths.reduce((sum, width) => sum + width + PADDING, 0) - total;
  while (excess > 0) {
    const widest = widths.indexOf(Math.max(...widths));
    const width = widths[widest] ?? 0;
    if (width <= MIN_COLUMN) break;
    widths[widest] = width - 1;
    excess -= 1;
  }
  return widths;
}
