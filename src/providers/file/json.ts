import { isObject, ownValue } from "../../shared/objects.js";
import { ChoiceNeeded, contentProblem, namesText } from "./problems.js";
import type { Table, TableRow } from "./table.js";

/** Deeper than any export; what is nested further is no column. */
const MOST_LEVELS = 6;
const MOST_NAMES = 500;

/**
 * The records of a JSON array, or of the array that a path such as `data.employees` leads to, one after the
 * other. Names of nested values are paths as well: `department.name`.
 *
 * @throws Problem `file_json` when it is no JSON or ends in the middle, `file_list` when its array is elsewhere
 */
export function jsonTable(text: AsyncIterable<string>, list: string | undefined, file: string): Table {
  return { noun: "record", header: () => [], rows: readArray(text, list, file) };
}

async function* readArray(
  text: AsyncIterable<string>,
  list: string | undefined,
  file: string,
): AsyncGenerator<TableRow, void, void> {
  const { NotJson, recordsIn } = await import("./json-array.js");
  const arrays = new Map<string, boolean>();
  const toRow = rowMaker(file);
  try {
    for await (const record of recordsIn(text, list, arrays)) yield toRow(record);
  } catch (error) {
    throw error instanceof NotJson ? notJson(file, `It ${error.message}.`) : error;
  }
  if (!arrays.has(list ?? "")) throw noArray(arrays, list, file);
}

function notJson(file: string, why: string) {
  return contentProblem(
    "file_json",
    file,
    why,
    "Export it again, and have it moved into place only when it is whole. Another format is set with `source.settings.format`.",
  );
}

function noArray(arrays: ReadonlyMap<string, boolean>, list: string | undefined, file: string) {
  const lists = [...arrays].flatMap(([path, hasObjects]) => (hasObjects && path !== "" ? [path] : []));
  const why = list === undefined ? "It is no array of records." : `There is no array at "${list}".`;
  if (lists.length === 0)
    return contentProblem("file_json", file, why, "Export it as an array with one object per person.");
  const next = `Set \`source.settings.list\` to where it is: ${namesText(lists)}.`;
  const trouble = { code: "file_list", what: `${file} can't be used as it is.`, why, next };
  return new ChoiceNeeded(trouble, "list", lists);
}

/**
 * The records of JSON Lines: one object per line. Empty lines are none.
 * @throws Problem `file_json` naming the line
 */
export function jsonLinesTable(text: AsyncIterable<string>, file: string): Table {
  return { noun: "line", header: () => [], rows: readLines(text, file) };
}

async function* readLines(text: AsyncIterable<string>, file: string): AsyncGenerator<TableRow, void, void> {
  let rest = "";
  let place = 0;
  let names: readonly string[] = [];
  for await (const piece of withEnd(text)) {
    const lines = (rest + piece).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) {
      place += 1;
      if (line.trim() === "") continue;
      const record = lineRecord(line, place, file);
      names = sameOr(names, namesIn(record));
      yield recordRow(place, names, record);
    }
  }
}

/** A last line without a line end counts as well. */
async function* withEnd(text: AsyncIterable<string>): AsyncGenerator<string, void, void> {
  yield* text;
  yield "\n";
}

function lineRecord(line: string, place: number, file: string): object {
  let record: unknown;
  try {
    record = JSON.parse(line);
  } catch {
    throw notJson(file, `Line ${place} is no JSON, or it ends in the middle.`);
  }
  if (!isObject(record)) throw notJson(file, `Line ${place} is no object.`);
  return record;
}

/** Numbers the records of an array. */
function rowMaker(file: string): (record: unknown) => TableRow {
  let place = 0;
  let names: readonly string[] = [];
  return (record) => {
    place += 1;
    if (!isObject(record)) throw notJson(file, `Record ${place} is no object.`);
    names = sameOr(names, namesIn(record));
    return recordRow(place, names, record);
  };
}

function recordRow(place: number, names: readonly string[], record: unknown): TableRow {
  return { place, names, get: (name) => valueAt(record, name) };
}

/** Names of the values in a record: those of nested objects behind the names above them. */
function namesIn(record: object, above: readonly string[] = []): readonly string[] {
  return Object.entries(record)
    .flatMap(([key, value]) =>
      isObject(value) && above.length < MOST_LEVELS
        ? namesIn(value, [...above, key])
        : [[...above, key].join(".")],
    )
    .slice(0, MOST_NAMES);
}

function sameOr(before: readonly string[], now: readonly string[]): readonly string[] {
  return before.length === now.length && before.every((name, index) => name === now[index]) ? before : now;
}

/** The value at a path of own keys: a file names them, so nothing is looked for in prototypes. */
function valueAt(json: unknown, path: string): unknown {
  if (isObject(json) && Object.hasOwn(json, path)) return json[path];
  return path.split(".").reduce<unknown>(ownValue, json);
}
