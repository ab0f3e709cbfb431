import { workbook } from "../../shared/workbook.js";
import { COLUMNS, type ColumnTitles, titleOf } from "./columns.js";
import type { ImportRow } from "./import-rows.js";
import { readSheets } from "./read-sheets.js";
import { fillRows } from "./sheet-text.js";
import type { Template } from "./template.js";
import { templateProblem } from "./template-problems.js";
import { sheetParts } from "./workbook-parts.js";
import { packed, readText, readZip, withText, ZipError } from "./zip.js";

/**
 * The mandatory columns and those that somebody fills, all cells texts: a company has no others than its
 * features need, and one too many makes Spendesk refuse the file. The name of the sheet is assumed.
 */
export function documentedFile(rows: readonly ImportRow[], titles: ColumnTitles): Promise<Uint8Array> {
  const columns = COLUMNS.filter(({ key, mandatory }) => mandatory || rows.some((row) => row.has(key)));
  return workbook([
    {
      name: "Members",
      columns: columns.map(({ key, mandatory }) => ({
        header: `${titleOf(key, titles)}${mandatory ? "*" : ""}`,
        width: 24,
      })),
      rows: rows.map((row) => columns.map(({ key }) => row.get(key) ?? "")),
    },
  ]);
}

/**
 * The template with people in it; its sheets, columns and their order stay as they are.
 *
 * @throws Problem `template_unreadable` when the file does not read back as it should
 */
export async function filledTemplate(
  template: Template,
  rows: readonly ImportRow[],
  entity: string,
): Promise<Uint8Array> {
  try {
    const part = sheetParts(template.archive).get(template.sheet) ?? "";
    const filled = fillRows(
      readText(template.archive, part) ?? "",
      template.firstRow,
      rows.map((row) => atPlaces(row, template)),
    );
    if (filled === null) throw new ZipError("One of its sheets is no sheet.");
    const file = packed(withText(template.archive, part, filled));
    await refuseWrongFile(file, template, rows);
    return file;
  } catch (error) {
    // Nothing of another error is passed on: it may quote the sheet, bank details included.
    const why = error instanceof ZipError ? error.message : "It is built in a way that is not understood.";
    throw templateProblem(entity, "template_unreadable", `It can't be filled: ${why}`);
  }
}

function atPlaces(row: ImportRow, { columns }: Template): ReadonlyMap<number, string> {
  return new Map([...columns].map(([key, place]) => [place, row.get(key) ?? ""]));
}

/**
 * Templates come in the handwriting of many programs. What was written is read again by the library,
 * which knows nothing of how it was written.
 */
async function refuseWrongFile(
  file: Uint8Array,
  template: Template,
  rows: readonly ImportRow[],
): Promise<void> {
  const sheets = await readSheets(readZip(file, Number.POSITIVE_INFINITY));
  const cells = sheets.find(({ name }) => name === template.sheet)?.rows ?? [];
  const below = cells.slice(template.firstRow - 1);
  const isRight = Array.from({ length: Math.max(below.length, rows.length) }, (_, index) =>
    [...template.columns].every(
      ([key, place]) => (below[index]?.[place] ?? "") === (rows[index]?.get(key) ?? ""),
    ),
  );
  if (isRight.includes(false)) throw new ZipError("The filled file does not hold what was written.");
}
