import { describe, expect, it } from "vitest";
import { BANKS, employee, rawBank } from "../../support/people.js";
import { byTitle, handOffOf, written } from "./hand-offs.js";

describe("import file with the documented columns", () => {
  it("holds every creation as text, with the real bank details", async () => {
    const { files, rows } = await written(
      handOffOf({
        employees: [employee("ada", { bank: rawBank(BANKS.de) }), employee("bob", { firstName: "007" })],
      }),
    );
    expect(files).toMatchObject([
      { entity: "acme-uk", kind: "import", rows: 2 },
      { entity: null, kind: "readme", rows: 2 },
    ]);
    expect(await rows("acme-uk-import.xlsx")).toEqual([
      ["First name*", "Last name*", "Email Address*", "IBAN", "BIC"],
      ["Ada", "Test", "ada@acme.test", BANKS.de.iban, BANKS.de.bic],
      ["007", "Test", "bob@acme.test", null, null],
    ]);
  });

  it("has no column that nobody fills", async () => {
    const { rows } = await written(handOffOf({ employees: [employee("ada")] }));
    expect(await rows("acme-uk-import.xlsx")).toEqual([
      ["First name*", "Last name*", "Email Address*"],
      ["Ada", "Test", "ada@acme.test"],
    ]);
  });

  it("has the titles that the company's Spendesk has", async () => {
    const titles = { firstName: "Prénom", lastName: "Nom", email: "Adresse e-mail", roles: "Rôles" };
    const rules = { roles: [{ value: "Contrôleur" }] };
    const { rows } = await written(handOffOf({ employees: [employee("ada")], titles, rules }));
    expect((await rows("acme-uk-import.xlsx"))[0]).toEqual(["Prénom*", "Nom*", "Adresse e-mail*", "Rôles"]);
  });

  it("fills the optional columns by the first rule that fits and gives something", async () => {
    const { rows } = await written(
      handOffOf({
        employees: [
          employee("ada", { department: "Sales", costCenter: "Own" }),
          employee("bob", { department: "Legal", costCenter: " 4711 " }),
          employee("eve", { department: null, costCenter: null }),
          employee("joe"),
        ],
        rules: {
          costCenter: [
            { if: "'Department' is one of: Sales,Marketing", value: "CC-100" },
            { field: "Cost Center" },
            { value: "GENERAL" },
          ],
          roles: [{ if: ["'Department' is: Legal", "'Cost Center' is not empty"], value: "Controller" }],
        },
      }),
    );
    const people = byTitle(await rows("acme-uk-import.xlsx"));
    expect(people.map((person) => person["Cost Center"])).toEqual(["CC-100", "4711", "GENERAL", "GENERAL"]);
    expect(people.map((person) => person.Roles)).toEqual([null, "Controller", null, null]);
  });

  it("leaves out bank details that are not complete", async () => {
    const { rows } = await written(
      handOffOf({ employees: [employee("ada", { bank: rawBank({ iban: BANKS.de.iban, bic: null }) })] }),
    );
    expect((await rows("acme-uk-import.xlsx"))[0]).toEqual(["First name*", "Last name*", "Email Address*"]);
  });

  it("keeps names of every script, and drops what only hides or reorders text", async () => {
    const { rows } = await written(
      handOffOf({
        employees: [
          employee("ada", { firstName: "Zoë 🚀", lastName: "O'Brien & Søn <ltd>" }),
          employee("bob", { firstName: "آدا", lastName: "陳大文" }),
          employee("eve", { firstName: "E\u202eve\u200b", lastName: "Line\r\nBreak\u0007\u001b[31m\ufffe" }),
        ],
      }),
    );
    const people = byTitle(await rows("acme-uk-import.xlsx"));
    expect(people.map((person) => [person["First name*"], person["Last name*"]])).toEqual([
      ["Zoë 🚀", "O'Brien & Søn <ltd>"],
      ["آدا", "陳大文"],
      ["Eve", "Line Break"],
    ]);
  });

  it.each(["=1+1", "+1", "-Marie", "@SUM(A1)", "＝1+1", "  =1+1"])(
    "makes the name %j harmless and keeps it importable",
    async (name) => {
      const { rows } = await written(handOffOf({ employees: [employee("ada", { lastName: name })] }));
      expect(byTitle(await rows("acme-uk-import.xlsx"))).toMatchObject([
        { "Last name*": `'${name.trim().normalize("NFC")}`, "Email Address*": "ada@acme.test" },
      ]);
    },
  );

  it("makes values of rules harmless as well", async () => {
    const { rows } = await written(
      handOffOf({
        employees: [employee("ada", { costCenter: "=cmd|' /C calc'!A0" })],
        rules: { costCenter: [{ field: "Cost Center" }] },
      }),
    );
    expect(byTitle(await rows("acme-uk-import.xlsx"))).toMatchObject([
      { "Cost Center": "'=cmd|' /C calc'!A0" },
    ]);
  });

  it("puts somebody whose e-mail starts like a formula on the worklist instead", async () => {
    const { files, rows, text } = await written(
      handOffOf({
        employees: [
          employee("ada"),
          employee("eve", { workEmail: "=1+1@acme.test", bank: rawBank(BANKS.fr) }),
        ],
      }),
    );
    expect(files.map(({ kind, rows: count }) => [kind, count])).toEqual([
      ["import", 1],
      ["worklist", 1],
      ["worklist", 1],
      ["readme", 2],
    ]);
    expect(byTitle(await rows("acme-uk-import.xlsx")).map((row) => row["Email Address*"])).toEqual([
      "ada@acme.test",
    ]);
    expect(byTitle(await rows("acme-uk-worklist.xlsx"))).toMatchObject([
      {
        "To do": "Invite by hand",
        "E-mail in Spendesk": "'=1+1@acme.test",
        "New IBAN": BANKS.fr.iban,
        "New BIC": BANKS.fr.bic,
        Notes: expect.stringContaining("starts like a spreadsheet formula"),
      },
    ]);
    expect(await text("acme-uk-worklist.csv")).toContain(",'=1+1@acme.test,");
  });

  it("cuts a text that no cell can hold, without splitting a character", async () => {
    const { rows } = await written(
      handOffOf({ employees: [employee("ada", { firstName: `${"x".repeat(32_765)}🚀🚀` })] }),
    );
    const [person] = byTitle(await rows("acme-uk-import.xlsx"));
    expect(person?.["First name*"]).toBe(`${"x".repeat(32_765)}…`);
  });

  it("stays quick with thousands of people", async () => {
    const employees = Array.from({ length: 5_000 }, (_, index) =>
      employee(`p${index}`, { bank: rawBank(BANKS.gb) }),
    );
    const { rows } = await written(handOffOf({ employees }));
    expect(await rows("acme-uk-import.xlsx")).toHaveLength(5_001);
  });
});
