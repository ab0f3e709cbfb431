import iconv from "iconv-lite";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import writeWorkbook from "write-excel-file/node";
import { SEPARATORS } from "../../../src/providers/file/keys.js";
import { ADA, type Folder, HEADER, makeFolder, problemOf, readAll } from "./support.js";

let folder: Folder;

beforeEach(async () => {
  folder = await makeFolder();
});
afterEach(() => folder.remove());

async function readCsv(text: string | Uint8Array, settings: Readonly<Record<string, unknown>> = {}) {
  const path = await folder.write("people.csv", text);
  return readAll({ path, ...settings });
}

describe("a CSV", () => {
  it("is everybody in it, and whole at its end", async () => {
    const { employees, outcome } = await readCsv(`${HEADER}\n${ADA}\n`);
    expect(outcome).toEqual({ complete: true, total: 1 });
    expect(employees[0]).toMatchObject({
      id: "1001",
      firstName: "Ada",
      lastName: "Lovelace",
      workEmail: "ada@acme.test",
      status: "unknown",
      statusDetail: "Active",
      startDate: "2020-02-01",
      terminationDate: null,
      custom: {},
    });
    expect(employees[0]).not.toHaveProperty("department");
  });

  it.each([
    ["semicolon", ";"],
    ["tab", "\t"],
    ["pipe", "|"],
  ])("may be separated by the %s, once that is stated", async (word, sign) => {
    const text = `${HEADER}\n${ADA}\n`.replaceAll(",", sign);
    expect((await readCsv(text, { separator: word })).employees).toHaveLength(1);
    expect((await readCsv(text, { separator: sign })).employees).toHaveLength(1);
    expect(await problemOf(readCsv(text))).toMatchObject({
      code: "file_separator",
      why: expect.stringContaining(word),
      next: `Set \`source.settings.separator\` to ${word}.`,
    });
  });

  it("has separators, line ends and doubled quotes inside of quotes", async () => {
    const { employees } = await readCsv(
      `${HEADER}\r\n1001,"Ada ""the first""","Love, lace","ada@acme.test",Active,,\r\n`,
    );
    expect(employees[0]).toMatchObject({ firstName: 'Ada "the first"', lastName: "Love, lace" });
  });

  it("keeps the text of cells that were written for spreadsheets", async () => {
    const { employees } = await readCsv(`${HEADER}\n"=""00123""",'=Ada,Lovelace,ada@acme.test,Active,,\n`);
    expect(employees[0]).toMatchObject({ id: "00123", firstName: "=Ada" });
  });

  it.each([
    ["between separators", `${HEADER}\n="00123",Ada,="Lovelace",ada@acme.test,Active,="2020-02-01",=""\n`],
    ["with windows line ends", `${HEADER}\r\n="00123",Ada,Lovelace,ada@acme.test,Active,2020-02-01,=""\r\n`],
    ["at the end of the file", `${HEADER}\n="00123",Ada,Lovelace,ada@acme.test,Active,="2020-02-01",=""`],
    [
      "in the header as well",
      `="Id"${HEADER.slice(2)}\n="00123",Ada,Lovelace,a@acme.test,Active,2020-02-01,\n`,
    ],
  ])('reads ="00123" as 00123 as exports write it, %s', async (_where, text) => {
    for (const word of ["comma", "semicolon", "tab", "pipe"] as const) {
      const { employees } = await readCsv(text.replaceAll(",", SEPARATORS[word]), { separator: word });
      expect(employees).toHaveLength(1);
      expect(employees[0]).toMatchObject({
        ...{ id: "00123", lastName: "Lovelace", startDate: "2020-02-01", terminationDate: null },
      });
    }
  });

  it("takes it for no such cell inside of quotes", async () => {
    const { employees } = await readCsv(`${HEADER}\n1001,"A,="""",b","\n=""x"",",ada@acme.test,Active,,\n`);
    expect(employees[0]).toMatchObject({ firstName: 'A,="",b', lastName: '="x",' });
  });

  it("may have empty lines, and separators behind the last name", async () => {
    const { outcome } = await readCsv(`\n${HEADER},,\n\n${ADA},,\n,,,,,,,,\n`);
    expect(outcome).toEqual({ complete: true, total: 1 });
  });

  it("is refused with the numbers of lines that have too many or too few cells, without what is in them", async () => {
    const problem = await problemOf(readCsv(`${HEADER}\n${ADA}\n1002,Bea\n${ADA},secret\n`));
    expect(problem).toMatchObject({ code: "file_rows", why: expect.stringContaining("lines 3 and 4") });
    expect(`${problem.message}${problem.why}${problem.next}`).not.toMatch(/Bea|secret/u);
  });

  it.each([
    ["that is never closed", `${HEADER}\n1001,"Ada,Lovelace\n`, "A quote is never closed"],
    ["where none can be", `${HEADER}\n1001,"Ada"x,Lovelace\n`, "A quote stands where none can be"],
    ["in a cell without quotes", `${HEADER}\n1001,Ada "A",Lovelace\n`, "A quote stands where none can be"],
    ["in a formula", `${HEADER}\n1001,="Ada"&"B",Lovelace\n`, "A quote stands where none can be"],
    [
      "around a separator in a formula",
      `${HEADER}\n="1001,Ada",Lovelace\n`,
      "A quote stands where none can be",
    ],
    ["before such a cell", `${HEADER}\n1001,"Ada,="x",Lovelace\n`, "A quote stands where none can be"],
  ])("is refused for a quote %s", async (_where, text, why) => {
    expect(await problemOf(readCsv(text))).toMatchObject({
      code: "file_quotes",
      why: expect.stringContaining(why),
    });
  });

  it.each([
    ["is empty", "\n\n", "It is empty."],
    ["is missing", `${ADA}\n`, "holds data where the names of the columns belong"],
    ["has an empty name", "Id,,E-mail\n", "no name for column 2"],
    ["has a name twice", "Id,Name,name,E-mail\n", '"name" more than once'],
  ])("is refused when its header %s", async (_what, text, why) => {
    expect(await problemOf(readCsv(text))).toMatchObject({
      code: "file_header",
      why: expect.stringContaining(why),
    });
  });

  it("is refused when a column is not there, with the nearest and all of them", async () => {
    const problem = await problemOf(readCsv(`${HEADER.replace("E-mail", "E-mails")}\n${ADA}\n`));
    expect(problem).toMatchObject({
      code: "file_column_missing",
      why: expect.stringContaining('no column "E-mail", which `columns.workEmail` names. Its columns: "Id"'),
      next: expect.stringContaining('Did you mean "E-mails"?'),
    });
  });

  it.each([
    ["another table", "totally,other,columns\n"],
    ["a web page", "<!doctype html><html><title>Log in</title></html>"],
    ["an archive", "PK\u0003\u0004garbage"],
  ])("is refused when its only line is that of %s", async (_what, text) => {
    expect((await problemOf(readCsv(text))).code).toBe("file_column_missing");
  });

  it("may hold nobody under the right header", async () => {
    expect(await readCsv(HEADER)).toEqual({ employees: [], outcome: { complete: true, total: 0 } });
  });

  it("finds columns whatever their case", async () => {
    expect((await readCsv(`${HEADER.toUpperCase()}\n${ADA}\n`)).employees).toHaveLength(1);
  });

  it("is refused when an id comes twice, with both lines", async () => {
    expect(await problemOf(readCsv(`${HEADER}\n${ADA}\n\n${ADA}\n`))).toMatchObject({
      code: "file_duplicate_ids",
      why: expect.stringContaining("lines 2 and 4"),
    });
  });

  it("is refused when somebody has no id", async () => {
    expect(await problemOf(readCsv(`${HEADER}\n${ADA}\n,Sum,,,,,\n`))).toMatchObject({
      code: "file_ids",
      why: expect.stringContaining('line 3: "Id" is empty'),
    });
  });

  it("is refused when a day is written in another form than is stated", async () => {
    const text = `${HEADER}\n${ADA}\n1002,Bea,B,b@acme.test,Active,31/01/2020,\n`;
    const problem = await problemOf(readCsv(text));
    expect(problem).toMatchObject({
      code: "file_dates",
      why: '"Start" holds something else than a day of the form YYYY-MM-DD (ISO), since no other form is stated in line 3.',
    });
    expect((await readCsv(text, { dates: { startDate: "DD/MM/YYYY" } })).employees[1]).toMatchObject({
      startDate: "2020-01-31",
    });
  });
});

