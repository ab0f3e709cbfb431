import type { CsvError } from "csv-parse";
import { quoteKeptAsText } from "./kept-as-text.js";
import { SEPARATORS, type Separator } from "./keys.js";
import { ChoiceNeeded, contentProblem, placesText } from "./problems.js";
import { readHeader, type Table, type TableRow } from "./table.js";

/** Longer than any honest row: without it a quote that is never closed would take in the whole file. */
const MOST_CHARACTERS = 1024 * 1024;

/** Rows of a wrong length that are looked for before they are told. */
const MOST_WRONG = 20;

/** `="00123"`, by which exports keep a spreadsheet from dropping zeros, once its own quotes are undone. */
const KEPT_AS_TEXT = /^="([^"]*)"$/u;
/** A sign in front of a formula, by which exports keep a spreadsheet from running it. */
const DISARMED = /^'(?=\s*[=+\-@])/u;

/**
 * The rows of a text with separators, as RFC 4180 has it: quotes around cells with separators, line ends or
 * quotes, which are doubled; and `="00123"`, which stands for the text in it. Empty lines are none.
 *
 * @param separator without one it is the comma, unless the header has another sign
 * @throws Problem `file_separator`, `file_header`, `file_rows` (more or fewer cells than names) or `file_quotes`
 */
export function csvTable(text: AsyncIterable<string>, separator: Separator | undefined, file: string): Table {
  let header: readonly string[] = [];
  const rows = readRows(text, separator, file, (names) => {
    header = names;
  });
  return { noun: "line", header: () => header, rows };
}

async function* readRows(
  text: AsyncIterable<string>,
  stated: Separator | undefined,
  file: string,
  tellHeader: (names: readonly string[]) => void,
): AsyncGenerator<TableRow, void, void> {
  const { CsvError, parse } = await import("csv-parse");
  const { Readable } = await import("node:stream");
  const delimiter = SEPARATORS[stated ?? "comma"];
  const records = parse({
    delimiter,
    info: true,
    relax_column_count: true,
    record_delimiter: ["\r\n", "\n", "\r"],
    max_record_size: MOST_CHARACTERS,
  });
  // Errors of the text reach the reader of the records by this.
  Readable.from(quoteKeptAsText(text, delimiter))
    .on("error", (error) => records.destroy(error))
    .pipe(records);
  let header: readonly string[] | null = null;
  let places = new Map<string, number>();
  let line = 1;
  const wrong: number[] = [];
  try {
    for await (const { record, info } of records as AsyncIterable<CsvRecord>) {
      const place = line;
      line = info.lines + 1;
      if (record.every((cell) => cell.trim() === "")) continue;
      if (header === null) {
        if (stated === undefined) checkSeparator(record, file);
        header = readHeader(record.map(plainCell), file, "line");
        tellHeader(header);
        places = new Map(header.map((name, index) => [name, index]));
        continue;
      }
      if (!hasLength(record, header.length)) {
        wrong.push(place);
        if (wrong.length >= MOST_WRONG) break;
      }
      if (wrong.length === 0) yield rowOf(place, header, places, record);
    }
  } catch (error) {
    throw error instanceof CsvError ? quoteProblem(error, file) : error;
  } finally {
    records.destroy();
  }
  if (wrong.length > 0) throw wrongLength(wrong, header?.length ?? 0, file);
  if (header === null) readHeader([], file, "line");
}

/** Where nothing is stated, a header with another sign in it may have that one as its separator. */
function checkSeparator(header: readonly string[], file: string): void {
  const others = Object.entries(SEPARATORS).filter(
    ([word, sign]) => word !== "comma" && header.some((name) => name.includes(sign)),
  );
  if (others.length === 0) return;
  const words = [...(header.length > 1 ? ["comma"] : []), ...others.map(([word]) => word)];
  const trouble = {
    code: "file_separator",
    what: `${file} can't be used as it is.`,
    why: `Its first line has ${words.join(" and ")}, and no separator is stated.`,
    next: `Set \`source.settings.separator\` to ${words.join(" or ")}.`,
  };
  throw new ChoiceNeeded(trouble, "separator", words);
}

interface CsvRecord {
  readonly record: readonly string[];
  readonly info: { readonly lines: number };
}

/** Separators at the end of a line, behind the last name, are no cells. */
function hasLength(record: readonly string[], names: number): boolean {
  return record.length >= names && record.slice(names).every((cell) => cell.trim() === "");
}

function rowOf(
  place: number,
  names: readonly string[],
  places: ReadonlyMap<string, number>,
  record: readonly string[],
): TableRow {
  return {
    place,
    names,
    get(name) {
      const index = places.get(name);
      return index === undefined ? undefined : plainCell(record[index] ?? "");
    },
  };
}

/** The text that is meant by a cell that was written for spreadsheets. */
function plainCell(cell: string): string {
  return (KEPT_AS_TEXT.exec(cell)?.[1] ?? cell).replace(DISARMED, "");
}

function wrongLength(lines: readonly number[], names: number, file: string) {
  return contentProblem(
    "file_rows",
    file,
    `There are more or fewer cells than the ${names} names of the header in ${placesText("line", lines)}.`,
    "Export it again; a cell with the separator in it must stand in quotes, and a file that is cut off ends in such a line.",
  );
}

function quoteProblem({ code, lines }: CsvError, file: string) {
  const place = typeof lines === "number" ? `, about line ${lines}` : "";
  const isOpen = code === "CSV_QUOTE_NOT_CLOSED" || code === "CSV_MAX_RECORD_SIZE";
  const why = isOpen
    ? `A quote is never closed${place}: the file is cut off, or a cell has a single quote in it.`
    : `A quote stands where none can be${place}.`;
  return contentProblem(
    "file_quotes",
    file,
    why,
    "Export it again. Inside of quotes a quote is doubled; a cell that begins with one stands in quotes.",
  );
}
