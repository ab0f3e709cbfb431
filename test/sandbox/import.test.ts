import { describe, expect, it } from "vitest";
import writeWorkbook from "write-excel-file/node";
import { readCsv } from "../../src/sandbox/control/import/import-file.js";
import type { Sandbox } from "../../src/sandbox/sandbox.js";
import { call, sandboxWith } from "./client.js";

const TITLES = [
  "First name*",
  "Last name*",
  "Email Address*",
  "Roles",
  "Cost Center",
  "Approval Policy",
  "IBAN",
  "BIC",
];
const WORK = ["Done", "To do", "Name", "E-mail in Spendesk", "What to change", "New IBAN", "New BIC"];
const IBAN = "DE89370400440532013000";
const BIC = "COBADEFFXXX";

type Row = readonly string[];

async function workbook(sheets: Record<string, readonly Row[]>): Promise<Uint8Array> {
  return writeWorkbook(
    Object.entries(sheets).map(([sheet, rows]) => ({ sheet, data: rows.map((row) => [...row]) })),
  ).toBuffer();
}

async function send(sandbox: Sandbox, file: Uint8Array | string, entity = "acme-uk") {
  return call("POST", `${sandbox.url}/__sandbox/import?entity=${entity}`, {
    body: typeof file === "string" ? file : new Uint8Array(file),
  });
}

async function emptySandbox(): Promise<Sandbox> {
  return sandboxWith({ employees: 0, writes: false, entities: ["acme-uk", "acme-fr"] });
}

describe("POST /__sandbox/import of an import file", () => {
  it("invites the people in it, in the entity that is named", async () => {
    const sandbox = await emptySandbox();
    const file = await workbook({
      Members: [TITLES, ["Ada", "Lovelace", "ada@acme.test", "Controller", "", "", IBAN, BIC]],
    });
    const { status, body } = await send(sandbox, file, "acme-fr");
    expect({ status, body }).toEqual({ status: 200, body: { kind: "import", done: 1, errors: [] } });
    expect(sandbox.control.members("acme-uk")).toEqual([]);
    expect(sandbox.control.members("acme-fr")).toMatchObject([
      {
        firstName: "Ada",
        lastName: "Lovelace",
        email: "ada@acme.test",
        status: "invited",
        roles: ["controller"],
        bankAccount: { iban: IBAN, bic: BIC },
      },
    ]);
  });

  it("refuses single rows with the errors that Spendesk documents", async () => {
    const sandbox = await emptySandbox();
    sandbox.control.addMember({ firstName: "Bo", lastName: "There", email: "bo@acme.test" });
    const file = await workbook({
      Members: [
        TITLES,
        ["Bo", "Again", "BO@acme.test"],
        ["Cy", "Typo", "cy.acme.test"],
        ["Dee", "", "dee@acme.test"],
        ["Eve", "King", "eve@acme.test", "Emperor"],
        ["Fay", "Cost", "fay@acme.test", "", "CC-9"],
        ["Gil", "Rule", "gil@acme.test", "", "", "Strict"],
        ["Hal", "Fine", "hal@acme.test", "Requester, Approver", "CC-1", "Usual", IBAN, ""],
      ],
      "Cost centers": [["CC-1"]],
      "Approval policies": [["Usual"]],
    });
    const { body } = await send(sandbox, file);
    expect(body).toEqual({
      kind: "import",
      done: 1,
      errors: [
        { row: 2, error: "user already exists" },
        { row: 3, error: "invalid e-mail" },
        { row: 4, error: "missing mandatory information" },
        { row: 5, error: "invalid role" },
        { row: 6, error: "cost center not found" },
        { row: 7, error: "approval policy not found" },
      ],
    });
    const hal = sandbox.control.members().find(({ email }) => email === "hal@acme.test");
    expect(hal).toMatchObject({ roles: ["requester", "approver"], bankAccount: null });
  });

  it("refuses anything else as a whole", async () => {
    const sandbox = await emptySandbox();
    const other = await workbook({ Sheet: [["Something", "else"]] });
    const damaged = other.slice(0, other.length - 40);
    for (const file of [other, damaged, "First,Last\nAda,Lovelace\n", ""]) {
      const { status, body } = await send(sandbox, file);
      expect(status).toBe(400);
      expect(body.error).toMatchObject({ code: "invalid_file_structure" });
      expect(body.error.message).toContain("invalid xlsx structure");
    }
    expect((await send(sandbox, other, "nobody")).body.error.code).toBe("unknown_sandbox_entity");
  });
});