describe("the encoding", () => {
  const line = "1001,Zoë,Müller-Łoś,zoe@acme.test,Active,,";
  const western = "1001,Zoë,Müller,zoe@acme.test,Actif €,,";

  it.each([
    ["UTF-8", Buffer.from(`${HEADER}\n${line}\n`)],
    ["UTF-8 with its mark", Buffer.from(`\ufeff${HEADER}\n${line}\n`)],
    ["UTF-16 with its mark", Buffer.from(`\ufeff${HEADER}\n${line}\n`, "utf16le")],
    ["UTF-16 (big endian) with its mark", Buffer.from(`\ufeff${HEADER}\n${line}\n`, "utf16le").swap16()],
  ])("needs no statement for %s", async (_name, bytes) => {
    expect((await readCsv(bytes)).employees[0]).toMatchObject({ firstName: "Zoë", lastName: "Müller-Łoś" });
  });

  it.each(["windows-1252", "iso-8859-15"])(
    "%s is read when it is stated, and else asked for",
    async (encoding) => {
      const bytes = iconv.encode(`${HEADER}\n${western}\n`, encoding);
      expect((await readCsv(bytes, { encoding })).employees[0]).toMatchObject({
        firstName: "Zoë",
        statusDetail: "Actif €",
      });
      expect(await problemOf(readCsv(bytes))).toMatchObject({
        code: "file_encoding",
        why: "Line 2 holds bytes that are not UTF-8, and no encoding is stated.",
        next: expect.stringContaining("`source.settings.encoding`"),
      });
    },
  );

  it.each(["utf-16le", "utf-16be"])("%s without a mark is read when it is stated", async (encoding) => {
    const bytes = iconv.encode(`${HEADER}\n${line}\n`, encoding);
    expect((await readCsv(bytes, { encoding })).employees[0]).toMatchObject({ firstName: "Zoë" });
    expect((await problemOf(readCsv(bytes))).code).toBe("file_encoding");
  });

  it("is refused when it is mixed, with the line", async () => {
    const mixed = Buffer.concat([
      Buffer.from(`${HEADER}\n${line}\n`),
      iconv.encode(`${western}\n`, "windows-1252"),
    ]);
    expect((await problemOf(readCsv(mixed, { encoding: "utf-8" }))).why).toContain(
      "Line 3 holds bytes that are not utf-8: the file has another encoding, or several.",
    );
    const windows = iconv.encode(`${HEADER}\n${western}\n`, "windows-1252");
    expect((await problemOf(readCsv(windows, { encoding: "iso-8859-15" }))).code).toBe("file_encoding");
  });

  it("is refused when mark and statement contradict each other", async () => {
    const bytes = Buffer.from(`\ufeff${HEADER}\n${line}\n`, "utf16le");
    expect(await problemOf(readCsv(bytes, { encoding: "windows-1252" }))).toMatchObject({
      why: "It begins with the mark of utf-16le, and `encoding` says windows-1252.",
    });
  });

  it("may cut a character or a mark between two pieces", async () => {
    const bytes = Buffer.from(`\ufeff${HEADER}\n${line}\n`);
    const pieces = Array.from(bytes, (_byte, index) => bytes.subarray(index, index + 1));
    const { Readable } = await import("node:stream");
    const stdin = Readable.from(pieces, { objectMode: true });
    const { employees } = await readAll({ place: "stdin", format: "csv" }, { machine: { stdin } });
    expect(employees[0]).toMatchObject({ lastName: "Müller-Łoś" });
  });
});

