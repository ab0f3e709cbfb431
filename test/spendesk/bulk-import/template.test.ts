import { describe, expect, it } from "vitest";
import { readText, readZip } from "../../../src/spendesk/bulk-import/zip.js";
import { BANKS, employee, rawBank } from "../../support/people.js";
import { byTitle, handOffOf, problemOf, written } from "./hand-offs.js";
import {
  ALL_TITLES,
  CHOICES,
  excelTemplate,
  rewritten,
  STYLES,
  type TemplateOptions,
  withoutPlaces,
} from "./templates.js";

const ADA = employee("ada", { bank: rawBank(BANKS.de), department: "Sales" });
const FILE = "acme-uk-import.xlsx";
const RULES = {
  roles: [{ value: "Controller" }],
  costCenter: [{ value: "CC-200 R&D" }],
  approvalPolicy: [{ value: "Standard" }],
};

function fill(options: TemplateOptions, world: Parameters<typeof handOffOf>[0] = {}) {
  return written(handOffOf({ employees: [ADA], template: excelTemplate(options), ...world }));
}

function refusal(options: TemplateOptions, world: Parameters<typeof handOffOf>[0] = {}) {
  return problemOf(fill(options, world));
}

function partsOf(bytes: Uint8Array): ReadonlyMap<string, string> {
  const archive = readZip(bytes, 10_000_000);
  return new Map([...archive.keys()].map((name) => [name, readText(archive, name) ?? ""]));
}

