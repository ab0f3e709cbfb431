import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import writeWorkbook from "write-excel-file/node";
import { handOffOf, newFolder, written } from "../../../spendesk/bulk-import/hand-offs.js";
import { ALL_TITLES, excelTemplate, LISTS, withoutPlaces } from "../../../spendesk/bulk-import/templates.js";
import { BANKS, employee, link, member, rawBank } from "../../../support/people.js";
import { asLibreOfficeSees, savedByLibreOffice } from "./libreoffice.js";

const FILE = "acme-uk-import.xlsx";
const FORMULA_START = /^[=+\-@＝\t\r]/u;
const ATTACKS = [
  "=1+1",
  "+1+1",
  "-1+1",
  "@SUM(1)",
  "=cmd|' /C calc'!A0",
  "\t=1+1",
  "\r=1+1",
  '=HYPERLINK("x")',
];

const PEOPLE = [
  employee("ada", {
    firstName: "Zoë 🚀",
    lastName: 'Müller, "MD"',
    bank: rawBank(BANKS.de),
    costCenter: "0042",
  }),
  ...ATTACKS.map((text, index) => employee(`eve${index}`, { firstName: text, lastName: text })),
];

describe("a hand-off in LibreOffice", () => {
  it("has the people of the import file, each value as text, and nothing that runs", async () => {
    const { folder } = await written(
      handOffOf({ employees: PEOPLE, rules: { costCenter: [{ field: "Cost Center" }] } }),
    );
    const { Members = [] } = await asLibreOfficeSees(join(folder, FILE));
    expect(Members).toHaveLength(PEOPLE.length);
    expect(Members[0]).toEqual({
      "First name*": "Zoë 🚀",
      "Last name*": 'Müller, "MD"',
      "Email Address*": "ada@acme.test",
      "Cost Center": "0042",
      IBAN: BANKS.de.iban,
      BIC: BANKS.de.bic,
    });
    for (const row of Members) for (const cell of Object.values(row)) expect(cell).not.toMatch(FORMULA_START);
  });

  it("has the people of a filled template, and the template's other sheets", async () => {
    const { folder } = await written(
      handOffOf({
        employees: PEOPLE,
        template: excelTemplate({ styledRows: 2 }),
        rules: { costCenter: [{ value: "CC-200 R&D" }] },
      }),
    );
    const sheets = await asLibreOfficeSees(join(folder, FILE));
    expect(Object.keys(sheets).sort()).toEqual([
      "Approval Policies",
      "Cost Centers",
      "Lists",
      "Members to invite",
    ]);
    const people = sheets["Members to invite"] ?? [];
    expect(people).toHaveLength(PEOPLE.length);
    expect(people[0]).toMatchObject({ "Cost Center": "CC-200 R&D", IBAN: BANKS.de.iban, BIC: BANKS.de.bic });
    for (const row of people) for (const cell of Object.values(row)) expect(cell).not.toMatch(FORMULA_START);
    expect(sheets["Cost Centers"]?.map((row) => row["Cost Center"])).toEqual(LISTS[0]?.rows.slice(1).flat());
  });

  it("has the rows of the worklist, and nothing that runs", async () => {
    const { folder } = await written(
      handOffOf({
        employees: ATTACKS.map((text, index) =>
          employee(`eve${index}`, { status: "inactive", displayName: text, statusDetail: text }),
        ),
        members: ATTACKS.map((text, index) => member(`eve${index}`, { lastName: text })),
        links: ATTACKS.map((_, index) => link(`eve${index}`)),
      }),
    );
    const { Worklist = [] } = await asLibreOfficeSees(join(folder, "acme-uk-worklist.xlsx"));
    expect(Worklist).toHaveLength(ATTACKS.length);
    for (const row of Worklist)
      for (const cell of Object.values(row)) expect(cell).not.toMatch(FORMULA_START);
  });

  it("is filled as well when LibreOffice or another program saved the template", async () => {
    const titles = ALL_TITLES.slice(0, 5);
    const other = await writeWorkbook([
      { sheet: "Members", data: [[...titles]] },
      { sheet: "Cost centers", data: [["Sales"], ["R & D"]] },
    ]).toBuffer();
    const path = join(await newFolder(), "template.xlsx");
    await mkdir(dirname(path));
    await writeFile(path, excelTemplate());
    for (const [template, sheet, costCenter] of [
      [await savedByLibreOffice(path), "Members to invite", "General"],
      [other, "Members", "R & D"],
    ] as const) {
      const { folder, rows } = await written(
        handOffOf({ employees: PEOPLE, template, rules: { costCenter: [{ value: costCenter }] } }),
      );
      const sheets = await asLibreOfficeSees(join(folder, FILE));
      expect(sheets[sheet]).toHaveLength(PEOPLE.length);
      expect(sheets[sheet]?.[0]).toMatchObject({
        "Email Address*": "ada@acme.test",
        "Cost Center": costCenter,
      });
      expect(await rows(FILE, sheet)).toHaveLength(PEOPLE.length + 1);
    }
  });

  it("is filled as well when elements have a prefix and cells no place", async () => {
    const { folder } = await written(
      handOffOf({ employees: PEOPLE, template: withoutPlaces(excelTemplate()) }),
    );
    const people = (await asLibreOfficeSees(join(folder, FILE)))["Members to invite"] ?? [];
    expect(people).toHaveLength(PEOPLE.length);
    expect(people[0]).toMatchObject({ "First name*": "Zoë 🚀", IBAN: BANKS.de.iban });
  });
});
