import type { Sheet } from "hucre/xlsx";
import { nearest } from "../../sync/nearest.js";
import { COLUMNS, type ColumnKey, columnNamed, isStarred, titleOf } from "./columns.js";
import { type ListedColumn, listedValues } from "./listed-values.js";
import { templateProblem } from "./template-problems.js";
import { openWorkbook } from "./workbook-file.js";
import type { ZipArchive } from "./zip.js";

/** An import template that was recognised. */
export interface Template {
  readonly archive: ZipArchive;
  /** Name of the sheet that takes the people. */
  readonly sheet: string;
  /** Place of each column, counted from 0. */
  readonly columns: ReadonlyMap<ColumnKey, number>;
  /** Columns without which Spendesk refuses a row. */
  readonly mandatory: ReadonlySet<ColumnKey>;
  /** First row for people, counted from 1. */
  readonly firstRow: number;
  /** What the template's other sheets allow; columns without a list are missing. */
  readonly listed: ReadonlyMap<ListedColumn, readonly string[]>;
}

/** A row of titles: text by column. */
interface TitleRow {
  readonly sheet: Sheet;
  /** Counted from 0. */
  readonly index: number;
  readonly titles: readonly string[];
  readonly known: number;
}

/** Titles are looked for in the first rows only: a template may start with explanations. */
const TITLE_ROWS = 50;
const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/u;

/**
 * Refuses a template that `writeHandOff` could not fill, before anything else happens.
 *
 * @param bytes the file as it is
 * @throws Problem of kind `configuration`, code `template_…`, that names sheet and column
 */
export async function checkTemplate(bytes: Uint8Array, entity: string): Promise<void> {
  await readTemplate(bytes, entity);
}

/** As `checkTemplate`, for filling it. */
export async function readTemplate(bytes: Uint8Array, entity: string): Promise<Template> {
  const { archive, sheets } = await openWorkbook(bytes, entity);
  const row = findTitles(sheets, entity);
  const { columns, mandatory } = readTitles(row, entity);
  return {
    archive,
    sheet: row.sheet.name,
    columns,
    mandatory,
    firstRow: firstFreeRow(row, columns, entity),
    listed: listedValues(sheets.filter((sheet) => sheet !== row.sheet)),
  };
}

/** The row with the most known titles; of equals the first. */
function findTitles(sheets: readonly Sheet[], entity: string): TitleRow {
  let best: TitleRow | null = null;
  for (const sheet of sheets) {
    for (const [index, cells] of sheet.rows.slice(0, TITLE_ROWS).entries()) {
      const titles = cells.map(textOf);
      const known = titles.filter((title) => columnNamed(title) !== null).length;
      if (known > (best?.known ?? 0)) best = { sheet, index, titles, known };
    }
  }
  if (best) return best;
  const names = sheets.map(({ name }) => `"${name}"`).join(", ");
  throw templateProblem(
    entity,
    "template_unknown",
    `None of its sheets (${names}) has the columns of Spendesk's template: ${COLUMNS.map(({ title }) => title).join(", ")}.`,
  );
}

function readTitles(row: TitleRow, entity: string): Pick<Template, "columns" | "mandatory"> {
  const columns = new Map<ColumnKey, number>();
  const mandatory = new Set<ColumnKey>();
  const unknown: string[] = [];
  for (const [place, title] of row.titles.entries()) {
    const key = columnNamed(title);
    if (key === null) {
      if (title !== "") unknown.push(title);
      continue;
    }
    if (columns.has(key)) throw columnTwice(row, title, entity);
    columns.set(key, place);
    if (isStarred(title)) mandatory.add(key);
  }
  for (const column of COLUMNS) {
    if (column.mandatory && !columns.has(column.key)) {
      throw columnMissing(row, column.title, unknown, entity);
    }
    if (column.mandatory) mandatory.add(column.key);
  }
  const demanded = unknown.find(isStarred);
  if (demanded !== undefined) throw columnUnknown(row, demanded, entity);
  return { columns, mandatory };
}

/**
 * Below the titles there may be rows that explain them (docs/vendors/spendesk.md §3.3); people come
 * after those. A row with an e-mail address is a person, and so is one with a gap above.
 */
function firstFreeRow(row: TitleRow, columns: Template["columns"], entity: string): number {
  const places = [...columns.values()];
  const email = columns.get("email") ?? -1;
  let free = row.index + 1;
  for (const [below, cells] of row.sheet.rows.slice(row.index + 1).entries()) {
    const index = row.index + 1 + below;
    if (places.every((place) => textOf(cells[place]) === "")) continue;
    if (index !== free || EMAIL.test(textOf(cells[email]))) throw filled(row, index, entity);
    free = index + 1;
  }
  return free + 1;
}

function textOf(cell: Sheet["rows"][number][number] | undefined): string {
  return cell === null || cell === undefined ? "" : String(cell).trim();
}

function placeOf({ sheet, index }: TitleRow): string {
  return `sheet "${sheet.name}", row ${index + 1}`;
}

function columnMissing(row: TitleRow, title: string, unknown: readonly string[], entity: string) {
  const meant = nearest(title, unknown);
  return templateProblem(
    entity,
    "template_column_missing",
    `The column "${title}" is missing (${placeOf(row)}).${meant ? ` Is it "${meant}"? Names of columns must stay as Spendesk wrote them.` : ""}`,
  );
}

function columnUnknown(row: TitleRow, title: string, entity: string) {
  return templateProblem(
    entity,
    "template_column_unknown",
    `The column "${title}" is marked as mandatory (${placeOf(row)}), and this program does not know what belongs in it. Known columns: ${COLUMNS.map((column) => column.title).join(", ")}.`,
    {
      next: "Leave the template out (without --template, the documented columns are written), or create these people in Spendesk by hand.",
    },
  );
}

function columnTwice(row: TitleRow, title: string, entity: string) {
  return templateProblem(
    entity,
    "template_column_twice",
    `The column "${titleOf(columnNamed(title) ?? "email")}" is there twice (${placeOf(row)}).`,
  );
}

function filled({ sheet }: TitleRow, index: number, entity: string) {
  return templateProblem(
    entity,
    "template_filled",
    `It already holds people or other values (sheet "${sheet.name}", row ${index + 1}).`,
    { next: "Delete those rows, or download a fresh template in Spendesk, and try again." },
  );
}
