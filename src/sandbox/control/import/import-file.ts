import { Problem } from "../../../sync/model/index.js";
import type { Entity } from "../../spendesk/members.js";
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

/** The rows of a CSV file with commas (RFC 4180), with or without a byte order mark. */
export function readCsv(text: string): readonly (readonly string[])[] {
  const rows: string[][] = [];
  let row: string[] = [];
  for (const [, quoted, plain = "", end] of text.replace(/^\uFEFF/u, "").matchAll(CELL)) {
    row.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    if (end === ",") continue;
    rows.push(row);
    row = [];
  }
  return rows.filter((cells) => cells.some((cell) => cell !== ""));
}

const CELL = /(?:"((?:[^"]|"")*)"|([^,\r\n]*))(,|\r?\n|$)/gu;
