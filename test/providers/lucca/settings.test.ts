import { describe, expect, it } from "vitest";
import { luccaSettings } from "../../../src/providers/lucca/settings.js";

function messages(value: unknown): string[] {
  return luccaSettings.safeParse(value).error?.issues.map((issue) => issue.message) ?? [];
}

describe("lucca settings", () => {
  it("accepts none, which means the legacy API, and keys of extended data", () => {
    expect(luccaSettings.parse({})).toEqual({ apiGeneration: "legacy" });
    expect(luccaSettings.parse({ ibanField: " e_iban ", bicField: "e_BIC2" })).toMatchObject({
      ibanField: "e_iban",
      bicField: "e_BIC2",
    });
    const grouped = { ibanField: "e_Code-IBAN", bicField: "e_RIB.e_Code-BIC" };
    expect(luccaSettings.parse(grouped)).toMatchObject(grouped);
  });

  it("accepts the Lucca API with what is read of it, as text or not", () => {
    const expected = { apiGeneration: "lucca-api", bankDetails: false, pageSize: 50 };
    for (const settings of [
      { apiGeneration: "lucca-api", bankDetails: "no", pageSize: "50" },
      { apiGeneration: "lucca-api", bankDetails: false, pageSize: 50 },
    ]) {
      expect(luccaSettings.parse(settings)).toEqual(expected);
    }
  });

  it("takes a size that an older guide allowed for the largest there is", () => {
    expect(luccaSettings.parse({ apiGeneration: "lucca-api", pageSize: 1000 }).pageSize).toBe(100);
  });

  it.each(["v5", "Lucca API", "", null, 3])("refuses %o as a generation", (apiGeneration) => {
    expect(messages({ apiGeneration })).toEqual(["must be legacy or lucca-api"]);
  });

  it("refuses settings of the other generation, which would be without effect", () => {
    expect(messages({ apiGeneration: "lucca-api", ibanField: "e_iban" })).toEqual([
      "is only for apiGeneration legacy",
    ]);
    expect(messages({ bankDetails: true, pageSize: 100 })).toEqual([
      "is only for apiGeneration lucca-api",
      "is only for apiGeneration lucca-api",
    ]);
  });

  it.each([24, 1001, 99.5, "many", -1, null])("refuses %o people per call", (pageSize) => {
    expect(messages({ apiGeneration: "lucca-api", pageSize })).toEqual([
      "must be a whole number from 25 to 1000",
    ]);
  });

  it("names the likely and all known settings for an unknown one", () => {
    expect(messages({ ibanFeld: "e_iban" })).toEqual([
      expect.stringMatching(/no setting ibanFeld\. Did you mean ibanField\? Known: .*bicField/),
    ]);
  });

  it.each(["", " ", "iban", "e_", "e_iban,e_bic", "e_rib.", "e_rib.iban", "e_a b", 7, null])(
    "refuses %o as a key",
    (ibanField) => {
      expect(messages({ ibanField })).toEqual([expect.stringContaining("for example e_iban")]);
    },
  );
});
