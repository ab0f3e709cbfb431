import { readFile } from "node:fs/promises";
import { deflateRawSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import writeWorkbook from "write-excel-file/node";
import { checkTemplate } from "../../../src/spendesk/bulk-import/template.js";
import { readText } from "../../../src/spendesk/bulk-import/zip.js";
import { problemOf } from "./hand-offs.js";
import { excelTemplate, rewritten } from "./templates.js";
import { withLongEnd, zipOf } from "./zip-by-hand.js";

/** A workbook with the password "hunter2", in the container and the encryption that Office has used since 2010. */
const ENCRYPTED = new URL("../../../fixtures/spendesk/encrypted.xlsx", import.meta.url);

function refusal(bytes: Uint8Array) {
  return problemOf(checkTemplate(bytes, "acme-uk", {}));
}

function otherProgramsTemplate(): Promise<Uint8Array> {
  return writeWorkbook([["First name*", "Last name*", "Email Address*"]], { sheet: "Members" }).toBuffer();
}

describe("template file", () => {
  it("is accepted as Excel and as another program writes it", async () => {
    await expect(checkTemplate(excelTemplate(), "acme-uk", {})).resolves.toBeUndefined();
    await expect(checkTemplate(await otherProgramsTemplate(), "acme-uk", {})).resolves.toBeUndefined();
  });

  it.each([
    ["nothing", new Uint8Array()],
    ["text", new TextEncoder().encode("First name,Last name,Email Address\n")],
    ["HTML", new TextEncoder().encode("<html><table></table></html>")],
  ])("is refused when it is %s", async (_, bytes) => {
    const problem = await refusal(bytes);
    expect(problem).toMatchObject({ kind: "configuration", code: "template_not_xlsx" });
    expect(problem.message).toBe("The import template of acme-uk can't be used.");
    expect(problem.why).toBe("It is not an .xlsx file at all.");
  });

  it("is refused when it is another kind of archive", async () => {
    const document = zipOf({ "word/document.xml": "<w/>" });
    const openDocument = zipOf({
      mimetype: "application/vnd.oasis.opendocument.spreadsheet",
      "content.xml": "<office:document-content/>",
    });
    for (const bytes of [document, openDocument]) {
      expect((await refusal(bytes)).why).toBe("It is an archive, but not of an .xlsx file.");
    }
  });

  it("is refused when it is protected by a password", async () => {
    const problem = await refusal(await readFile(ENCRYPTED));
    expect(problem.code).toBe("template_encrypted");
    expect(problem.why).toBe("It is protected by a password.");
    expect(problem.next).toContain("remove the password");
  });

  it("is refused when it is a workbook of before 2007", async () => {
    const problem = await refusal(new Uint8Array([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, 0, 0]));
    expect(problem.code).toBe("template_not_xlsx");
    expect(problem.why).toContain("(.xls)");
  });

  it("is refused when it holds macros", async () => {
    const problem = await refusal(zipOf({ "xl/workbook.xml": "<workbook/>", "xl/vbaProject.bin": "\u0001" }));
    expect(problem.why).toContain("It holds macros");
  });

  it("is refused when it is too large", async () => {
    const problem = await refusal(new Uint8Array(5_000_001));
    expect(problem.code).toBe("template_too_large");
    expect(problem.why).toContain("more than 5 MB are not read");
  });

  it("is refused when it unpacks to far too much", async () => {
    const problem = await refusal(bomb(60_000_000));
    expect(problem.code).toBe("template_unreadable");
    expect(problem.why).toContain("unpacks to too much");
  });

  it("is refused when it unpacks to far more than it says", async () => {
    const template = bomb(10);
    const before = process.memoryUsage().arrayBuffers;
    expect((await refusal(template)).code).toBe("template_unreadable");
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(10_000_000);
  });

  it("is not read with other letters where a part of it is not UTF-8", () => {
    const archive = new Map([["xl/workbook.xml", Buffer.from("<sheets>caf\u00e9", "latin1")]]);
    expect(() => readText(archive, "xl/workbook.xml")).toThrow(
      /^Its part xl\/workbook\.xml is not UTF-8 from byte 12 /,
    );
  });

  it("is accepted with the longer end that some programs write", async () => {
    await expect(checkTemplate(withLongEnd(excelTemplate()), "acme-uk", {})).resolves.toBeUndefined();
  });

  it("is refused when a part is not what was packed, although it can be read", async () => {
    const bytes = Buffer.from(excelTemplate());
    bytes.write("z", bytes.indexOf("Requester</t>"));
    const problem = await refusal(bytes);
    expect(problem.code).toBe("template_unreadable");
    expect(problem.why).toContain("a checksum differs");
  });

  it.each([
    ["a row", '<row r="99999999"><c r="A99999999"><v>1</v></c></row>'],
    ["a column", '<row r="9"><c r="ZZZZZZ9"><v>1</v></c></row>'],
    ["a corner", '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'],
  ])("is refused when %s lies so far out that reading it would fill the memory", async (_, row) => {
    const problem = await refusal(
      rewritten(excelTemplate(), (sheet) => sheet.replace("</sheetData>", `${row}</sheetData>`)),
    );
    expect(problem.code).toBe("template_unreadable");
    expect(problem.why).toContain("larger than a sheet can be");
  });

  it("is refused wherever it is cut off or damaged, never with a crash", async () => {
    const whole = excelTemplate();
    for (let length = 4; length < whole.length; length += 97) {
      expect((await refusal(whole.slice(0, length))).kind).toBe("configuration");
    }
    for (const part of ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"]) {
      const bytes = Buffer.from(whole);
      bytes.fill("<", bytes.indexOf(part) + part.length, bytes.indexOf(part) + part.length + 200);
      expect((await refusal(bytes)).kind).toBe("configuration");
    }
  });
});

/** 60 MB of zeros in few bytes, and a directory that names a size. */
function bomb(says: number): Uint8Array {
  const name = Buffer.from("xl/workbook.xml");
  const packed = deflateRawSync(Buffer.alloc(60_000_000));
  const common = Buffer.alloc(26);
  common.writeUInt16LE(8, 4);
  common.writeUInt32LE(packed.length, 14);
  common.writeUInt32LE(says, 18);
  common.writeUInt16LE(name.length, 22);
  const file = Buffer.concat([Buffer.from("PK\x03\x04"), common, name, packed]);
  const entry = Buffer.concat([Buffer.from("PK\x01\x02\x14\x00"), common, Buffer.alloc(14), name]);
  const end = Buffer.alloc(22);
  end.write("PK\x05\x06", "latin1");
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(entry.length, 12);
  end.writeUInt32LE(file.length, 16);
  return new Uint8Array(Buffer.concat([file, entry, end]));
}
