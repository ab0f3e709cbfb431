import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { expect, it } from "vitest";
import writeWorkbook from "write-excel-file/node";
import { csvTable } from "../../../src/providers/file/csv.js";
import { readDate } from "../../../src/providers/file/dates.js";
import { decodeText } from "../../../src/providers/file/encoding.js";
import { jsonLinesTable, jsonTable } from "../../../src/providers/file/json.js";
import { recordsIn } from "../../../src/providers/file/json-array.js";
import { quoteKeptAsText } from "../../../src/providers/file/kept-as-text.js";
import { SEPARATORS, type Separator } from "../../../src/providers/file/keys.js";
import { proposeColumns } from "../../../src/providers/file/propose.js";
import type { Table } from "../../../src/providers/file/table.js";
import { xlsxTable } from "../../../src/providers/file/xlsx/index.js";
import { isProblem } from "../../../src/shared/errors.js";

async function* pieces<T extends string | Uint8Array>(...all: readonly T[]): AsyncGenerator<T> {
  yield* all;
}

/** The rows as texts, or the code of the problem: anything else is a defect. */
async function rowsOf(open: () => Table): Promise<readonly (readonly string[])[] | string> {
  try {
    const rows: string[][] = [];
    for await (const row of open().rows) rows.push(row.names.map((name) => String(row.get(name))));
    return rows;
  } catch (error) {
    if (isProblem(error)) return error.code;
    throw error;
  }
}

/** A cell as RFC 4180 has it; the marks of spreadsheets have a meaning of their own. */
const cell = fc
  .string({ unit: "binary", maxLength: 12 })
  .filter((text) => !/^(?:="|')/u.test(text) && !/[\ud800-\udfff\ufeff]/u.test(text));

const separator = fc.constantFrom(...(Object.keys(SEPARATORS) as Separator[]));

it("a CSV with quotes comes back as it was written, however it is cut into pieces", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(cell, cell, cell), { maxLength: 8 }),
      separator,
      fc.integer({ min: 1, max: 40 }),
      fc.constantFrom("\n", "\r\n"),
      async (rows, word, size, end) => {
        const filled = rows.map(([first, ...others]) => [`x${first}`, ...others]);
        const quoted = (cells: readonly string[]) =>
          cells.map((text) => `"${text.replaceAll('"', '""')}"`).join(SEPARATORS[word]) + end;
        const text = [["One", "Two", "Three"], ...filled].map(quoted).join("");
        const cut = text.match(new RegExp(`[^]{1,${size}}`, "gu")) ?? [];
        expect(await rowsOf(() => csvTable(pieces(...cut), word, "people.csv"))).toEqual(filled);
      },
    ),
  );
});

it("a CSV whose quotes are right is not touched for cells that begin with an equals sign", async () => {
  const text = fc.string({ unit: fc.constantFrom('"', '""', "=", ",", "\n", "\r", "a"), maxLength: 14 });
  const strictly = (csv: string) => {
    try {
      return parse(csv, { relax_column_count: true, record_delimiter: ["\r\n", "\n", "\r"] });
    } catch {
      return null;
    }
  };
  await fc.assert(
    fc.asyncProperty(text, fc.integer({ min: 1, max: 5 }), async (csv, size) => {
      const records = strictly(csv);
      fc.pre(records !== null);
      const cut = csv.match(new RegExp(`[^]{1,${size}}`, "gu")) ?? [];
      let treated = "";
      for await (const piece of quoteKeptAsText(pieces(...cut), ",")) treated += piece;
      expect(strictly(treated)).toEqual(records);
    }),
    { numRuns: 2_000 },
  );
});

it("a JSON array comes as its records, wherever it stands and however it is cut into pieces", async () => {
  const record = fc.dictionary(fc.string({ minLength: 1, maxLength: 5 }), fc.jsonValue({ maxDepth: 1 }), {
    minKeys: 1,
    maxKeys: 4,
  });
  await fc.assert(
    fc.asyncProperty(
      fc.array(record, { maxLength: 6 }),
      fc.constantFrom(undefined, "people", "data.people"),
      fc.integer({ min: 1, max: 30 }),
      async (records, list, size) => {
        const inner = (list ?? "").split(".").filter(Boolean);
        const whole = inner.reduceRight<unknown>(
          (value, key) => ({ before: [1], [key]: value, after: {} }),
          records,
        );
        const cut = JSON.stringify(whole, null, 1).match(new RegExp(`[^]{1,${size}}`, "gu")) ?? [];
        const met: unknown[] = [];
        for await (const one of recordsIn(pieces(...cut), list, new Map())) met.push(one);
        expect(met).toEqual(JSON.parse(JSON.stringify(records)));
      },
    ),
  );
});