describe("POST /__sandbox/import of a worklist", () => {
  it("does what the rows say", async () => {
    const sandbox = await emptySandbox();
    const { control } = sandbox;
    const ada = control.addMember({ firstName: "Ada", lastName: "Old", email: "ada@acme.test" });
    const bo = control.addMember({ firstName: "Bo", lastName: "Boss", email: "bo@acme.test" });
    const cy = control.addMember({ firstName: "Cy", lastName: "Gone", email: "cy@acme.test" });
    const dee = control.addMember({ lastName: "Back", email: "dee@acme.test", isArchived: true });
    const steps =
      "E-mail: ada@acme.test -> ada.new@acme.test; Last name: Old -> New; Bank details: (empty) -> •••• 3000; Line manager: (empty) -> Bo Boss (bo@acme.test)";
    const file = await workbook({
      Worklist: [
        WORK,
        ["", "Update", "Ada Old", "ada@acme.test", steps, IBAN, BIC],
        ["", "Archive", "Cy Gone", "cy@acme.test", "active -> archived"],
        ["", "Restore", "Dee Back", "dee@acme.test", "archived -> active; First name: (empty) -> Dee"],
      ],
    });
    expect((await send(sandbox, file)).body).toEqual({ kind: "worklist", done: 3, errors: [] });
    const [first, , third, fourth] = control.members();
    expect(first).toEqual({
      ...ada,
      email: "ada.new@acme.test",
      lastName: "New",
      managerId: bo.id,
      bankAccount: { iban: IBAN, bic: BIC },
    });
    expect(third).toEqual({ ...cy, isArchived: true });
    expect(fourth).toEqual({ ...dee, isArchived: false, firstName: "Dee" });
  });

  it("says row by row what can't be done", async () => {
    const sandbox = await emptySandbox();
    const { control } = sandbox;
    control.addMember({ email: "owner@acme.test", roles: ["account_owner"] });
    control.addMember({ email: "ada@acme.test" });
    const csv = [
      WORK.slice(0, 5).join(","),
      ",Archive,Owner,owner@acme.test,active -> archived",
      ",Update,Nobody,nobody@acme.test,Last name: A -> B",
      ",Update,Ada,ada@acme.test,Bank details: (empty) -> •••• 3000",
      ',Update,Ada,ada@acme.test,"Line manager: (empty) -> Nobody, Inc (nobody@acme.test)"',
      ",Update,Ada,ada@acme.test,Last name: (empty) -> Fine",
    ].join("\r\n");
    expect((await send(sandbox, `\uFEFF${csv}\r\n`)).body).toEqual({
      kind: "worklist",
      done: 1,
      errors: [
        { row: 2, error: "The owner of the account can't be archived." },
        { row: 3, error: "There is no member with this e-mail." },
        { row: 4, error: "The bank details are in the .xlsx only." },
        { row: 5, error: "There is no member Nobody, Inc (nobody@acme.test) to be the line manager." },
      ],
    });
  });
});

describe("readCsv", () => {
  it.each([
    [
      "plain cells",
      "a,b\nc,d\n",
      [
        ["a", "b"],
        ["c", "d"],
      ],
    ],
    [
      "quotes, commas and line breaks in cells",
      '"a,1","b ""x"""\r\n"c\nd",e',
      [
        ["a,1", 'b "x"'],
        ["c\nd", "e"],
      ],
    ],
    [
      "empty cells and empty lines",
      "a,,c\n\n,b,\n",
      [
        ["a", "", "c"],
        ["", "b", ""],
      ],
    ],
  ])("reads %s", (_what, text, rows) => {
    expect(readCsv(text)).toEqual(rows);
  });
});
