import { describe, expect, it } from "vitest";
import { countryFromAlpha3 } from "../../../src/providers/support/country.js";

const names = new Intl.DisplayNames(["en"], { type: "region", fallback: "none" });

describe("country from its three letters", () => {
  it.each([
    ["FRA", "FR"],
    ["che", "CH"],
    [" GBR ", "GB"],
    ["DEU", "DE"],
    ["FR", "FR"],
    ["Germany", "DE"],
    ["XYZ", "XYZ"],
    ["", null],
    [null, null],
  ])("makes %o %o", (value, expected) => {
    expect(countryFromAlpha3(value)).toBe(expected);
  });

  it("knows different countries by different letters, all of them real ones", () => {
    const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ".split("");
    const all = letters.flatMap((a) => letters.flatMap((b) => letters.map((c) => a + b + c)));
    const codes = all.map(countryFromAlpha3).filter((code) => code?.length === 2);
    expect(codes.filter((code) => names.of(String(code)) === undefined)).toEqual([]);
    expect(codes.length).toBeGreaterThanOrEqual(249);
  });
});
