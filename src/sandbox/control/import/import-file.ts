import { Problem } from "../../../sync/errors.js";
import type { Entity } from "../../spendesk/entity.js";
import { readCsv } from "./csv-rows.js";
import { type ImportReport, importMembers, importTitles } from "./import-members.js";
import { isWorklist, workThrough } from "./worklist.js";
import { readWorkbook, type TextSheet } from "./xlsx-rows.js";

const ZIP_START = "PK";

/**
 * Plays the person who brings a hand-off into Spendesk: an import file is imported, a worklist carried
 * out.
 * @throws Problem of kind `usage` for any other file
 */
export function importFile(entity: Entity, bytes: Buffer): ImportReport {
  const sheets = sheetsOf(bytes);
  const worklist = sheets.find(isWorklist);
  if (worklist) return workThrough(entity, worklist);
  const people = sheets.find((sheet) => importTitles(sheet) >= 0);
  if (!people)
    throw invalidStructure("It has neither the columns of Spendesk's import nor those of a worklist.");
  return importMembers(
    entity,
    people,
    sheets.filter((sheet) => sheet !== people),
  );
}

function sheetsOf(bytes: Buffer): readonly TextSheet[] {
  if (bytes.toString("latin1", 0, 2) !== ZIP_START) {
    return [{ name: "csv", rows: readCsv(bytes.toString("utf8")) }];
  }
  try {
    return readWorkbook(bytes);
  } catch {
    throw invalidStructure("The workbook is damaged, or built in an unusual way.");
  }
}

function invalidStructure(why: string): Problem {
  return new Problem({
    kind: "usage",
    code: "invalid_file_structure",
    what: "invalid xlsx structure",
    why,
    next: "Send the .xlsx or .csv file of a hand-off as it is, with `curl --data-binary @file`.",
  });
}
