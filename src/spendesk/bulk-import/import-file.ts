import { XMLParser } from "fast-xml-parser";
import { readXlsx, writeXlsx } from "hucre/xlsx";
import { z } from "zod";
import { COLUMNS, type ColumnTitles, titleOf } from "./columns.js";
import type { ImportRow } from "./import-rows.js";
import { fillRows, workbookText } from "./sheet-text.js";
import type { Template } from "./template.js";
import { templateProblem } from "./template-problems.js";
import { readText, withText, type ZipArchive, ZipError } from "./zip.js";

/**
 * The mandatory columns and those that somebody fills, all cells texts: a company has no others than its
 * features need, and one too many makes Spendesk refuse the file. The name of the sheet is assumed.
 */
export function documentedFile(rows: readonly ImportRow[], titles: ColumnTitles): Promise<Uint8Array> {
  const columns = COLUMNS.filter(({ key, mandatory }) => mandatory || rows.some((row) => row.has(key)));
  return writeXlsx({
    sheets: [
      {
        name: "Members",
        columns: columns.map(({ key, mandatory }) => ({
          key,
          header: `${titleOf(key, titles)}${mandatory ? "*" : ""}`,
          width: 24,
          numFmt: "@",
        })),
        data: rows.map((row) =>
          Object.fromEntries(columns.map(({ key }) => [key, workbookText(row.get(key) ?? "") || null])),
        ),
        freezePane: { rows: 1 },
      },
    ],
  });
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
    const part = sheetPart(template.archive, template.sheet);
    const filled = fillRows(
      readText(template.archive, part) ?? "",
      template.firstRow,
      rows.map((row) => atPlaces(row, template)),
    );
    if (filled === null) throw new ZipError("One of its sheets is no sheet.");
    const file = withText(template.archive, part, filled);
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
  const { sheets } = await readXlsx(file);
  const cells = sheets.find(({ name }) => name === template.sheet)?.rows ?? [];
  const below = cells.slice(template.firstRow - 1);
  const isRight = Array.from({ length: Math.max(below.length, rows.length) }, (_, index) =>
    [...template.columns].every(
      ([key, place]) => (below[index]?.[place] ?? "") === (rows[index]?.get(key) ?? ""),
    ),
  );
  if (isRight.includes(false)) throw new ZipError("The filled file does not hold what was written.");
}

const WORKBOOK = "xl/workbook.xml";
const WORKBOOK_RELATIONS = "xl/_rels/workbook.xml.rels";

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: "",
  removeNSPrefix: true,
  parseTagValue: false,
  parseAttributeValue: false,
  isArray: (name) => name === "sheet" || name === "Relationship",
});

// With the prefix removed, `r:id` is `id`.
const workbookSchema = z.object({
  workbook: z.object({
    sheets: z.object({ sheet: z.array(z.object({ name: z.string(), id: z.string() })) }),
  }),
});
const relationsSchema = z.object({
  Relationships: z.object({ Relationship: z.array(z.object({ Id: z.string(), Target: z.string() })) }),
});

/**
 * Name of the part that holds a sheet, for example `xl/worksheets/sheet1.xml`.
 *
 * @throws ZipError when the workbook has no such sheet, or is built in a way nobody builds them
 */
function sheetPart(archive: ZipArchive, sheet: string): string {
  const workbook = workbookSchema.safeParse(parsed(archive, WORKBOOK));
  const relations = relationsSchema.safeParse(parsed(archive, WORKBOOK_RELATIONS));
  const id = workbook.data?.workbook.sheets.sheet.find(({ name }) => name === sheet)?.id;
  const target = relations.data?.Relationships.Relationship.find(({ Id }) => Id === id)?.Target;
  if (target === undefined) throw new ZipError("The workbook does not say where its sheets are.");
  return target.startsWith("/") ? target.slice(1) : `xl/${target}`;
}

function parsed(archive: ZipArchive, part: string): unknown {
  return parser.parse(readText(archive, part) ?? "");
}
