import type { CliContext } from "../cli-context.js";
import type { TextStyle } from "../command.js";
import { cleanText } from "../output/sanitize.js";
import { paint, renderTable } from "../output/table.js";
import { wrapWords } from "../output/wrap.js";
import { wantsColor } from "../terminal.js";

/** Longer lines are hard to read, however wide the terminal is. */
const MAX_TEXT_WIDTH = 100;
/** Below this width, a table of several columns of prose is a row of ribbons. */
const MIN_TABLE_WIDTH = 80;

/** How text on stderr, where the questions are, is drawn. */
export function screenStyle({ globals, process }: CliContext): TextStyle {
  return {
    color: globals.color && wantsColor(process.stderr, process.env),
    width: process.stderr.columns ?? MAX_TEXT_WIDTH,
  };
}

/** A title above a group of questions. */
export function sayTitle(context: CliContext, title: string): void {
  context.process.stderr.write(`\n${paint(cleanText(title), "bold", screenStyle(context))}\n`);
}

/**
 * Prose for the person in front of the terminal: redacted, cleaned and broken between words.
 * @param marker stands before the first line; the others are indented by its length
 */
export function sayText(context: CliContext, text: string, marker = ""): void {
  // Before it is broken: half a secret can't be recognised.
  const clean = cleanText(context.redactor.redact(text));
  const width = Math.min(screenStyle(context).width, MAX_TEXT_WIDTH) - marker.length;
  for (const [index, line] of wrapWords(clean, width).entries()) {
    context.say(`${index === 0 ? marker : " ".repeat(marker.length)}${line}`);
  }
}

/** Rows of prose: a table, or one paragraph per cell where there is no room for columns. */
export function sayRows(
  context: CliContext,
  header: readonly string[],
  rows: readonly (readonly string[])[],
): void {
  const style = screenStyle(context);
  if (style.width >= MIN_TABLE_WIDTH) {
    context.process.stderr.write(`${context.redactor.redact(renderTable(header, rows, style))}\n`);
    return;
  }
  for (const [first = "", ...others] of rows) {
    sayText(context, first, "  ");
    for (const [index, text] of others.entries()) sayText(context, `${header[index + 1]}: ${text}`, "      ");
  }
}
