import { describe, expect, it } from "vitest";
import { hibobSettings, requestedFields } from "../../../src/providers/hibob/settings.js";

function messages(value: unknown): string[] {
  return hibobSettings.safeParse(value).error?.issues.map(({ path, message }) => `${path} ${message}`) ?? [];
}

describe("hibob settings", () => {
  it("accepts none, and all of them", () => {
    expect(messages({})).toEqual([]);
    expect(
      hibobSettings.parse({
        bankSource: "table",
        bankAccountNickname: " Main ",
        ibanField: "financial.custom.field_9",
        teamField: " work.customColumns.column_7 ",
        gardenLeave: "left",
        customFields: "Division=work.custom.field_1, work.custom.field_2 ,",
      }),
    ).toEqual({
      bankSource: "table",
      bankAccountNickname: "Main",
      ibanField: "financial.custom.field_9",
      teamField: "work.customColumns.column_7",
      gardenLeave: "left",
      customFields: [
        { name: "Division", id: "work.custom.field_1" },
        { name: "work.custom.field_2", id: "work.custom.field_2" },
      ],
    });
  });

  it("accepts further fields as a list, too", () => {
    expect(hibobSettings.parse({ customFields: ["A=work.custom.field_1"] }).customFields).toEqual([
      { name: "A", id: "work.custom.field_1" },
    ]);
  });

  it("names the likely and all known settings for an unknown one", () => {
    expect(messages({ ibanFeld: "financial.iban" })).toEqual([
      expect.stringMatching(/no setting ibanFeld\. Did you mean ibanField\? Known: .*customFields/),
    ]);
  });

  it.each([
    [{ bankSource: "list" }, "bankSource must be fields or table"],
    [{ gardenLeave: "away" }, "gardenLeave must be employed or left"],
    [{ bankAccountNickname: " " }, "bankAccountNickname must be a nickname"],
    [{ teamField: "/work/site" }, "teamField must be the id of a field"],
    [{ ibanField: "IBAN" }, "ibanField must be the id of a field"],
    [{ customFields: "Division" }, 'customFields must be field ids with commas between them; "Division"'],
    [{ customFields: "=work.custom.field_1" }, "customFields must have a name"],
    [{ customFields: "A=work.custom.field_1,a=work.custom.field_2" }, "customFields must not have one name"],
    [
      { customFields: Array.from({ length: 301 }, (_, index) => `work.custom.field_${index}`) },
      "customFields must be at most 300 fields",
    ],
  ])("refuses %o", (settings, message) => {
    expect(messages(settings)).toEqual([expect.stringContaining(message)]);
  });

  it.each([
    { customFields: "financial.iban" },
    { customFields: "financial.identificationNumber" },
    { customFields: "IBAN=work.custom.field_1" },
    { customFields: "work.custom.field_1", ibanField: "work.custom.field_1" },
    { customFields: "payroll.salary.amount" },
    { teamField: "financial.accountName" },
    { costCenterField: "work.custom.field_1", bicField: "work.custom.field_1" },
  ])("refuses to show bank details or pay with %o", (settings) => {
    expect(messages(settings)).toEqual([expect.stringContaining("bank details or pay")]);
  });
});

describe("hibob fields", () => {
  it("asks for what is needed and nothing else", () => {
    expect([...requestedFields({})].sort()).toEqual([
      "address.siteCountry",
      "employment.terminationDate",
      "financial.iban",
      "financial.swift",
      "internal.lifecycleStatus",
      "internal.status",
      "internal.terminationDate",
      "payroll.employment.type",
      "root.companyId",
      "root.displayName",
      "root.email",
      "root.firstName",
      "root.id",
      "root.surname",
      "work.department",
      "work.manager",
      "work.reportsTo",
      "work.site",
      "work.startDate",
      "work.title",
    ]);
  });

  it("asks for the fields of the settings, each once", () => {
    const settings = hibobSettings.parse({
      ibanField: "financial.custom.field_9",
      teamField: "work.custom.field_1",
      customFields: "Squad=work.custom.field_1,work.custom.field_2",
    });
    const fields = requestedFields(settings);
    expect(fields).toEqual(expect.arrayContaining(["financial.custom.field_9", "work.custom.field_2"]));
    expect(fields).not.toContain("financial.iban");
    expect(fields.filter((id) => id === "work.custom.field_1")).toHaveLength(1);
  });

  it("asks for no bank field when the table is chosen", () => {
    expect(requestedFields({ bankSource: "table" }).filter((id) => id.startsWith("financial."))).toEqual([]);
  });
});
