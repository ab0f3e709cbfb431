import { ChoiceNeeded, contentProblem, namesText } from "../problems.js";
import { readHeader, type Table, type TableRow } from "../table.js";
import { ArchiveFault, openArchive } from "./archive.js";
import { type Cell, type SheetRow, sheetRows } from "./cells.js";
import { readWorkbook, type Workbook } from "./workbook.js";

/** 100 000 people in thirty columns are some 150 MiB of XML. */
const MOST_UNPACKED_BYTES = 400 * 1024 ** 2;

/**
 * The rows of a sheet, one after the other. Cells with a date format are dates; those with a formula have
 * the result that was saved with it.
 *
 * @param sheet name or number from 1; may be left out where there is only one
 * @throws Problem `file_xlsx`, `file_sheet`, `file_header` or `file_rows`
 */
export function xlsxTable(
  read: () => Promise<Buffer>,
  sheet: string | number | undefined,
  file: string,
): Table {
  let header: readonly string[] = [];
  const rows = readRows(read, sheet, file, (names) => {
    header = names;
  });
  return { noun: "row", header: () => header, rows };
}

async function* readRows(
  read: () => Promise<Buffer>,
  sheet: string | number | undefined,
  file: string,
  tellHeader: (names: readonly string[]) => void,
): AsyncGenerator<TableRow, void, void> {
  try {
    const archive = await openArchive(await read(), MOST_UNPACKED_BYTES);
    const workbook = await readWorkbook(archive);
    yield* tableRows(sheetRows(archive, workbook, partOf(workbook, sheet, file)), file, tellHeader);
  } catch (error) {
    if (error instanceof ArchiveFault) throw notReadable(file, `It ${error.message}.`);
    throw error;
  }
}

async function* tableRows(
  rows: AsyncIterable<SheetRow>,
  file: string,
  tellHeader: (names: readonly string[]) => void,
): AsyncGenerator<TableRow, void, void> {
  let names: readonly string[] | null = null;
  let places = new Map<string, number>();
  for await (const { place, cells } of rows) {
    if (names === null) {
      names = readHeader(place === 1 ? cells : [], file, "row");
      tellHeader(names);
      places = new Map(names.map((name, index) => [name, index]));
      continue;
    }
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
      ...{ place, names },
      get(name) {
        const at = places.get(name);
        return at === undefined ? undefined : (cells[at] ?? null);
      },
    };
  }
  if (names === null) readHeader([], file, "row");
}

function isEmpty(cell: Cell): boolean {
  return cell === null || (typeof cell === "string" && cell.trim() === "");
}

/** The part with the sheet that is meant. */
function partOf({ sheets }: Workbook, wanted: string | number | undefined, file: string): string {
  const [only] = sheets;
  if (wanted === undefined && only && sheets.length === 1) return only.part;
  const names = sheets.map(({ name }) => name);
  if (wanted === undefined) throw whichSheet(file, "It has several sheets, and none is stated.", names);
  // A flag has a number as text; a sheet whose name is a number is named by its place.
  const isPlace = /^\d{1,3}$/u.test(String(wanted));
  const sheet = isPlace ? sheets[Number(wanted) - 1] : sheets.find(({ name }) => name === wanted);
  if (!sheet) throw whichSheet(file, `It has no sheet "${wanted}".`, names);
  return sheet.part;
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
