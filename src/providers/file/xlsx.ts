import { ChoiceNeeded, contentProblem, namesText } from "./problems.js";
import { readHeader, type Table, type TableRow } from "./table.js";
import { zipFault } from "./zip-check.js";

/** 100 000 people in thirty columns are some 150 MiB of XML. */
const MOST_UNPACKED_BYTES = 400 * 1024 ** 2;

type Cell = unknown;

/**
 * The rows of a sheet. Cells with a date format are dates; those with a formula have the result that was
 * saved with it.
 *
 * @param sheet name or number from 1; may be left out where there is only one
 * @throws Problem `file_xlsx`, `file_sheet`, `file_header` or `file_rows`
 */
export function xlsxTable(
  read: () => Promise<Buffer>,
  sheet: string | number | undefined,
  file: string,
): Table {
  return { noun: "row", rows: readRows(read, sheet, file) };
}

async function* readRows(
  read: () => Promise<Buffer>,
  sheet: string | number | undefined,
  file: string,
): AsyncGenerator<TableRow, void, void> {
  const data = await readCells(await read(), sheet, file);
  const [first, ...rows] = data;
  const names = readHeader(first ?? [], file, "row");
  const places = new Map(names.map((name, index) => [name, index]));
  for (const [index, cells] of rows.entries()) {
    const place = index + 2;
    if (cells.every(isEmpty)) continue;
    if (!cells.slice(names.length).every(isEmpty)) {
      throw contentProblem(
        "file_rows",
        file,
        `Row ${place} has cells to the right of the last of the ${names.length} names in the header.`,
        "Give the column a name, or empty it; notes beside the table belong on another sheet.",
      );
    }
    yield {
      place,
      names,
      get(name) {
        const at = places.get(name);
        return at === undefined ? undefined : (cells[at] ?? null);
      },
    };
  }
}

function isEmpty(cell: Cell): boolean {
  return cell === null || cell === undefined || (typeof cell === "string" && cell.trim() === "");
}

async function readCells(
  bytes: Buffer,
  sheet: string | number | undefined,
  file: string,
): Promise<readonly (readonly Cell[])[]> {
  const fault = zipFault(bytes, MOST_UNPACKED_BYTES);
  if (fault) throw notReadable(file, `It ${fault}.`);
  const excel = await import("read-excel-file/node");
  try {
    if (sheet !== undefined) return await excel.readSheet(bytes, sheetOf(sheet));
    const sheets = await excel.default(bytes);
    const [only] = sheets;
    if (only && sheets.length === 1) return only.data;
    throw whichSheet(
      file,
      "It has several sheets, and none is stated.",
      sheets.map(({ sheet: name }) => name),
    );
  } catch (error) {
    if (error instanceof excel.SheetNotFoundError) {
      const names = (await excel.default(bytes)).map(({ sheet: name }) => name);
      throw whichSheet(file, `It has no sheet "${sheet}".`, names);
    }
    if (error instanceof excel.InvalidInputError || error instanceof excel.InvalidSpreadsheetError)
      throw notReadable(file, "It is no XLSX file, or is protected by a password.");
    throw error;
  }
}

/** A flag has a number as text; a sheet whose name is a number is named by its place. */
function sheetOf(sheet: string | number): string | number {
  return typeof sheet === "string" && /^\d{1,3}$/u.test(sheet) ? Number(sheet) : sheet;
}

function notReadable(file: string, why: string) {
  return contentProblem(
    "file_xlsx",
    file,
    why,
    "Export it again as XLSX without a password, and have it moved into place only when it is whole.",
  );
}

function whichSheet(file: string, why: string, names: readonly string[]) {
  return new ChoiceNeeded(
    {
      code: "file_sheet",
      what: `${file} can't be used as it is.`,
      why: `${why} Its sheets: ${namesText(names)}.`,
      next: "Set `source.settings.sheet` to the one with the people.",
    },
    "sheet",
    names,
  );
}
