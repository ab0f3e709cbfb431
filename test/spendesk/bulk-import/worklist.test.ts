import { describe, expect, it } from "vitest";
import { readText, readZip } from "../../../src/spendesk/bulk-import/zip.js";
import { BANKS, employee, link, member, rawBank } from "../../support/people.js";
import { byTitle, handOffOf, MEMBERS_URL, written } from "./hand-offs.js";

const WORKLIST = "acme-uk-worklist.xlsx";

/** An archive, an update of everything, a restore with an update. */
function people() {
  return handOffOf({
    employees: [
      employee("ada", { status: "inactive", terminationDate: "2026-10-31" }),
      employee("bob", {
        workEmail: "robert@acme.test",
        firstName: "Robert",
        bank: rawBank(BANKS.de),
        manager: { id: "joe", email: null },
      }),
      employee("eve", { lastName: "Newname" }),
      employee("joe"),
    ],
    members: [member("ada"), member("bob"), member("eve", { status: "archived" }), member("joe")],
    links: [link("ada"), link("bob"), link("eve", { archived: true }), link("joe")],
  });
}

describe("worklist", () => {
  it("has one row per person with what to change, old -> new, why, and the link to the members page", async () => {
    const { files, rows } = await written(people());
    expect(files.map(({ kind, rows: count }) => [kind, count])).toEqual([
      ["worklist", 3],
      ["worklist", 3],
      ["readme", 3],
    ]);
    const list = byTitle(await rows(WORKLIST));
    expect(Object.keys(list[0] ?? {})).toEqual([
      "Done",
      "To do",
      "Name",
      "E-mail in Spendesk",
      "What to change",
      "New IBAN",
      "New BIC",
      "Why",
      "Notes",
      "Members page",
    ]);
    const rowOf = (email: string) => list.find((row) => row["E-mail in Spendesk"] === email);
    expect(rowOf("ada@acme.test")).toMatchObject({
      "To do": "Archive",
      Name: "Ada Test",
      "What to change": "active -> archived",
      Why: expect.stringContaining("2026-10-31"),
      "Members page": MEMBERS_URL,
    });
    // The person is found by the e-mail Spendesk knows today.
    expect(rowOf("bob@acme.test")).toMatchObject({
      "To do": "Update",
      "What to change":
        "E-mail: bob@acme.test -> robert@acme.test; First name: Bob -> Robert; Bank details: not shown by Spendesk -> •••• 3000; Line manager: not shown by Spendesk -> Joe Test",
      "New IBAN": BANKS.de.iban,
      "New BIC": BANKS.de.bic,
    });
    expect(rowOf("eve@acme.test")).toMatchObject({
      "To do": "Restore",
      "What to change": "archived -> active; Last name: Test -> Newname",
      "New IBAN": null,
    });
  });

  it("keeps its titles in sight and its cells texts, and leads to the members page with a click", async () => {
    const { bytes } = await written(people());
    const archive = readZip(await bytes(WORKLIST), 1_000_000);
    const sheet = readText(archive, "xl/worksheets/sheet1.xml") ?? "";
    expect(sheet).toMatch(/<pane [^>]*ySplit="1"[^>]*state="frozen"/u);
    expect(sheet).toContain('width="60"');
    const cells = sheet.match(/<c [^>]*>/gu) ?? [];
    expect(cells).toHaveLength(4 * 10);
    for (const cell of cells) expect(cell).toMatch(/ s="[1-9]/u);
    expect(readText(archive, "xl/styles.xml")).toMatch(/numFmtId="\d+" formatCode="@"/u);
    expect(sheet).not.toContain("<f>");

    const links = [...sheet.matchAll(/<hyperlink ref="(\w+)" r:id="([\w-]+)"/gu)];
    expect(links.map(([, ref]) => ref)).toEqual(["J2", "J3", "J4"]);
    const relations = readText(archive, "xl/worksheets/_rels/sheet1.xml.rels") ?? "";
    for (const [, , id] of links) {
      expect(relations).toMatch(
        new RegExp(`<Relationship Id="${id}"[^>]* Target="${MEMBERS_URL}" TargetMode="External"/>`, "u"),
      );
    }
  });

  it.each([
    ["unknown", "not shown by Spendesk -> archived"],
    ["invited", "invited -> archived"],
    ["active", "active -> archived"],
  ] as const)("says of a leaver whose status is %s what it is now", async (status, change) => {
    const world = {
      employees: [employee("ada", { status: "inactive" as const })],
      members: [member("ada", { status })],
      links: [link("ada")],
    };
    const { rows } = await written(handOffOf(world));
    expect(byTitle(await rows(WORKLIST))).toMatchObject([{ "To do": "Archive", "What to change": change }]);
  });

  it("calls a status that is not shown so when somebody comes back", async () => {
    const world = {
      employees: [employee("ada")],
      members: [member("ada", { status: "unknown" as const })],
      links: [link("ada", { archived: true })],
    };
    const { rows } = await written(handOffOf(world));
    expect(byTitle(await rows(WORKLIST))).toMatchObject([
      { "To do": "Restore", "What to change": "not shown by Spendesk -> active" },
    ]);
  });

  it("has the same rows as CSV, with bank details masked", async () => {
    const { text, bytes } = await written(people());
    const csv = await text("acme-uk-worklist.csv");
    expect((await bytes("acme-uk-worklist.csv")).subarray(0, 3)).toEqual(Buffer.from([0xef, 0xbb, 0xbf]));
    expect(csv.split("\r\n")[0]).toBe(
      "\ufeffDone,To do,Name,E-mail in Spendesk,What to change,Why,Notes,Members page",
    );
    expect(csv.trimEnd().split("\r\n")).toHaveLength(4);
    expect(csv).toContain("•••• 3000");
    for (const secret of [BANKS.de.iban, BANKS.de.bic, BANKS.de.iban.slice(4, 12)]) {
      expect(csv).not.toContain(secret);
    }
  });

  it("makes text harmless that a spreadsheet would run", async () => {
    const { rows, text } = await written(
      handOffOf({
        employees: [
          employee("ada", { status: "inactive", displayName: '=HYPERLINK("https://evil.example.test")' }),
        ],
        members: [member("ada")],
        links: [link("ada")],
      }),
    );
    const harmless = '\'=HYPERLINK("https://evil.example.test")';
    expect(byTitle(await rows(WORKLIST))).toMatchObject([{ Name: harmless }]);
    expect(await text("acme-uk-worklist.csv")).toContain(`"${harmless.replaceAll('"', '""')}"`);
  });

  it("shows no control characters, escapes or reordering marks", async () => {
    const { text } = await written(
      handOffOf({
        employees: [employee("ada", { status: "inactive", displayName: "A\u001b[31mda\u202e\u0000\nTest" })],
        members: [member("ada")],
        links: [link("ada")],
      }),
    );
    expect(await text("acme-uk-worklist.csv")).toContain(",Ada Test,");
  });
});
