import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cleanText, neutralizeFormula } from "../../../src/cli/output/sanitize.js";

describe("sanitize", () => {
  it("shows text from outside without control characters", () => {
    expect(cleanText("Ada\u001b[31m\nLovelace")).toBe("Ada␤Lovelace");
  });

  it("never shows a character below a blank, an escape or a C1 control", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: "binary" }),
        (text) => !/[\u0000-\u001f\u007f-\u009f]/.test(cleanText(text)),
      ),
    );
  });
});

describe("neutralizeFormula", () => {
  it.each(["=1+1", "+44 20", "-5", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "＝1", "\u00a0=1"])(
    "makes text of %j",
    (cell) => {
      expect(neutralizeFormula(cell)).toBe(`'${cell}`);
    },
  );

  it.each(["", "Ada", "1", "a=b", "ada@acme.test", "'=1", "•••• 0189", " x"])(
    "leaves %j as it is",
    (cell) => {
      expect(neutralizeFormula(cell)).toBe(cell);
    },
  );

  it("leaves no cell that starts a formula", () => {
    fc.assert(
      fc.property(fc.constantFrom("=", "+", "-", "@", "\t", "\r"), fc.string(), (start, rest) =>
        neutralizeFormula(start + rest).startsWith("'"),
      ),
    );
  });
});