describe("filled template", () => {
  it("puts each value into its column, with values the template lists", async () => {
    const { rows } = await fill({}, { rules: RULES });
    expect(await rows(FILE)).toEqual([
      [...ALL_TITLES],
      ["Ada", "Test", "ada@acme.test", "Controller", "CC-200 R&D", "Standard", BANKS.de.iban, BANKS.de.bic],
    ]);
  });

  it.each([
    ["stars", ["First name*", "Last name*", "Email Address*", "Roles"]],
    [
      "words",
      ["First name (required)", "Last name (Required)", "Email Address (required)", "Roles (optional)"],
    ],
    [
      "words on a second line",
      ["First name*\n(required)", "Last name*\n(required)", "Email Address*", "Roles\n"],
    ],
    ["capitals", ["FIRST NAME*", "last name", "Email address", "ROLES (OPTIONAL)"]],
  ])("knows its columns by titles with %s", async (_, titles) => {
    const { rows } = await fill({ titles, sheets: [] }, { rules: { roles: [{ value: "Controller" }] } });
    expect((await rows(FILE))[1]).toEqual(["Ada", "Test", "ada@acme.test", "Controller"]);
  });

  it("knows its columns by the titles that the configuration names, before the documented ones", async () => {
    const titles = { firstName: "Prénom", lastName: "Nom", email: "Adresse e-mail", costCenter: "Roles" };
    const { rows } = await fill(
      { titles: ["Nom*", "Prénom *", "ADRESSE E-MAIL (required)", "Roles"], sheets: [] },
      { titles, rules: { costCenter: [{ value: "CC-100" }], roles: [{ value: "Controller" }] } },
    );
    expect((await rows(FILE))[1]).toEqual(["Test", "Ada", "ada@acme.test", "CC-100"]);
  });

  it("still knows the documented title of a column that the configuration calls otherwise", async () => {
    const { rows } = await fill({}, { titles: { firstName: "Prénom" } });
    expect((await rows(FILE))[1]?.slice(0, 3)).toEqual(["Ada", "Test", "ada@acme.test"]);
  });

  it("takes a column with the word for as mandatory as one with a star", async () => {
    const titles = ["First name*", "Last name*", "Email Address*", "Cost Center\n(required)"];
    expect(await refusal({ titles, sheets: [] })).toMatchObject({ code: "template_value_missing" });
    const demanded = ["First name*", "Last name*", "Email Address*", "Desk (required)"];
    expect(await refusal({ titles: demanded })).toMatchObject({ code: "template_column_unknown" });
  });

  it("names the columns that stay empty, in the result and in the README", async () => {
    const titles = [
      "First name*",
      "Last name*",
      "Email Address*",
      "Employee ID",
      "Line\nmanager",
      "IBAN",
      "BIC",
    ];
    const { files, text, rows } = await fill({ titles, sheets: [] });
    expect(files[0]).toMatchObject({ kind: "import", unfilled: ["Employee ID", "Line manager"] });
    expect(await text("README.txt")).toContain(
      "acme-uk: the template's columns Employee ID, Line manager are empty in the file.",
    );
    expect((await rows(FILE))[1]?.slice(3, 5)).toEqual([null, null]);
  });

  it("keeps everything else as it is, byte for byte", async () => {
    const template = excelTemplate({ styledRows: 3 });
    const { bytes } = await written(handOffOf({ employees: [ADA], template }));
    const before = partsOf(template);
    const after = partsOf(await bytes(FILE));
    expect([...after.keys()]).toEqual([...before.keys()]);
    const changed = [...before].filter(([name, text]) => after.get(name) !== text).map(([name]) => name);
    expect(changed).toEqual(["xl/worksheets/sheet1.xml"]);
    expect(after.get("xl/styles.xml")).toBe(STYLES);
    expect(after.get("xl/workbook.xml")).toContain('name="Lists" sheetId="7" state="veryHidden"');

    const outside = (text = "") => text.replace(/<sheetData>.*<\/sheetData>/u, "");
    const sheet = after.get("xl/worksheets/sheet1.xml");
    expect(outside(sheet)).toBe(
      outside(before.get("xl/worksheets/sheet1.xml")).replace(/<dimension [^>]*>/u, ""),
    );
    expect(sheet).toContain(CHOICES);
    expect(sheet).toContain('<row r="1"><c r="A1" s="1" t="s"><v>0</v></c>');
    expect(sheet).toContain('<row r="3" spans="1:8" ht="18" customHeight="1"><c r="A3" s="3"/>');
  });

  it("keeps the style of the cells that are there, else takes the column's", async () => {
    const styled = await fill({ styledRows: 1 });
    const sheet = partsOf(await styled.bytes(FILE)).get("xl/worksheets/sheet1.xml");
    expect(sheet).toContain('<row r="2" ht="18" customHeight="1"><c r="A2" s="3" t="inlineStr">');

    const plain = await fill({});
    expect(partsOf(await plain.bytes(FILE)).get("xl/worksheets/sheet1.xml")).toContain(
      '<row r="2"><c r="A2" s="2" t="inlineStr">',
    );
  });

  it("fills more people than there are styled rows", async () => {
    const employees = Array.from({ length: 5 }, (_, index) => employee(`p${index}`));
    const { rows } = await fill({ styledRows: 2 }, { employees });
    expect(byTitle(await rows(FILE)).map((row) => row["Email Address*"])).toEqual(
      employees.map(({ workEmail }) => workEmail),
    );
  });

  it.each([
    [["First name", "Last name", "Email Address"]],
    [["  FIRST NAME * ", "last\u00a0name", "EmailAddress *"]],
    [["Email Address*", "Last name*", "First name*"]],
    [["*First name", "*Last name", "*Email Address"]],
  ])("recognises the titles %j and leaves them as they are", async (titles) => {
    const { rows } = await fill({ titles });
    const [header, person] = await rows(FILE);
    expect(header?.map((title) => String(title).trim())).toEqual(titles.map((title) => title.trim()));
    expect(new Set(person)).toEqual(new Set(["Ada", "Test", "ada@acme.test"]));
  });

  it("finds the titles below explanations, and puts people below the explanations of the columns", async () => {
    const { rows } = await fill({
      above: [["Import of members"], ["Fill one row per person. Don't change the columns."], [""]],
      below: [["Mandatory", "Mandatory", "Mandatory, like ada@acme.test please", "Optional", "Optional"]],
    });
    const all = await rows(FILE);
    expect(all[3]?.[0]).toBe("First name*");
    expect(all[4]?.[0]).toBe("Mandatory");
    expect(all[5]?.slice(0, 3)).toEqual(["Ada", "Test", "ada@acme.test"]);
  });

  it("leaves an unknown column empty when it is optional", async () => {
    const { rows } = await fill({
      titles: ["First name*", "Employee number", "Last name*", "Email Address*"],
    });
    expect((await rows(FILE))[1]).toEqual(["Ada", null, "Test", "ada@acme.test"]);
  });

  it("writes bank details in both columns or in none, and says what has no place", async () => {
    const { rows, text } = await fill(
      { titles: ["First name*", "Last name*", "Email Address*", "IBAN"] },
      { rules: RULES },
    );
    expect((await rows(FILE))[1]).toEqual(["Ada", "Test", "ada@acme.test", null]);
    expect(await text("README.txt")).toContain(
      "acme-uk: the template has no place for Roles, Cost Center, Approval Policy, IBAN, BIC",
    );
  });

  it("takes several roles in one cell when each of them is listed", async () => {
    const { rows } = await fill({}, { rules: { roles: [{ value: "Requester, Controller" }] } });
    expect((await rows(FILE))[1]?.[3]).toBe("Requester, Controller");
  });

  it("takes any value when the template lists none", async () => {
    const { rows } = await fill({ sheets: [] }, { rules: { costCenter: [{ value: "New one" }] } });
    expect((await rows(FILE))[1]?.[4]).toBe("New one");
  });

  it("writes a listed value that starts like a formula exactly as it is listed", async () => {
    const { rows } = await fill(
      { sheets: [{ name: "Cost centers", rows: [["-Shared-"]] }] },
      { rules: { costCenter: [{ value: "-Shared-" }] } },
    );
    expect((await rows(FILE))[1]?.[4]).toBe("-Shared-");
  });

  it.each([
    ["elements with a prefix and cells without a place", withoutPlaces(excelTemplate({ styledRows: 2 }))],
    [
      "cells that have a type and no value",
      rewritten(excelTemplate({ styledRows: 2 }), (sheet) => sheet.replaceAll(' s="3"/>', ' s="3" t="s"/>')),
    ],
    [
      "texts in CDATA",
      rewritten(
        excelTemplate(),
        (strings) => strings.replace(">CC-200 R&amp;D<", "><![CDATA[CC-200 R&D]]><"),
        "xl/sharedStrings.xml",
      ),
    ],
  ])("takes %s", async (_, template) => {
    const { rows } = await fill({}, { template, rules: RULES });
    expect(await rows(FILE)).toEqual([
      [...ALL_TITLES],
      ["Ada", "Test", "ada@acme.test", "Controller", "CC-200 R&D", "Standard", BANKS.de.iban, BANKS.de.bic],
    ]);
  });

  it("writes what a workbook would decode as the characters it is made of", async () => {
    const { bytes } = await fill({}, { employees: [employee("ada", { firstName: "_x003D_1+1" })] });
    expect(partsOf(await bytes(FILE)).get("xl/worksheets/sheet1.xml")).toContain(">_x005F_x003D_1+1<");
  });
});

