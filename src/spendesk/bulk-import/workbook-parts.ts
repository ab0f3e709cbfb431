import { XMLParser } from "fast-xml-parser";
import { z } from "zod";
import { readText, type ZipArchive, ZipError } from "./zip.js";

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
export function sheetPart(archive: ZipArchive, sheet: string): string {
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