it("any bytes are rows or a problem, in every format", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(
        fc.uint8Array({ maxLength: 200 }),
        fc.string({ maxLength: 200 }).map((text) => Buffer.from(text)),
        fc.json().map((text) => Buffer.from(text)),
        fc
          .array(fc.constantFrom("a", "b", ",", ";", '"', "\n", "\r", "{", "}", "[", "]", ":", " "), {
            maxLength: 60,
          })
          .map((signs) => Buffer.from(signs.join(""))),
      ),
      async (bytes) => {
        const text = () => decodeText(pieces(bytes), undefined, "people");
        const tables = [
          () => csvTable(text(), undefined, "people"),
          () => jsonTable(text(), undefined, "people"),
          () => jsonTable(text(), "a.b", "people"),
          () => jsonLinesTable(text(), "people"),
          () => xlsxTable(async () => Buffer.from(bytes), undefined, "people"),
        ];
        for (const table of tables) {
          const rows = await rowsOf(table);
          if (typeof rows === "string") expect(rows).toMatch(/^file_/u);
        }
      },
    ),
  );
});

it("any archive is rows or a problem", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.uint8Array({ maxLength: 120 }),
      fc.uint8Array({ minLength: 18, maxLength: 18 }),
      async (head, rest) => {
        const bytes = Buffer.concat([head, Buffer.from("PK\u0005\u0006"), rest]);
        expect(await rowsOf(() => xlsxTable(async () => bytes, undefined, "people.xlsx"))).toBe("file_xlsx");
      },
    ),
  );
});

it("a workbook with any damage is its rows or a problem", async () => {
  const whole = Buffer.from(
    await writeWorkbook([
      {
        sheet: "People",
        data: [
          ["Id", "Name"],
          ["1", "Ada"],
          ["2", "Grace"],
        ].map((row) => row.map((value) => ({ value }))),
      },
    ]).toBuffer(),
  );
  const rows = [
    ["1", "Ada"],
    ["2", "Grace"],
  ];
  await fc.assert(
    fc.asyncProperty(
      fc.nat({ max: whole.length - 1 }),
      fc.integer({ min: 1, max: 255 }),
      fc.option(fc.nat({ max: whole.length })),
      async (at, change, end) => {
        const bytes = Buffer.from(whole);
        bytes[at] = (bytes[at] ?? 0) ^ change;
        const read = await rowsOf(() =>
          xlsxTable(async () => bytes.subarray(0, end ?? bytes.length), undefined, "people.xlsx"),
        );
        if (typeof read === "string") expect(read).toMatch(/^file_/u);
        else expect(read).toEqual(rows);
      },
    ),
  );
});

it("what a day is written as in its form is that day", () => {
  fc.assert(
    fc.property(
      fc.date({ min: new Date("1970-01-01"), max: new Date("2069-12-31"), noInvalidDate: true }),
      fc.constantFrom("DD.MM.YYYY", "MM/DD/YYYY", "YYYYMMDD", "DD-MM-YY", "YYYY MM DD"),
      (date, format) => {
        const day = date.toISOString().slice(0, 10);
        const [year = "", month = "", dayOfMonth = ""] = day.split("-");
        const written = format
          .replace("YYYY", year)
          .replace("YY", year.slice(2))
          .replace("MM", month)
          .replace("DD", dayOfMonth);
        expect(readDate(written, format)).toBe(day);
      },
    ),
  );
});

it("any value is a day, none, or told as another form", () => {
  fc.assert(
    fc.property(fc.anything(), fc.constantFrom("DD.MM.YYYY", undefined), (value, format) => {
      const day = readDate(value, format);
      expect(day === null || day === undefined || /^\d{4}-\d\d-\d\d$/u.test(day)).toBe(true);
    }),
  );
});

it("any header gets proposals of its own names, each once", () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.string({ maxLength: 20 })), (names) => {
      const proposed = Object.values(proposeColumns(names));
      expect(names).toEqual(expect.arrayContaining(proposed));
      expect(new Set(proposed).size).toBe(proposed.length);
    }),
  );
});
