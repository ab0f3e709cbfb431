import writeWorkbook, { type CellObject, type Feature, type Image } from "write-excel-file/node";
import {
  getCellAddress,
  getOrderOfSiblings,
  getSelfClosingTagMarkup,
  insertElementMarkupAccordingToOrderOfSiblings,
} from "write-excel-file/utility";

export interface Sheet {
  readonly name: string;
  readonly columns: readonly SheetColumn[];
  /** A value for each column. Texts stay texts; whoever calls this knows what may stand in one. */
  readonly rows: readonly (readonly (string | number)[])[];
}

export interface SheetColumn {
  readonly header: string;
  /** In characters. */
  readonly width: number;
  /** Whether its texts are addresses to click on. */
  readonly links?: boolean;
}

/** The format that keeps a text a text when somebody edits it. */
const TEXT = { type: String, format: "@" } as const;
/** How people know links. */
const LINK = { textColor: "#0563C1", textDecoration: { underline: true } } as const;

/** A workbook with these sheets, each below a row of titles that stays in sight. Only the first may have links. */
export function workbook(sheets: readonly Sheet[]): Promise<Uint8Array> {
  const [first] = sheets;
  return writeWorkbook(
    sheets.map(({ name, columns, rows }) => ({
      sheet: name,
      columns: columns.map(({ width }) => ({ width })),
      stickyRowsCount: 1,
      data: [columns.map(({ header }) => cell(header)), ...rows.map(cellsOf(columns))],
    })),
    { features: [clickable(first ? addressesOf(first) : [])] },
  ).toBuffer();
}

function cellsOf(columns: Sheet["columns"]) {
  return (values: Sheet["rows"][number]): CellObject[] =>
    values.map((value, column) => (columns[column]?.links ? { ...cell(value), ...LINK } : cell(value)));
}

function cell(value: string | number): CellObject {
  if (typeof value === "number") return { type: Number, value };
  return value === "" ? TEXT : { ...TEXT, value: workbookText(value) };
}

/** Characters (UTF-16 units) an Excel cell can hold. */
export const CELL_LIMIT = 32_767;
/** What Excel decodes into any character, control characters and `=` included. */
const ENCODED_CHARACTER = /_(?=x[0-9a-f]{4}_)/giu;

/** A cell's text as it stands in a workbook, where `_x003D_` would be read as `=`. */
export function workbookText(text: string): string {
  return shortened(text.replace(ENCODED_CHARACTER, "_x005F_"), CELL_LIMIT);
}

/** At most so many UTF-16 units; never cuts a character of two units in half. */
export function shortened(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const kept = text.slice(0, limit - 1);
  const lastUnit = kept.charCodeAt(kept.length - 1);
  const splits = lastUnit >= 0xd800 && lastUnit <= 0xdbff;
  return `${splits ? kept.slice(0, -1) : kept}…`;
}

interface Address {
  /** Place of the cell, such as `J2`. */
  readonly ref: string;
  readonly target: string;
}

function addressesOf({ columns, rows }: Sheet): readonly Address[] {
  return rows.flatMap((values, row) =>
    values.flatMap((value, column) => {
      const target = String(value);
      return columns[column]?.links && target !== ""
        ? [{ ref: getCellAddress(row + 1, column), target }]
        : [];
    }),
  );
}

const SHEET = "xl/worksheets/sheet{id}.xml";
const OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/** The library writes no links by itself; this is its documented way to add what it does not know. */
function clickable(addresses: readonly Address[]): Feature<Image["content"]> {
  const id = (index: number) => `rId-link-${index + 1}`;
  const links = addresses.map(({ ref }, index) =>
    getSelfClosingTagMarkup("hyperlink", { ref, "r:id": id(index), "xmlns:r": OFFICE }),
  );
  const relations = addresses.map(({ target }, index) =>
    getSelfClosingTagMarkup("Relationship", {
      Id: id(index),
      Type: `${OFFICE}/hyperlink`,
      Target: target,
      TargetMode: "External",
    }),
  );
  return {
    files: {
      transform: {
        [SHEET]: {
          transform: (xml) =>
            links.length === 0
              ? xml
              : insertElementMarkupAccordingToOrderOfSiblings(
                  xml,
                  `<hyperlinks>${links.join("")}</hyperlinks>`,
                  getOrderOfSiblings(SHEET, "worksheet") ?? [],
                  "worksheet",
                ),
        },
        "xl/worksheets/_rels/sheet{id}.xml.rels": { insert: () => relations.join("") },
      },
    },
  };
}
