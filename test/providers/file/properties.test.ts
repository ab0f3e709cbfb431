import fc from "fast-check";
import { expect, it } from "vitest";
import { csvTable } from "../../../src/providers/file/csv.js";
import { readDate } from "../../../src/providers/file/dates.js";
import { decodeText } from "../../../src/providers/file/encoding.js";
import { jsonLinesTable, jsonTable } from "../../../src/providers/file/json.js";
import { SEPARATORS, type Separator } from "../../../src/providers/file/keys.js";
import { proposeColumns } from "../../../src/providers/file/propose.js";
import type { Table } from "../../../src/providers/file/table.js";
import { xlsxTable } from "../../../src/providers/file/xlsx.js";
import { zipFault } from "../../../src/providers/file/zip-check.js";
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

it("any archive is whole or has a fault", () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ maxLength: 120 }),
      fc.uint8Array({ minLength: 18, maxLength: 18 }),
      (head, rest) => {
        const bytes = Buffer.concat([head, Buffer.from("PK\u0005\u0006"), rest]);
        expect(["string", "object"]).toContain(typeof zipFault(bytes, 1000));
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