describe("refused template", () => {
  it.each(["First name*", "Last name*", "Email Address*"])("names the missing column %s", async (title) => {
    const problem = await refusal({ titles: ALL_TITLES.filter((one) => one !== title) });
    expect(problem).toMatchObject({ kind: "configuration", code: "template_column_missing" });
    expect(problem.message).toBe("The import template of acme-uk can't be used.");
    expect(problem.why).toBe(
      `The column "${title.replace("*", "")}" is missing (sheet "Members to invite", row 1).`,
    );
    expect(problem.next).toContain("Download a fresh template in Spendesk");
  });

  it("says which column was probably renamed", async () => {
    const problem = await refusal({ titles: ["First name*", "Last name*", "Email Adress*"] });
    expect(problem.why).toContain('Is it "Email Adress*"?');
  });

  it("refuses a mandatory column it does not know, and names it", async () => {
    const problem = await refusal({ titles: [...ALL_TITLES, "Wallet*"] });
    expect(problem.code).toBe("template_column_unknown");
    expect(problem.why).toContain('The column "Wallet*" is marked as mandatory (sheet "Members to invite"');
  });

  it("refuses a column that is there twice", async () => {
    const problem = await refusal({ titles: [...ALL_TITLES, "email address"] });
    expect(problem.code).toBe("template_column_twice");
    expect(problem.why).toContain('The column "Email Address" is there twice');
  });

  it("refuses a workbook that is something else, and names its sheets", async () => {
    const problem = await refusal({ titles: ["Date", "Amount"], sheets: [] });
    expect(problem.code).toBe("template_unknown");
    expect(problem.why).toContain('None of its sheets ("Members to invite") has the columns');
  });

  it.each([
    [[["Bob", "Test", "bob@acme.test"]], 2],
    [
      [
        ["Mandatory", "Mandatory", "Mandatory"],
        ["", "", "bob@acme.test"],
      ],
      3,
    ],
    [
      [
        ["", "", ""],
        ["Bob", "Test", ""],
      ],
      3,
    ],
  ])("refuses a template with people in it: %j", async (below, row) => {
    const problem = await refusal({ below });
    expect(problem.code).toBe("template_filled");
    expect(problem.why).toBe(
      `It already holds people or other values (sheet "Members to invite", row ${row}).`,
    );
  });

  it.each([
    ["roles", "Roles", "Boss", "Requester, Controller"],
    ["roles", "Roles", "Controller, Boss", "Requester, Controller"],
    ["costCenter", "Cost Center", "CC-300", "CC-100 Sales, CC-200 R&D, General"],
    ["approvalPolicy", "Approval Policy", "standard", "Standard, Directors"],
  ])("refuses a value of %s that the template does not list", async (column, title, value, listed) => {
    const problem = await refusal({}, { rules: { [column]: [{ value }] } });
    expect(problem).toMatchObject({ kind: "configuration", code: "template_value_unknown" });
    expect(problem.why).toBe(
      `Its list for "${title}" does not have "${value.replace("Controller, ", "")}", which entities.acme-uk.spendesk.bulkImport.columns.${column}[0] gives. Listed: ${listed}.`,
    );
  });

  it("refuses people without a value for a mandatory column, and says what to do", async () => {
    const titles = ALL_TITLES.map((title) => (title === "Cost Center" ? "Cost Center *" : title));
    const problem = await refusal(
      { titles },
      {
        employees: [ADA, employee("bob"), employee("eve")],
        rules: { costCenter: [{ if: "'Department' is: Sales", value: "General" }] },
      },
    );
    expect(problem.code).toBe("template_value_missing");
    expect(problem.why).toBe(
      'Its column "Cost Center" is mandatory, and 2 of 3 people to be created have no value for it: bob@acme.test, eve@acme.test.',
    );
    expect(problem.next).toContain("spendesk.bulkImport.columns.costCenter");
  });

  it("never shows bank details in a refusal", async () => {
    const titles = ALL_TITLES.map((title) => (title === "IBAN" ? "IBAN*" : title));
    const problem = await refusal({ titles }, { employees: [ADA, employee("bob")] });
    expect(problem.code).toBe("template_value_missing");
    expect(
      JSON.stringify([problem, problem.message, problem.why, problem.next, String(problem.stack)]),
    ).not.toContain(BANKS.de.iban.slice(4, 12));
  });
});
