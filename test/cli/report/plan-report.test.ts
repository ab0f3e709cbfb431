import readWorkbook from "read-excel-file/node";
import { describe, expect, it } from "vitest";
import { planWorkbook } from "../../../src/cli/report/plan-workbook.js";
import { planPage } from "../../../src/cli/report/write-plan-report.js";
import { BANKS } from "../../support/people.js";
import { ATTACKS, newcomers, plannedEntity, reportOf } from "./people.js";

const ASSETS = { style: "body{}", script: "void 0" };

function pageOf(...options: Parameters<typeof reportOf>): string {
  return planPage(reportOf(...options), ASSETS);
}

describe("the report of a plan", () => {
  it("puts everybody into the group that says most, with office, values and reason", () => {
    const { people } = reportOf([plannedEntity()]);
    const groupOf = (name: string) => people.filter((row) => row.name === name).map(({ group }) => group);
    expect(groupOf("Leo Test")).toEqual(["archive"]);
    expect(groupOf("Bea Test")).toEqual(["email"]);
    expect(groupOf("Ada Newname")).toEqual(["update"]);
    expect(groupOf("Dup Test")).toEqual(["conflict"]);
    expect(people.find(({ name }) => name === "Ada Newname")).toMatchObject({
      office: "London",
      changes: "last name: Test → Newname",
      reason: expect.stringContaining("last name"),
    });
  });

  it("counts people outside the filter and names them only when asked", () => {
    const report = reportOf([plannedEntity()]);
    expect(report.quiet).toBe("3 outside the filter");
    expect(report.people.some(({ name }) => name.startsWith("Out"))).toBe(false);
    const skipped = reportOf([plannedEntity()], { only: ["skipped"] });
    expect(skipped).toMatchObject({ quiet: "", isPart: true });
    expect(skipped.people.filter(({ name }) => name.startsWith("Out"))).toHaveLength(3);
  });

  it("masks bank details everywhere", async () => {
    const { people } = reportOf([plannedEntity()]);
    expect(people.find(({ name }) => name === "Kim Test")?.changes).toBe("bank •••• 3000");
    expect(pageOf([plannedEntity()])).not.toContain(BANKS.de.iban.slice(4, 18));
  });

  it("names the command that applies exactly this only where there is a plan file", () => {
    expect(reportOf([plannedEntity()], { planFile: "my plan.json" })).toMatchObject({
      command: "spendesk-hr apply 'my plan.json'",
      isExact: true,
    });
    expect(reportOf([plannedEntity()])).toMatchObject({
      command: "spendesk-hr apply --entity acme-uk",
      isExact: false,
    });
  });
});

describe("the page of a plan", () => {
  it("escapes what people typed, in elements, attributes, charts and the data of its script", () => {
    const html = pageOf([plannedEntity()]);
    for (const attack of ATTACKS.filter((text) => text.includes("<"))) expect(html).not.toContain(attack);
    expect(html.match(/<script\b/g)).toHaveLength(2);
    expect(html.match(/<\/script>/g)).toHaveLength(2);
    const [, json = ""] = /<script type="application\/json" id="data">(.*?)<\/script>/s.exec(html) ?? [];
    expect(JSON.parse(json)).toEqual(reportOf([plannedEntity()]).people);
  });

  it("allows by its policy its own script and style sheet and nothing else", () => {
    const html = pageOf([plannedEntity()]);
    const [, policy] = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(html) ?? [];
    expect(policy).toBe(
      "default-src 'none'; style-src 'sha256-fJgEClQWV1hGkK4qHMO0KotTsVnMYMXTq7/suurGyUo='; script-src 'sha256-yyjq/GGlTvm0YhdkNx72uPxcwaIXqWZBYZftmpA6pYU='; base-uri 'none'; form-action 'none'",
    );
    expect(html).not.toMatch(/\sstyle="|\son\w+="|href=|\ssrc="|url\(/);
  });

  it("refuses a script that would end its own element", () => {
    const broken = { ...ASSETS, script: "const end = '</SCRIPT>'" };
    expect(() => planPage(reportOf([plannedEntity()]), broken)).toThrow("would end its <script>");
  });

  it("says the limits, the warnings, the fingerprint and what is to come of it", () => {
    const html = pageOf([plannedEntity()], { planFile: "plan.json" });
    for (const text of [
      "more than the limit of 1 for 4 managed members",
      "--allow-archives 2",
      "Two people have one bank account",
      "f1a2b3c4".repeat(8),
      "spendesk-hr apply plan.json",
      "each one stops the person's cards and login",
      "Nothing of it has been done yet",
    ]) {
      expect(html).toContain(text);
    }
  });

  it("has the first hundred of a group as elements, and everybody as data", () => {
    const html = pageOf([plannedEntity(newcomers(300))]);
    expect(html.match(/<th scope="row"><bdi>Person/g)?.length).toBeLessThan(101);
    expect(html).toContain('"name":"Person299 Number299"');
  });
});

describe("the workbook of a plan", () => {
  it("has everybody on one sheet and the plan on another, and no cell that runs", async () => {
    const bytes = await planWorkbook(reportOf([plannedEntity()], { planFile: "plan.json" }));
    const [people, plan] = await readWorkbook(Buffer.from(bytes));
    expect([people?.sheet, plan?.sheet]).toEqual(["People", "Plan"]);
    const [titles, first] = people?.data ?? [];
    expect(titles?.slice(0, 3)).toEqual(["Kind", "Name", "E-mail"]);
    expect(first?.slice(0, 4)).toEqual(["Archives", "Leo Test", "leo@acme.test", "London"]);
    const cells = [...(people?.data ?? []), ...(plan?.data ?? [])].flat().map(String);
    expect(cells).toContain(`'${ATTACKS[4]} Attack`);
    for (const cell of cells) expect(cell).not.toMatch(/^\s*[=+@-]/);
    expect(cells).toContain("spendesk-hr apply plan.json");
  });
});
