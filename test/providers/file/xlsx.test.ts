import { strToU8, zipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { openArchive } from "../../../src/providers/file/xlsx/archive.js";
import { xlsxTable } from "../../../src/providers/file/xlsx/index.js";
import { isProblem } from "../../../src/shared/errors.js";

const OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

const relations = (...all: readonly (readonly [id: string, kind: string, target: string])[]) =>
  `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${all
    .map(([id, kind, target]) => `<Relationship Id="${id}" Type="${OFFICE}/${kind}" Target="${target}"/>`)
    .join("")}</Relationships>`;

/** The parts of a workbook with one sheet; others than these come from the test. */
function partsWith(parts: Readonly<Record<string, string>>): Record<string, string> {
  return {
    "_rels/.rels": relations(["r1", "officeDocument", "xl/workbook.xml"]),
    "xl/_rels/workbook.xml.rels": relations(
      ["r1", "worksheet", "worksheets/sheet1.xml"],
      ["r2", "sharedStrings", "/xl/sharedStrings.xml"],
      ["r3", "styles", "styles.xml"],
    ),
    "xl/workbook.xml": `<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets><sheet name="People" sheetId="1" r:id="r1"/></sheets></workbook>`,
    "xl/sharedStrings.xml": `<sst xmlns="${MAIN}"><si><t>Id</t></si><si><r><t>Lo</t></r><r><t>ve</t></r><rPh sb="0" eb="2"><t>ラブ</t></rPh></si><si><t>Line_x000D_two</t></si></sst>`,
    "xl/styles.xml": `<styleSheet xmlns="${MAIN}"><numFmts><numFmt numFmtId="165" formatCode="[$-407]d. mmmm yyyy"/><numFmt numFmtId="166" formatCode="0 &quot;days&quot;"/></numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="165"/><xf numFmtId="166"/></cellXfs></styleSheet>`,
    "xl/worksheets/sheet1.xml": sheet(`<row r="1"><c r="A1" t="s"><v>0</v></c></row>`),
    ...parts,
  };
}

const sheet = (rows: string) => `<worksheet xmlns="${MAIN}"><sheetData>${rows}</sheetData></worksheet>`;

function archive(parts: Readonly<Record<string, string>>): Buffer {
  return Buffer.from(
    zipSync(Object.fromEntries(Object.entries(parts).map(([name, text]) => [name, strToU8(text)]))),
  );
}

async function rowsOf(bytes: Buffer) {
  const rows: unknown[][] = [];
  for await (const row of xlsxTable(async () => bytes, undefined, "people.xlsx").rows)
    rows.push([row.place, ...row.names.map((name) => row.get(name))]);
  return rows;
}

async function whyOf(bytes: Buffer): Promise<string> {
  const problem = await rowsOf(bytes).then(
    () => new Error("it was read"),
    (error: unknown) => error,
  );
  if (!isProblem(problem)) throw problem;
  expect(problem.code).toBe("file_xlsx");
  return problem.why;
}

describe("the cells of a workbook", () => {
  it("have shared, rich, inline and calculated texts, without how they are pronounced", async () => {
    const rows = `<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="inlineStr"><is><t>In</t></is></c><c r="C1" t="str"><f>A1&amp;"x"</f><v>Out</v></c></row>
      <row r="2"><c r="A2" t="s"><v>1</v></c><c r="B2" t="inlineStr"><is><r><t xml:space="preserve">R&amp;D </t></r><r><t><![CDATA[<1>]]></t></r></is></c><c r="C2" t="s"><v>2</v></c></row>`;
    expect(await rowsOf(archive(partsWith({ "xl/worksheets/sheet1.xml": sheet(rows) })))).toEqual([
      [2, "Love", "R&D <1>", "Line\rtwo"],
    ]);
  });

  it("are days by built-in and own formats, also of the count from 1904 on", async () => {
    const rows = (day: string, half: string) =>
      `<row r="1"><c t="s"><v>0</v></c><c t="str"><v>A</v></c><c t="str"><v>B</v></c><c t="str"><v>C</v></c></row>
       <row r="5"><c r="A5" s="3"><v>7</v></c><c r="B5" s="1"><v>${day}</v></c><c r="C5" s="2"><v>${half}</v></c><c r="D5" t="d"><v>2020-02-01T00:00:00Z</v></c></row>`;
    const days = [
      7,
      new Date("2020-02-01T00:00:00Z"),
      new Date("2020-02-01T12:00:00Z"),
      new Date("2020-02-01T00:00:00Z"),
    ];
    const parts = partsWith({ "xl/worksheets/sheet1.xml": sheet(rows("43862", "43862.5")) });
    expect(await rowsOf(archive(parts))).toEqual([[5, ...days]]);
    const old = {
      ...partsWith({ "xl/worksheets/sheet1.xml": sheet(rows("42400", "42400.5")) }),
      "xl/workbook.xml": `${parts["xl/workbook.xml"]}`.replace(
        "<sheets>",
        '<workbookPr date1904="1"/><sheets>',
      ),
    };
    expect(await rowsOf(archive(old))).toEqual([[5, ...days]]);
  });

  it("may lack their places, be empty, yes or no, or an error that the sheet shows", async () => {
    const rows = `<row><c t="s"><v>0</v></c><c t="str"><v>A</v></c><c t="str"><v>B</v></c></row>
      <row><c t="b"><v>1</v></c><c/><c t="e"><v>#N/A</v></c></row><row/>`;
    expect(await rowsOf(archive(partsWith({ "xl/worksheets/sheet1.xml": sheet(rows) })))).toEqual([
      [2, true, null, "#N/A"],
    ]);
  });

  it("are found whatever prefix the elements have", async () => {
    const rows = `<x:worksheet xmlns:x="${MAIN}"><x:sheetData><x:row r="1"><x:c r="A1" t="s"><x:v>0</x:v></x:c></x:row><x:row r="2"><x:c r="A2"><x:v>7</x:v></x:c></x:row></x:sheetData></x:worksheet>`;
    expect(await rowsOf(archive(partsWith({ "xl/worksheets/sheet1.xml": rows })))).toEqual([[2, 7]]);
  });
});

describe("a workbook is refused", () => {
  it.each([
    ["with a document type", `<!DOCTYPE a [<!ENTITY b "${"c".repeat(99)}">]>${sheet("")}`],
    ["that is not well-formed", "<worksheet><sheetData></worksheet>"],
    ["that ends in the middle", "<worksheet><sheetData><row>"],
    ["with a text that is not there", sheet(`<row r="1"><c r="A1" t="s"><v>9</v></c></row>`)],
    ["with a cell beyond the last column", sheet(`<row r="1"><c r="ZZZ1" t="s"><v>0</v></c></row>`)],
    ["with rows out of order", sheet(`<row r="2"></row><row r="1"></row>`)],
    ["with a number that is none", sheet(`<row r="1"><c r="A1"><v>seven</v></c></row>`)],
  ])("with a sheet %s", async (_what, content) => {
    expect(await whyOf(archive(partsWith({ "xl/worksheets/sheet1.xml": content })))).toBe("It is damaged.");
  });

  it.each(["xl/styles.xml", "xl/sharedStrings.xml", "xl/worksheets/sheet1.xml"])(
    "without %s",
    async (name) => {
      const { [name]: _, ...others } = partsWith({});
      expect(await whyOf(archive(others))).toBe("It is damaged.");
    },
  );

  it("when it is another kind of document", async () => {
    expect(await whyOf(archive({ ...partsWith({}), "_rels/.rels": relations() }))).toBe(
      "It is no XLSX file.",
    );
  });

  it("when a checksum is another one", async () => {
    const bytes = archive(partsWith({}));
    const entry = bytes.lastIndexOf("xl/worksheets/sheet1.xml") - 46;
    bytes.writeUInt32LE(1, entry + 16);
    expect(await whyOf(bytes)).toBe("It is damaged.");
  });

  it("when it unpacks to more than it may", async () => {
    const bytes = archive({ "a.xml": " ".repeat(2 * 1024 ** 2), "b.xml": " ".repeat(1024 ** 2) });
    const opened = await openArchive(bytes, 3 * 1024 ** 2 - 1);
    const read = async (name: string) => {
      let length = 0;
      for await (const chunk of opened.chunks(name)) length += chunk.length;
      return length;
    };
    expect(await read("a.xml")).toBe(2 * 1024 ** 2);
    await expect(read("b.xml")).rejects.toThrow("unpacks to more than 3 MiB");
  });
});
