import writeWorkbook, { type CellObject, type Feature } from "write-excel-file/node";
import {
  getCellAddress,
  getOrderOfSiblings,
  getSelfClosingTagMarkup,
  insertElementMarkupAccordingToOrderOfSiblings,
} from "write-excel-file/utility";
import { workbookText } from "./sheet-text.js";

interface TextSheet {
  readonly name: string;
  readonly columns: readonly SheetColumn[];
  /** A text for each column. */
  readonly rows: readonly (readonly string[])[];
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

/** A workbook with one sheet of texts below a row of titles that stays in sight. */
export function textWorkbook({ name, columns, rows }: TextSheet): Promise<Uint8Array> {
  const titles = columns.map(({ header }) => cell(header));
  const data = rows.map((texts) =>
    texts.map((text, column) => (columns[column]?.links ? { ...cell(text), ...LINK } : cell(text))),
  );
  return writeWorkbook(
    [titles, ...data],
    { sheet: name, columns: columns.map(({ width }) => ({ width })), stickyRowsCount: 1 },
    { features: [clickable(addressesOf(columns, rows))] },
  ).toBuffer();
}

function cell(text: string): CellObject {
  return text === "" ? TEXT : { ...TEXT, value: workbookText(text) };
}

interface Address {
  /** Place of the cell, such as `J2`. */
  readonly ref: string;
  readonly target: string;
}

function addressesOf(columns: readonly SheetColumn[], rows: TextSheet["rows"]): readonly Address[] {
  return rows.flatMap((texts, row) =>
    texts.flatMap((target, column) =>
      columns[column]?.links && target !== "" ? [{ ref: getCellAddress(row + 1, column), target }] : [],
    ),
  );
}

const SHEET = "xl/worksheets/sheet{id}.xml";
const OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/** The library writes no links by itself; this is its documented way to add what it does not know. */
function clickable<Content>(addresses: readonly Address[]): Feature<Content> {
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
