import { describe, expect, it } from "vitest";
import {
  bamboohrSettings,
  checkCompanyDomain,
  companyHost,
} from "../../../src/providers/bamboohr/settings.js";

function messages(value: unknown): string[] {
  return bamboohrSettings.safeParse(value).error?.issues.map((issue) => issue.message) ?? [];
}

describe("bamboohr company domain", () => {
  it.each([
    "acme",
    " Acme ",
    "acme.bamboohr.com",
    "https://acme.bamboohr.com",
    "https://ACME.bamboohr.com/home/?tab=1#x",
    "http://acme.bamboohr.com/",
  ])("takes %o for the company acme", (text) => {
    expect(checkCompanyDomain(text)).toBeNull();
    expect(companyHost(text)).toBe("https://acme.bamboohr.com");
  });

  it.each([
    "",
    " ",
    "acme.example.test",
    "https://acme.bamboohr.com.example.test",
    "acme@evil.example.test",
    "evil.example.test/acme",
    "a.b.bamboohr.com",
    "-acme",
    "ac me",
    "user:word@acme.bamboohr.com",
    "app.bamboohr.com",
    "https://www.bamboohr.com/login",
  ])("refuses %o", (text) => {
    expect(checkCompanyDomain(text)).toEqual(expect.any(String));
    expect(() => companyHost(text)).toThrow(expect.objectContaining({ code: "company_domain_invalid" }));
  });
});

describe("bamboohr settings", () => {
  it("accepts none, and names in every form", () => {
    expect(messages({})).toEqual([]);
    expect(
      bamboohrSettings.parse({
        ibanField: " IBAN (payroll) ",
        bankTable: "customBankDetails",
        customFields: "customTeam, 4350,,customTeam",
        leaveStatuses: ["On Leave", " Sabbatical "],
        futureHires: "yes",
      }),
    ).toEqual({
      readFrom: "report",
      ibanField: "IBAN (payroll)",
      bankTable: "customBankDetails",
      customFields: ["customTeam", "4350"],
      leaveStatuses: ["On Leave", "Sabbatical"],
      futureHires: true,
    });
  });

  it("names the likely setting for an unknown one", () => {
    expect(messages({ ibanFeld: "IBAN" })).toEqual([
      expect.stringMatching(/no setting ibanFeld\. Did you mean ibanField\?/),
    ]);
  });

  it.each([
    [{ ibanField: " " }, /key or label/],
    [{ bankTable: "../../me" }, /table's alias/],
    [{ bankTable: 7 }, /table's alias/],
    [{ customFields: 7 }, /separated by commas/],
    [{ futureHires: "maybe" }, /yes or no/],
  ])("refuses %o", (settings, message) => {
    expect(messages(settings)).toEqual([expect.stringMatching(message)]);
  });

  it.each(["customIBAN", "Bank account", "customBaseSalary", "BIC"])(
    "refuses to show %s as plain text",
    (name) => {
      expect(messages({ customFields: `customTeam,${name}` })).toEqual([
        expect.stringMatching(/must not name bank details or pay/),
      ]);
    },
  );
});