describe("an XLSX", () => {
  const rows = [
    HEADER.split(","),
    [1001, "Ada", "Lovelace", "ada@acme.test", "Active", new Date(Date.UTC(2020, 1, 1)), null],
  ];

  type Cell = string | number | Date | null;

  /** Cells by sheet. Days need a format to be days. */
  function workbook(...sheets: { readonly name: string; readonly rows: readonly (readonly Cell[])[] }[]) {
    const cellOf = (value: Cell) =>
      value instanceof Date ? { value, type: Date, format: "dd.mm.yyyy" } : value === null ? null : { value };
    return writeWorkbook(
      sheets.map(({ name, rows }) => ({ sheet: name, data: rows.map((row) => row.map(cellOf)) })),
    ).toBuffer();
  }

  async function readXlsx(bytes: Uint8Array, settings: Readonly<Record<string, unknown>> = {}) {
    const path = await folder.write("people.xlsx", bytes);
    return readAll({ path, ...settings });
  }

  it("has numbers as ids and dates as days", async () => {
    const { employees } = await readXlsx(await workbook({ name: "People", rows }));
    expect(employees).toHaveLength(1);
    expect(employees[0]).toMatchObject({ id: "1001", startDate: "2020-02-01", terminationDate: null });
  });

  it("is refused when a column is not there, also without rows", async () => {
    const only = (header: string) => workbook({ name: "People", rows: [header.split(",")] });
    expect((await problemOf(readXlsx(await only("Some,other,columns")))).code).toBe("file_column_missing");
    expect((await readXlsx(await only(HEADER))).outcome).toEqual({ complete: true, total: 0 });
  });

  it("needs a sheet where there are several, by name or number", async () => {
    const bytes = await workbook({ name: "Notes", rows: [["Hello"]] }, { name: "People", rows });
    expect(await problemOf(readXlsx(bytes))).toMatchObject({
      code: "file_sheet",
      why: 'It has several sheets, and none is stated. Its sheets: "Notes", "People".',
    });
    for (const sheet of ["People", "2", 2])
      expect((await readXlsx(bytes, { sheet })).employees).toHaveLength(1);
    expect((await problemOf(readXlsx(bytes, { sheet: "Staff" }))).why).toContain('no sheet "Staff"');
  });

  it("is refused with cells beside the table", async () => {
    const bytes = await workbook({
      name: "People",
      rows: [...rows, [1002, "B", "B", "b@acme.test", "Active", null, null, "note"]],
    });
    expect(await problemOf(readXlsx(bytes))).toMatchObject({
      code: "file_rows",
      why: expect.stringContaining("Row 3 has cells to the right"),
    });
  });

  it("is refused when it ends in the middle, is damaged or is no XLSX", async () => {
    const bytes = Buffer.from(await workbook({ name: "People", rows }));
    const cut = bytes.subarray(0, bytes.length / 2);
    expect(await problemOf(readXlsx(cut))).toMatchObject({
      code: "file_xlsx",
      why: "It ends in the middle, is protected by a password, or is no XLSX file.",
    });
    const damaged = Buffer.from(bytes);
    const sheet = damaged.indexOf("sheet1.xml");
    damaged.fill(0x55, sheet + 20, sheet + 80);
    expect((await problemOf(readXlsx(damaged))).why).toBe("It is damaged.");
    expect((await problemOf(readXlsx(Buffer.from("Id;Name\n1;Ada\n")))).code).toBe("file_xlsx");
  });
});

