import { oneLine } from "../../shared/plain-line.js";
import { nearest } from "../../sync/model/index.js";
import {
  allTitles,
  COLUMNS,
  type ColumnKey,
  type ColumnTitles,
  columnNamed,
  isDemanded,
  titleOf,
} from "./columns.js";
import { type ListedColumn, listedValues } from "./listed-values.js";
import type { Sheet } from "./read-sheets.js";
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
  /** Titles of columns that stay empty: nobody knows what belongs in them. */
  readonly unknown: readonly string[];
  /** Columns without which Spendesk refuses a row. */
  readonly mandatory: ReadonlySet<ColumnKey>;
  /** First row for people, counted from 1. */
  readonly firstRow: number;
  /** What the template's other sheets allow; columns without a list are missing. */
  readonly listed: ReadonlyMap<ListedColumn, readonly string[]>;
}

/** A row of titles: text by column. */
interface TitleRow extends Reading {
  readonly sheet: Sheet;
  /** Counted from 0. */
  readonly index: number;
  readonly titles: readonly string[];
  readonly known: number;
}

/** Whose template is read, and how its columns are called there. */
interface Reading {
  readonly entity: string;
  readonly columnTitles: ColumnTitles;
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
export async function checkTemplate(
  bytes: Uint8Array,
  entity: string,
  columnTitles: ColumnTitles,
): Promise<void> {
  await readTemplate(bytes, entity, columnTitles);
}

/** As `checkTemplate`, for filling it. */
export async function readTemplate(
  bytes: Uint8Array,
  entity: string,
  columnTitles: ColumnTitles,
): Promise<Template> {
  const { archive, sheets } = await openWorkbook(bytes, entity);
  const row = findTitles(sheets, { entity, columnTitles });
  const { columns, mandatory, unknown } = readTitles(row);
  return {
    archive,
    sheet: row.sheet.name,
    columns,
    mandatory,
    unknown,
    firstRow: firstFreeRow(row, columns),
    listed: listedValues(sheets.filter((sheet) => sheet !== row.sheet)),
  };
}

/** The row with the most known titles; of equals the first. */
function findTitles(sheets: readonly Sheet[], reading: Reading): TitleRow {
  const { entity, columnTitles } = reading;
  let best: TitleRow | null = null;
  for (const sheet of sheets) {
    for (const [index, cells] of sheet.rows.slice(0, TITLE_ROWS).entries()) {
      const titles = cells.map(textOf);
      const known = titles.filter((title) => columnNamed(title, columnTitles) !== null).length;
      if (known > (best?.known ?? 0)) best = { ...reading, sheet, index, titles, known };
    }
  }
  if (best) return best;
  const names = sheets.map(({ name }) => `"${name}"`).join(", ");
  throw templateProblem(
    entity,
    "template_unknown",
    `None of its sheets (${names}) has the columns of Spendesk's template: ${allTitles(columnTitles)}. What they are called there is set by \`spendesk.bulkImport.titles\`.`,
  );
}

function readTitles(row: TitleRow): Pick<Template, "columns" | "mandatory" | "unknown"> {
  const { columnTitles } = row;
  const columns = new Map<ColumnKey, number>();
  const mandatory = new Set<ColumnKey>();
  const unknown: string[] = [];
  for (const [place, title] of row.titles.entries()) {
    const key = columnNamed(title, columnTitles);
    if (key === null) {
      if (title !== "") unknown.push(oneLine(title));
      continue;
    }
    if (columns.has(key)) throw columnTwice(row, key);
    columns.set(key, place);
    if (isDemanded(title)) mandatory.add(key);
  }
  for (const column of COLUMNS) {
    if (column.mandatory && !columns.has(column.key)) {
      throw columnMissing(row, column.key, unknown);
    }
    if (column.mandatory) mandatory.add(column.key);
  }
  const demanded = unknown.find(isDemanded);
  if (demanded !== undefined) throw columnUnknown(row, demanded);
  return { columns, mandatory, unknown };
}

/**
 * Below the titles there may be rows that explain them (docs/vendors/spendesk.md §3.3); people come
 * after those. A row with an e-mail address is a person, and so is one with a gap above.
 */
function firstFreeRow(row: TitleRow, columns: Template["columns"]): number {
  const places = [...columns.values()];
  const email = columns.get("email") ?? -1;
  let free = row.index + 1;
  for (const [below, cells] of row.sheet.rows.slice(row.index + 1).entries()) {
    const index = row.index + 1 + below;
    if (places.every((place) => textOf(cells[place]) === "")) continue;
    if (index !== free || EMAIL.test(textOf(cells[email]))) throw filled(row, index);
    free = index + 1;
  }
  return free + 1;
}

function textOf(cell: string | undefined): string {
  return cell?.trim() ?? "";
}

function placeOf({ sheet, index }: TitleRow): string {
  return `sheet "${sheet.name}", row ${index + 1}`;
}

function columnMissing(row: TitleRow, key: ColumnKey, unknown: readonly string[]) {
  const title = titleOf(key, row.columnTitles);
  const meant = nearest(title, unknown);
  return templateProblem(
    row.entity,
    "template_column_missing",
    `The column "${title}" is missing (${placeOf(row)}).${meant ? ` Is it "${meant}"? Then name it in \`spendesk.bulkImport.titles.${key}\`.` : ""}`,
  );
}

function columnUnknown(row: TitleRow, title: string) {
  return templateProblem(
    row.entity,
    "template_column_unknown",
    `The column "${title}" is marked as mandatory (${placeOf(row)}), and this program does not know what belongs in it. Known columns: ${allTitles(row.columnTitles)}.`,
    {
      next: "Leave the template out (without --template, the documented columns are written), or create these people in Spendesk by hand.",
    },
  );
}

function columnTwice(row: TitleRow, key: ColumnKey) {
  return templateProblem(
    row.entity,
    "template_column_twice",
    `The column "${titleOf(key, row.columnTitles)}" is there twice (${placeOf(row)}).`,
  );
}

function filled({ sheet, entity }: TitleRow, index: number) {
  return templateProblem(
    entity,
    "template_filled",
    `It already holds people or other values (sheet "${sheet.name}", row ${index + 1}).`,
    { next: "Delete those rows, or download a fresh template in Spendesk, and try again." },
  );
}
