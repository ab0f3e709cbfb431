import { isEmailAddress } from "../../shared/email-address.js";
import { cleanId, cleanText } from "../support/values.js";
import { DATE_FORMATS, readDate } from "./dates.js";
import { type FileConnection, openFile } from "./open.js";
import { contentProblem } from "./problems.js";
import type { Layout, Location } from "./settings.js";
import type { TableRow } from "./table.js";

/** More different values than a column of statuses has; of such a column only the number matters. */
const MOST_WORDS = 60;
const SAMPLES = 3;
const MOST_COLUMNS = 500;

/** What stands in one column of an export. */
export interface ColumnSurvey {
  readonly name: string;
  /** Rows with something in it. */
  readonly filled: number;
  /** The place of the first two rows that have the same, null when all that are filled differ. */
  readonly repeated: readonly [number, number] | null;
  /** Its different values with the number of rows, the most frequent first; null when there are too many. */
  readonly words: readonly { readonly word: string; readonly rows: number }[] | null;
  /** The first different values. They are data of people: to be shown, never stored. */
  readonly samples: readonly string[];
  /** The formats in which all its values are days; none when it has none, or holds something else. */
  readonly dateFormats: readonly string[];
  readonly isEmails: boolean;
}

/** What an export holds, by its columns. */
export interface Survey {
  readonly file: string;
  readonly modified: Date | null;
  readonly noun: string;
  readonly rows: number;
  readonly columns: readonly ColumnSurvey[];
}

/**
 * Reads an export once, whatever its columns mean.
 * @throws Problem as `openFile`, of its content, and `file_empty` when it holds nobody
 */
export async function surveyFile(settings: Location & Layout, connection: FileConnection): Promise<Survey> {
  const { file, modified, table } = await openFile(settings, connection);
  const columns = new Map<string, ColumnCounter>();
  let rows = 0;
  for await (const row of table.rows) {
    rows += 1;
    for (const name of row.names) counterOf(columns, name)?.add(row);
  }
  if (rows === 0) {
    throw contentProblem(
      "file_empty",
      file,
      "It holds nobody, so nothing tells what is in its columns.",
      "Export it again, with everybody in it.",
    );
  }
  return {
    ...{ file, modified, rows, noun: table.noun },
    columns: [...columns.values()].map((column) => column.result()),
  };
}

function counterOf(columns: Map<string, ColumnCounter>, name: string): ColumnCounter | undefined {
  const known = columns.get(name);
  if (known || columns.size >= MOST_COLUMNS) return known;
  const counter = createCounter(name);
  columns.set(name, counter);
  return counter;
}

interface ColumnCounter {
  add(row: TableRow): void;
  result(): ColumnSurvey;
}

function createCounter(name: string): ColumnCounter {
  let filled = 0;
  let firstPlaces: Map<string, number> | null = new Map();
  let repeated: readonly [number, number] | null = null;
  let words: Map<string, number> | null = new Map();
  const samples: string[] = [];
  let formats: readonly string[] = DATE_FORMATS;
  let isEmails = true;

  function noteId(id: string, place: number): void {
    if (!firstPlaces) return;
    const before = firstPlaces.get(id);
    if (before === undefined) {
      firstPlaces.set(id, place);
      return;
    }
    repeated = [before, place];
    firstPlaces = null;
  }

  function noteWord(word: string): void {
    if (!words) return;
    words.set(word, (words.get(word) ?? 0) + 1);
    if (words.size > MOST_WORDS) words = null;
  }

  return {
    add(row) {
      const value = row.get(name);
      const text = value instanceof Date ? (readDate(value, undefined) ?? null) : cleanText(value);
      if (text === null) return;
      filled += 1;
      noteId(cleanId(value) ?? text, row.place);
      noteWord(text);
      if (samples.length < SAMPLES && !samples.includes(text)) samples.push(text);
      if (formats.length > 0) formats = formats.filter((format) => readDate(value, format) !== undefined);
      isEmails &&= isEmailAddress(text);
    },
    result: () => ({
      ...{ name, filled, repeated, samples },
      words:
        words &&
        [...words].map(([word, rows]) => ({ word, rows })).sort((one, other) => other.rows - one.rows),
      dateFormats: filled === 0 ? [] : formats,
      isEmails: filled > 0 && isEmails,
    }),
  };
}
