import { describe, expect, it } from "vitest";
import { cleanCountry } from "../../../src/providers/support/country.js";

describe("cleanCountry", () => {
  it.each([
    ["France", "FR"],
    ["  germany ", "DE"],
    ["United Kingdom", "GB"],
    ["Great Britain", "GB"],
    ["United States of America", "US"],
    ["Czech Republic", "CZ"],
    ["Côte d’Ivoire", "CI"],
    ["Netherlands", "NL"],
    ["Hong Kong", "HK"],
    ["de", "DE"],
    ["UK", "GB"],
  ])("gives %s as %s", (text, code) => {
    expect(cleanCountry(text)).toBe(code);
  });

  it("keeps a text that is no country, and nothing as null", () => {
    expect(cleanCountry(" Remote ")).toBe("Remote");
    for (const nothing of ["", " ", null, undefined, {}]) expect(cleanCountry(nothing)).toBeNull();
  });
});
