import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { BulkImportConfig } from "../../src/config/entity-config.js";
import { entityText, FILE, loadText, MINIMAL, newWorkspace, onlyEntity, problemOf } from "./workspace.js";

async function bulkImportOf(...lines: readonly string[]): Promise<BulkImportConfig> {
  return onlyEntity(await loadText(textOf(...lines))).bulkImport;
}

function textOf(...lines: readonly string[]): string {
  return entityText(...MINIMAL, "spendesk:", "  bulkImport:", ...lines.map((line) => `    ${line}`));
}

async function mistakesOf(...lines: readonly string[]): Promise<string> {
  const problem = await problemOf(textOf(...lines));
  expect(problem.kind).toBe("configuration");
  return `${problem.message} ${problem.why}`;
}

describe("configuration of the import file", () => {
  it("reads rules with a condition, for a field and for everybody, in their order", async () => {
    const { columns } = await bulkImportOf(
      "columns:",
      "  costCenter:",
      "    - { if: \"'department' is one of: Sales,Marketing\", value: CC-100 }",
      "    - { field: cost center }",
      "    - { value: GENERAL }",
      "  roles:",
      "    - if:",
      "        - \"'Team' is: Finance\"",
      "        - any: [\"'Country' is: GB\", \"'Country' is: FR\"]",
      "      value: Controller",
    );
    expect(columns.costCenter).toEqual([
      {
        filter: {
          kind: "rule",
          field: "Department",
          operator: "is one of",
          values: ["Sales", "Marketing"],
        },
        gives: { value: "CC-100" },
      },
      { filter: null, gives: { field: "Cost Center" } },
      { filter: null, gives: { value: "GENERAL" } },
    ]);
    expect(columns.roles).toMatchObject([
      {
        filter: { kind: "all", nodes: [{ field: "Team" }, { kind: "any" }] },
        gives: { value: "Controller" },
      },
    ]);
    expect(columns.approvalPolicy).toEqual([]);
  });

  it("reads what the template calls its columns, and only those that are named", async () => {
    const { titles } = await bulkImportOf("titles: { firstName: ' Prénom ', email: Adresse e-mail }");
    expect(titles).toEqual({ firstName: "Prénom", email: "Adresse e-mail" });
  });

  it("takes the template's path as relative to the file", async () => {
    const { write, load, cwd, home } = await newWorkspace();
    await write(`etc2/${FILE}`, textOf("template: imports/acme.xlsx"));
    const loaded = await load({ flags: { config: `../etc2/${FILE}` } });
    expect(onlyEntity(loaded).bulkImport.template).toBe(join(home, "etc2/imports/acme.xlsx"));

    await write(`project/${FILE}`, textOf(`template: ${join(home, "acme.xlsx")}`));
    expect(onlyEntity(await load()).bulkImport.template).toBe(join(home, "acme.xlsx"));
    expect(cwd).not.toBe(join(home, "etc2"));
  });

  it("names the field that was meant, with the entity and the place of the rule", async () => {
    const problem = await problemOf(
      textOf("columns:", "  costCenter:", "    - { value: A }", "    - { field: Cost Centre }"),
    );
    expect(problem.code).toBe("filter_unknown_field");
    expect(problem.message).toBe(
      `Entity acme-uk (${FILE}:11:15): The rule names a field that does not exist: "Cost Centre".`,
    );
    expect(problem.why).toContain('Did you mean "Cost Center"?');
  });

  it("refuses a condition that can't be read, with its place", async () => {
    const problem = await problemOf(
      textOf("columns:", "  roles:", "    - { if: \"'Team' equals: A\", value: B }"),
    );
    expect(problem.code).toBe("filter_syntax");
    expect(problem.message).toContain(`Entity acme-uk (${FILE}:10:15)`);
  });

  it.each([
    [["columns: { roles: [{ field: Team, value: A }] }"], "columns.roles[0] needs either value or field"],
    [["columns: { roles: [{ if: \"'Team' is: A\" }] }"], "columns.roles[0] needs either value or field"],
    [["columns: { costCenter: [value: 100] }"], 'Put it in quotes: "100".'],
    [["columns: { costCenter: [value: ' '] }"], "value must not be empty"],
    [["columns: { roles: [{ when: x, value: A }] }"], "Unknown key `when` in"],
    [["columns: { roles: [{ valu: A }] }"], "Did you mean `value`?"],
    [["columns: { costCentre: [] }"], "Did you mean `costCenter`?"],
    [["columns: { roles: [{ if: 3, value: A }] }"], "must be a rule such as"],
    [["columns: { roles: [{ if: [], value: A }] }"], "must be a rule such as"],
    [["titles: { prenom: Prénom }"], "Unknown key `prenom`"],
    [["titles: { iban: '' }"], "iban must not be empty"],
    [["titles: { iban: Compte, bic: COMPTE }"], "bic is the title of iban as well"],
    [["template: ''"], "template must be the path of an .xlsx file"],
    [["tenplate: a.xlsx"], "Did you mean `template`?"],
  ])("refuses %j", async (lines, says) => {
    expect(await mistakesOf(...lines)).toContain(says);
  });

  it.each([
    "http://app.spendesk.com",
    "app.spendesk.com/members",
    "https://user:pw@app.spendesk.com",
    "javascript:alert(1)",
  ])("refuses %s as the members page", async (url) => {
    const problem = await problemOf(entityText(...MINIMAL, `spendesk: { membersUrl: "${url}" }`));
    expect(`${problem.message} ${problem.why}`).toMatch(/membersUrl must be the address of a page|secret/u);
  });
});

describe("commented settings of the example", () => {
  it("are valid once they are uncommented", async () => {
    const example = await readFile(
      join(import.meta.dirname, "../../spendesk-hr.config.example.yaml"),
      "utf8",
    );
    const lines = example.split("\n");
    const from = lines.findIndex((line) => line.includes("# bulkImport:"));
    const count = lines.slice(from).findIndex((line) => !/^ {6}#/.test(line));
    const text = lines
      .map((line, index) => (index >= from && index < from + count ? line.replace("# ", "") : line))
      .join("\n");
    const { bulkImport } = onlyEntity(await loadText(text));
    expect(bulkImport.template).toMatch(/spendesk-import-template\.xlsx$/u);
    expect(bulkImport.columns.roles).toHaveLength(1);
    expect(bulkImport.columns.costCenter).toHaveLength(3);
    expect(bulkImport.columns.approvalPolicy).toHaveLength(1);
  });
});
