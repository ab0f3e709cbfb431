import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { workbookText } from "../../../src/shared/workbook.js";
import { exactCell, safeCell, startsLikeFormula } from "../../../src/spendesk/bulk-import/sheet-text.js";

const FORMULA_START = /^\s*[=+\-@＝＋－＠]/u;
const UNFIT = /[\p{Cc}\p{Surrogate}\p{Noncharacter_Code_Point}\u202a-\u202e\u2066-\u2069\ufeff]/u;
const LIMIT = 32_767;

describe("text of a cell", () => {
  it("never starts like a formula, holds what a workbook can't, or is too long", () => {
    const start = fc.constantFrom("", "=", "+", "-", "@", " =", "\t", "\r\n", "\u202e=", "\u0000=", "＝");
    const text = fc.tuple(start, fc.string({ unit: "binary" })).map((parts) => parts.join(""));
    fc.assert(
      fc.property(text, fc.boolean(), (random, long) => {
        const cell = safeCell(long ? random.padEnd(40_000, "🚀") : random);
        expect(cell).not.toMatch(FORMULA_START);
        expect(cell).not.toMatch(UNFIT);
        expect(cell.length).toBeLessThanOrEqual(LIMIT);
        expect(workbookText(cell).length).toBeLessThanOrEqual(LIMIT);
      }),
    );
  });

  it("stays as it is when there is nothing wrong with it", () => {
    for (const text of [
      "Zoë 🚀",
      "O'Brien-Smith",
      "a = b",
      "GB33BUKB20201555555555",
      "陳大文",
      "00 42",
      "می‌خواهم",
    ]) {
      expect(safeCell(text)).toBe(text);
      expect(workbookText(text)).toBe(text);
    }
  });

  it("is one line without blanks around it", () => {
    expect(exactCell("  Ada\r\nTest\u2028\u0085x ")).toBe("Ada Test x");
  });

  it("keeps e-mails that have formula characters inside", () => {
    expect(startsLikeFormula("ada+spendesk@acme.test")).toBe(false);
    expect(startsLikeFormula("-ada@acme.test")).toBe(true);
  });

  it("is not taken for an encoded character", () => {
    expect(workbookText("_x003D_1+1 _x003d_ _x12_")).toBe("_x005F_x003D_1+1 _x005F_x003d_ _x12_");
    expect(workbookText("_x003D_x003D_")).toBe("_x005F_x003D_x005F_x003D_");
  });
});
