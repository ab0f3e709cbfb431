import { describe, expect, it } from "vitest";
import { personioSettings } from "../../../src/connectors/tools/personio/settings.js";

function messages(value: unknown): string[] {
  return personioSettings.safeParse(value).error?.issues.map((issue) => issue.message) ?? [];
}

describe("personio settings", () => {
  it("accepts none, keys and labels", () => {
    expect(messages({})).toEqual([]);
    expect(personioSettings.parse({ ibanAttribute: " Konto IBAN ", bicAttribute: "dynamic_7" })).toEqual({
      ibanAttribute: "Konto IBAN",
      bicAttribute: "dynamic_7",
    });
  });

  it("names the likely and all known settings for an unknown one", () => {
    expect(messages({ ibanAtribute: "IBAN" })).toEqual([
      expect.stringMatching(/no setting ibanAtribute\. Did you mean ibanAttribute\? Known: .*bicAttribute/),
    ]);
  });

  it("says what an attribute setting has to be", () => {
    for (const value of ["", "  ", 7, null]) {
      expect(messages({ ibanAttribute: value })).toEqual([expect.stringContaining("key or label")]);
    }
  });
});
