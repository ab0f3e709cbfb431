import { describe, expect, it } from "vitest";
import { payfitSettings } from "../../../src/providers/payfit/settings.js";

function messages(value: unknown): string[] {
  return payfitSettings.safeParse(value).error?.issues.map((issue) => issue.message) ?? [];
}

describe("payfit settings", () => {
  it("accepts none, and what the wizard or a file gives", () => {
    expect(payfitSettings.parse({})).toEqual({});
    expect(
      payfitSettings.parse({ contracts: "french", companyDetails: "yes", companyId: " 64f0c2 " }),
    ).toEqual({
      contracts: "french",
      companyDetails: true,
      companyId: "64f0c2",
    });
    expect(payfitSettings.parse({ companyDetails: false })).toEqual({ companyDetails: false });
    expect(payfitSettings.parse({ companyDetails: "no" })).toEqual({ companyDetails: false });
  });

  it.each([
    [{ contracts: "fr" }, /global or french/],
    [{ companyDetails: "maybe" }, /yes or no/],
    [{ companyId: "../64f0c2" }, /PayFit id/],
    [{ companyId: 7 }, /PayFit id/],
    [{ companyid: "64f0c2" }, /no setting companyid\. Did you mean companyId\?/],
  ])("refuses %o", (value, message) => {
    expect(messages(value)).toEqual([expect.stringMatching(message)]);
  });
});
