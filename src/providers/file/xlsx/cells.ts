import { type Archive, ArchiveFault } from "./archive.js";
import { TextTable } from "./text-table.js";
import type { Workbook } from "./workbook.js";
import { type Attributes, readWholeXml, readXml, type XmlReader } from "./xml.js";

export type Cell = string | number | boolean | Date | null;

/** A row of a sheet; empty ones may be left out. */
export interface SheetRow {
  /** Its number, from 1. */
  readonly place: number;
  readonly cells: readonly Cell[];
}

/** A sheet has no more (Excel's specifications and limits). */
const MOST_COLUMNS = 16_384;
const MOST_ROWS = 1_048_576;
const DAY_MS = 86_400_000;
/** Number of 1 January 1970. Excel takes 1900 for a leap year, so that one is right from March 1900 on. */
const EPOCH = { from1900: 25_569, from1904: 24_107 };

/**
 * The rows of a sheet, piece by piece, by the chapters 18.3.1 and 18.4 of ECMA-376 part 1.
 * @throws ArchiveFault
 */
export async function* sheetRows(
  archive: Archive,
  workbook: Workbook,
  part: string,
): AsyncGenerator<SheetRow, void, void> {
  const texts = await sharedTexts(archive, workbook.sharedTexts);
  let met: SheetRow[] = [];
  let row: { place: number; cells: Cell[] } = { place: 0, cells: [] };
  let cell: Attributes = {};
  const inCell = textReader("c", (text) => {
    const column = cell.r === undefined ? row.cells.length : columnOf(cell.r);
    while (row.cells.length < column) row.cells.push(null);
    row.cells[column] = cellOf(cell, text, texts, workbook);
  });
  const pieces = readXml(archive.chunks(part), {
    open(element, attributes) {
      if (element === "row") row = { place: placeOf(attributes.r, row.place + 1), cells: [] };
      if (element === "c") cell = attributes;
      inCell.open(element);
    },
    text: inCell.text,
    close(element) {
      inCell.close(element);
      if (element === "row") met.push(row);
    },
  });
  for await (const _ of pieces) {
    yield* met;
    met = [];
  }
}

async function sharedTexts(archive: Archive, part: string | null): Promise<TextTable> {
  const texts = new TextTable();
  if (part === null) return texts;
  await readWholeXml(
    archive.chunks(part),
    textReader("si", (text) => texts.add(text ?? "")),
  );
  return texts;
}

/** Tells the text of each such element. How a word is pronounced stands between `rPh`. */
function textReader(container: string, done: (text: string | null) => void) {
  let text: string | null = null;
  let isWanted = false;
  let isPronunciation = false;
  return {
    open(element: string) {
      if (element === container) text = null;
      if (element === "rPh") isPronunciation = true;
      if ((element === "t" || element === "v") && !isPronunciation) isWanted = true;
    },
    text(piece: string) {
      if (isWanted) text = (text ?? "") + piece;
    },
    close(element: string) {
      if (element === "t" || element === "v") isWanted = false;
      if (element === "rPh") isPronunciation = false;
      if (element === container) done(text);
    },
  } satisfies XmlReader;
}

function cellOf(
  { t: type = "n", s: style = "0" }: Attributes,
  text: string | null,
  texts: TextTable,
  { isDate, is1904 }: Workbook,
): Cell {
  if (text === null || text === "") return null;
  switch (type) {
    case "s":
      return unescaped(texts.get(Number(text)) ?? damaged());
    case "b":
      return text === "1";
    case "d":
      return new Date(text);
    case "n": {
      const number = Number(text);
      if (Number.isNaN(number)) return damaged();
      if (!isDate(Number(style))) return number;
      return new Date(Math.round((number - (is1904 ? EPOCH.from1904 : EPOCH.from1900)) * DAY_MS));
    }
    default:
      return unescaped(text);
  }
}

/** Signs that XML can't hold stand as `_x000D_`. */
function unescaped(text: string): string {
  if (!text.includes("_x")) return text;
  return text.replace(/_x([\dA-Fa-f]{4})_/gu, (_, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  );
}

/** Index of the column of `AB12`. */
function columnOf(reference: string): number {
  let column = 0;
  for (const letter of /^[A-Z]{1,3}/u.exec(reference)?.[0] ?? "")
    column = column * 26 + letter.charCodeAt(0) - 64;
  return column >= 1 && column <= MOST_COLUMNS ? column - 1 : damaged();
}

function placeOf(written: string | undefined, next: number): number {
  const place = written === undefined ? next : Number(written);
  return Number.isInteger(place) && place >= next && place <= MOST_ROWS ? place : damaged();
}

function damaged(): never {
  throw new ArchiveFault("is damaged");
}