describe("JSON", () => {
  const ada = { id: 1001, name: { first: "Ada", last: "Lovelace" }, mail: "ada@acme.test", active: true };
  const columns = {
    id: "id",
    firstName: "name.first",
    lastName: "name.last",
    workEmail: "mail",
    status: "active",
    department: "unit",
  };

  async function readJson(
    text: string,
    settings: Readonly<Record<string, unknown>> = {},
    name = "people.json",
  ) {
    const path = await folder.write(name, text);
    return readAll({ path, columns, ...settings });
  }

  it("is an array of records, whose nested values have paths", async () => {
    const people = [ada, { ...ada, id: 1002, unit: "Sales", tags: ["a", "b", "a"] }];
    const { employees } = await readJson(JSON.stringify(people));
    expect(employees.map(({ id, department }) => [id, department])).toEqual([
      ["1001", null],
      ["1002", "Sales"],
    ]);
    expect(employees[0]).toMatchObject({ firstName: "Ada", statusDetail: "true" });
    expect(employees[1]?.custom).toEqual({ tags: ["a", "b"] });
  });

  it("may have the array at a path, and names the paths where there are arrays", async () => {
    const text = JSON.stringify({ data: { employees: [{ ...ada, unit: "IT" }] }, meta: { pages: [1] } });
    expect((await readJson(text, { list: "data.employees" })).employees).toHaveLength(1);
    expect(await problemOf(readJson(text))).toMatchObject({
      code: "file_list",
      next: 'Set `source.settings.list` to where it is: "data.employees".',
    });
    expect((await problemOf(readJson(text, { list: "data" }))).why).toBe('There is no array at "data".');
    expect((await problemOf(readJson("{}"))).next).toContain("one object per person");
  });

  it.each([
    ["ends in the middle", '[{"id": 1', "It ends in the middle."],
    ["is none", "Id;Name", "It is no JSON."],
    ["has something else in it", "[1]", "Record 1 is no object."],
  ])("is refused when it %s", async (_what, text, why) => {
    expect(await problemOf(readJson(text))).toMatchObject({ code: "file_json", why });
  });

  it("is refused when no record has a column", async () => {
    expect((await problemOf(readJson(JSON.stringify([ada])))).code).toBe("file_column_missing");
  });

  it("is never looked through in prototypes", async () => {
    const text =
      '[{"id":"1","name":{"first":"A","last":"B"},"mail":"a@acme.test","active":"x","unit":"y","__proto__":{"x":1}}]';
    const { employees } = await readJson(text, {
      columns: { ...columns, team: "unit", jobTitle: "name.constructor" },
    }).catch((error: unknown) => ({ employees: [error] }));
    expect(employees[0]).toMatchObject({ code: "file_column_missing" });
  });

  it("comes as lines as well", async () => {
    const lines = [ada, { ...ada, id: 1002, unit: "IT" }].map((one) => JSON.stringify(one)).join("\n");
    for (const name of ["people.jsonl", "people.ndjson"])
      expect((await readJson(lines, {}, name)).employees).toHaveLength(2);
    expect(await problemOf(readJson(`${lines}\n{"id":`, {}, "people.jsonl"))).toMatchObject({
      code: "file_json",
      why: "Line 3 is no JSON, or it ends in the middle.",
    });
    expect((await problemOf(readJson("[]\n", {}, "people.jsonl"))).why).toBe("Line 1 is no object.");
  });
});

describe("the format", () => {
  it("is told by the name, and asked for where that says nothing", async () => {
    const path = await folder.write("people.txt", `${HEADER}\n${ADA}\n`);
    expect((await readAll({ path, format: "csv" })).employees).toHaveLength(1);
    expect(await problemOf(readAll({ path }))).toMatchObject({
      code: "file_format",
      next: "Set `source.settings.format` to csv, xlsx, json or jsonl.",
    });
  });
});
