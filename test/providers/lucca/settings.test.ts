import { describe, expect, it } from "vitest";
import { luccaSettings } from "../../../src/providers/lucca/settings.js";

function messages(value: unknown): string[] {
  return luccaSettings.safeParse(value).error?.issues.map((issue) => issue.message) ?? [];
}

describe("lucca settings", () => {
  it("accepts none, and keys of extended data", () => {
    expect(messages({})).toEqual([]);
    expect(luccaSettings.parse({ ibanField: " e_iban ", bicField: "e_BIC2" })).toEqual({
      ibanField: "e_iban",
      bicField: "e_BIC2",
    });
  });

  it("names the likely and all known settings for an unknown one", () => {
    expect(messages({ ibanFeld: "e_iban" })).toEqual([
      expect.stringMatching(/no setting ibanFeld\. Did you mean ibanField\? Known: .*holderField/),
    ]);
  });

  it.each(["", " ", "iban", "e_", "e_iban,e_bic", 7, null])("refuses %o as a key", (ibanField) => {
    expect(messages({ ibanField })).toEqual([expect.stringContaining("for example e_iban")]);
  });
});
