import { XMLParser } from "fast-xml-parser";
import * as z from "zod";
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
 * Names of the parts that hold the sheets, for example `xl/worksheets/sheet1.xml`, by name of the sheet.
 *
 * @throws ZipError when the workbook is built in a way nobody builds them
 */
export function sheetParts(archive: ZipArchive): ReadonlyMap<string, string> {
  const workbook = workbookSchema.safeParse(parsed(archive, WORKBOOK));
  const relations = relationsSchema.safeParse(parsed(archive, WORKBOOK_RELATIONS));
  if (!workbook.success || !relations.success) throw unknownPlace();
  const targets = new Map(
    relations.data.Relationships.Relationship.map(({ Id, Target }) => [Id, Target] as const),
  );
  return new Map(
    workbook.data.workbook.sheets.sheet.map(({ name, id }) => {
      const target = targets.get(id);
      if (target === undefined) throw unknownPlace();
      return [name, target.startsWith("/") ? target.slice(1) : `xl/${target}`];
    }),
  );
}

function unknownPlace(): ZipError {
  return new ZipError("The workbook does not say where its sheets are.");
}

function parsed(archive: ZipArchive, part: string): unknown {
  return parser.parse(readText(archive, part) ?? "");
}
