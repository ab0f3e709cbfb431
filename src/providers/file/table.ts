import { foldText } from "../../shared/text.js";
import { nearest } from "../../sync/model/index.js";
import { contentProblem, namesText } from "./problems.js";

/** One row of an export: a line, a row of a sheet, or a record. */
export interface TableRow {
  /** Its number as the file shows it, from 1. */
  readonly place: number;
  /** Names of its cells. The same array as the row before where all rows have the same. */
  readonly names: readonly string[];
  /** What stands in a cell; undefined when the row has none of that name. */
  get(name: string): unknown;
}

/** An export as rows, whatever its format. */
export interface Table {
  /** What a row is called in messages. */
  readonly noun: "line" | "row" | "record";
  /** The names in its header, once rows were asked for; none where records have names of their own. */
  header(): readonly string[];
  /** Read once, in order. @throws Problem where the export can't be what was meant */
  readonly rows: AsyncIterable<TableRow>;
}

/** What a cell looks like that belongs into no header: an e-mail, a day, a number. */
const DATA = /^(?:[^\s@]+@[^\s@]+\.[^\s@]+|\d{1,4}[./-]\d{1,2}[./-]\d{1,4}|[\d.,]+)$/u;

/**
 * The names in a header, trimmed.
 * @throws Problem `file_header` when it is missing, has an empty name in its midst, or a name twice
 */
export function readHeader(cells: readonly unknown[], file: string, noun: string): readonly string[] {
  const names = cells.map((cell) => String(cell ?? "").trim());
  while (names.at(-1) === "") names.pop();
  const refuse = (why: string, next: string) => contentProblem("file_header", file, why, next);
  if (names.length === 0)
    throw refuse("It is empty.", "Export it again, with the names of the columns first.");
  if (names.some((name) => DATA.test(name))) {
    throw refuse(
      `Its first ${noun} holds data where the names of the columns belong.`,
      "Export it with a header of names in the first line, and nothing above it.",
    );
  }
  const empty = names.flatMap((name, index) => (name === "" ? [index + 1] : []));
  if (empty.length > 0) {
    throw refuse(
      `Its header has no name for column ${empty.join(", ")}.`,
      `Give every column a name in the first ${noun}, with nothing above it.`,
    );
  }
  const seen = new Set<string>();
  const repeated = names.filter((name) => seen.size === seen.add(foldText(name)).size);
  if (repeated.length > 0) {
    throw refuse(
      `Its header has ${namesText(repeated)} more than once, so it can't be told which one is meant.`,
      "Rename or remove one of them in the HR tool's export.",
    );
  }
  return names;
}

/**
 * Finds the columns that the settings name, whatever their case and accents.
 * @throws Problem `file_column_missing` naming the nearest and all columns
 */
export function findColumns(
  wanted: Readonly<Record<string, string | undefined>>,
  names: readonly string[],
  file: string,
): Readonly<Record<string, string>> {
  const byKey = new Map(names.map((name) => [foldText(name), name]));
  const found: Record<string, string> = {};
  for (const [key, name] of Object.entries(wanted)) {
    if (name === undefined) continue;
    const column = byKey.get(foldText(name));
    if (column === undefined) throw columnMissing(key, name, names, file);
    found[key] = column;
  }
  return found;
}

function columnMissing(key: string, name: string, names: readonly string[], file: string) {
  const guess = nearest(name, names);
  const next = `${guess === null ? "Set" : `Did you mean "${guess}"? Set`} \`source.settings.columns.${key}\` to one of them, or run \`spendesk-hr connect file\` again.`;
  return contentProblem(
    "file_column_missing",
    file,
    `It has no column "${name}", which \`columns.${key}\` names. Its columns: ${namesText(names)}.`,
    next,
  );
}
