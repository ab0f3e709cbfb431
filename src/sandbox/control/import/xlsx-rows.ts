import { inflateRawSync } from "node:zlib";
import { XMLParser } from "fast-xml-parser";

/** A sheet as texts; empty cells are empty texts. */
export interface TextSheet {
  readonly name: string;
  readonly rows: readonly (readonly string[])[];
}

const LISTS = ["sheet", "Relationship", "row", "c", "si", "r"];

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: "@",
  removeNSPrefix: true,
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: false,
  isArray: (name) => LISTS.includes(name),
});

/**
 * Reads the values of a workbook with nothing of the program under test, as another program would.
 * @throws Error of any kind when it is no workbook
 */
export function readWorkbook(bytes: Buffer): readonly TextSheet[] {
  const files = unzip(bytes);
  const part = (name: string): unknown => parser.parse(files.get(name)?.toString("utf8") ?? "");
  const targets = new Map(
    list(part("xl/_rels/workbook.xml.rels"), "Relationships", "Relationship").map((relation) => [
      text(child(relation, "@Id")),
      text(child(relation, "@Target")),
    ]),
  );
  const shared = list(part("xl/sharedStrings.xml"), "sst", "si").map(richText);
  const sheets = list(part("xl/workbook.xml"), "workbook", "sheets", "sheet").map((sheet) => {
    const target = targets.get(text(child(sheet, "@id"))) ?? "";
    const path = target.startsWith("/") ? target.slice(1) : `xl/${target}`;
    const rows = list(part(path), "worksheet", "sheetData", "row").map((row) => rowTexts(row, shared));
    return { name: text(child(sheet, "@name")), rows };
  });
  if (sheets.length === 0) throw new Error("There is no sheet.");
  return sheets;
}

function rowTexts(row: unknown, shared: readonly string[]): readonly string[] {
  const texts: string[] = [];
  for (const cell of list(row, "c")) {
    const place = text(child(cell, "@r"));
    texts[place === "" ? texts.length : columnOf(place)] = cellText(cell, shared);
  }
  return Array.from(texts, (value) => value ?? "");
}

function cellText(cell: unknown, shared: readonly string[]): string {
  const value = text(child(cell, "v"));
  switch (child(cell, "@t")) {
    case "s":
      return shared[Number(value)] ?? "";
    case "inlineStr":
      return richText(child(cell, "is"));
    default:
      return value;
  }
}

/** A text in one piece, or in runs of different style. */
function richText(node: unknown): string {
  const runs = list(node, "r").map((run) => text(child(run, "t")));
  return text(child(node, "t")) + runs.join("");
}

/** `AB12` is column 27. */
function columnOf(place: string): number {
  const letters = place.replace(/\d+$/u, "");
  return [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;
}

function list(node: unknown, ...names: readonly string[]): readonly unknown[] {
  const found = names.reduce(child, node);
  return Array.isArray(found) ? found : [];
}

function child(node: unknown, name: string): unknown {
  return typeof node === "object" && node !== null && name in node
    ? (node as Record<string, unknown>)[name]
    : undefined;
}

function text(node: unknown): string {
  const value = typeof node === "object" ? child(node, "#text") : node;
  return value === undefined || value === null ? "" : String(value);
}

const END = 0x06054b50;
const END_SIZE = 22;
const ENTRY = 0x02014b50;
const ENTRY_SIZE = 46;
const LOCAL_SIZE = 30;
const STORED = 0;

/**
 * The files of an archive by name.
 * @throws Error of any kind when it is no archive, or a damaged one
 */
function unzip(bytes: Buffer): ReadonlyMap<string, Buffer> {
  let end = bytes.length - END_SIZE;
  while (bytes.readUInt32LE(end) !== END) end -= 1;
  const files = new Map<string, Buffer>();
  let at = bytes.readUInt32LE(end + 16);
  for (let left = bytes.readUInt16LE(end + 10); left > 0; left -= 1) {
    if (bytes.readUInt32LE(at) !== ENTRY) throw new Error("The archive's directory is damaged.");
    const [nameLength = 0, extraLength = 0, commentLength = 0] = [28, 30, 32].map((offset) =>
      bytes.readUInt16LE(at + offset),
    );
    const name = bytes.toString("utf8", at + ENTRY_SIZE, at + ENTRY_SIZE + nameLength);
    const local = bytes.readUInt32LE(at + 42);
    const start = local + LOCAL_SIZE + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
    const packed = bytes.subarray(start, start + bytes.readUInt32LE(at + 20));
    files.set(name, bytes.readUInt16LE(at + 10) === STORED ? packed : inflateRawSync(packed));
    at += ENTRY_SIZE + nameLength + extraLength + commentLength;
  }
  return files;
}
