import { describe, expect, it } from "vitest";
import { entityText, loadText, MINIMAL, onlyEntity, problemOf } from "./workspace.js";

/** A configuration with this as the list of filter rules. */
function withFilter(rules: string): string {
  return entityText(...MINIMAL, `employees: { include: filter, filter: ${rules} }`);
}

async function filterOf(rules: string, before = "") {
  return onlyEntity(await loadText(before + withFilter(rules))).sources[0].filter;
}

describe("values that YAML might turn into something else", () => {
  it("stay what they are where YAML 1.2 leaves them", async () => {
    const norway = "[{ field: Country, operator: is one of, values: [NO, no, ON] }]";
    expect(await filterOf(norway)).toMatchObject({ values: ["NO", "no", "ON"] });
    const day = "[{ field: Start Date, operator: is on or after, values: 2019-01-01 }]";
    expect(await filterOf(day)).toMatchObject({ values: ["2019-01-01"] });
    const time = "[{ field: Team, operator: is, values: 12:30 }]";
    expect(await filterOf(time)).toMatchObject({ values: ["12:30"] });
  });

  it("stay so in a file that says it were of YAML 1.1", async () => {
    const rules = "[{ field: Country, operator: is, values: NO }]";
    expect(await filterOf(rules, "%YAML 1.1\n---\n")).toMatchObject({ values: ["NO"] });
  });

  it.each([
    ["values: [007]", "filter[0].values[0]", "007"],
    ["values: 1.0", "filter[0].values", "1.0"],
    ["values: true", "filter[0].values", "true"],
    ["values: [London, ~]", "filter[0].values[1]", "~"],
  ])("are refused among the values of a rule, with the quotes to add: %s", async (values, path, written) => {
    const problem = await problemOf(withFilter(`[{ field: Work Location, operator: is one of, ${values} }]`));
    expect(problem.code).toBe("config_invalid");
    expect(problem.message).toMatch(/^entities\.acme-uk\.employees\./);
    expect(problem.message).toContain(`${path} must be text: put it in quotes, "${written}" (`);
  });

  it.each([
    ["timezone: 0100", "entities.acme-uk.timezone must be text", 'Put it in quotes: "0100".'],
    ["walletCurrency: 978", "entities.acme-uk.walletCurrency must be text", 'Put it in quotes: "978".'],
    ["protect: [42]", "entities.acme-uk.protect[0] must be text", 'Put it in quotes: "42".'],
    [
      "protect: a@acme.test",
      "entities.acme-uk.protect must be a list",
      'Write it as a list: ["a@acme.test"].',
    ],
    [
      "sync: { archive: no }",
      "entities.acme-uk.sync.archive must be true or false",
      "Write false, without quotes",
    ],
    [
      'sync: { create: "true" }',
      "entities.acme-uk.sync.create must be true or false",
      "Write true, without quotes",
    ],
    ['leavers: { graceDays: "7" }', "must be a whole number from 0 to 365", "Write the number alone: 7."],
    ["leavers: { graceDays: 7 days }", "must be a whole number from 0 to 365", "Write the number alone: 7."],
    [
      "safety: { archives: { percent: 10% } }",
      "must be a whole number from 0 to 100",
      "Write the number alone: 10.",
    ],
  ])("are refused in settings, with what to write instead: %s", async (line, says, help) => {
    const lines = line.startsWith("timezone") ? [line, MINIMAL[1]] : [...MINIMAL, line];
    const { message } = await problemOf(entityText(...lines));
    expect(message).toContain(says);
    expect(message).toContain(help);
  });

  it("are refused as the version", async () => {
    const problem = await problemOf(entityText(...MINIMAL).replace("version: 1", 'version: "1"'));
    expect(problem.message).toBe("version must be 1 (spendesk-hr.config.yaml:1:10). Leave the quotes out.");
  });

  it.each(["007", "1.0", "2024", "true", "~"])("are refused as the name of an entity: %s", async (name) => {
    const problem = await problemOf(entityText(...MINIMAL).replace("acme-uk", name));
    expect(problem.code).toBe("config_invalid");
    expect(problem.message).toBe(`The name of the entity ${name} is not text (spendesk-hr.config.yaml:3:3).`);
    expect(problem.next).toContain(`Put it in quotes, "${name}"`);
  });
});

describe("a filter rule without quotes around it", () => {
  it.each([
    ["Work Location is one of: London", `"'Work Location' is one of: London"`],
    ["‘Country’ is not: NO", `"'Country' is not: NO"`],
    ['custom.grade is one of: [A, "B, C"]', `"'custom.grade' is one of: A,\\"B, C\\""`],
  ])("that YAML takes for a block is shown as it is to be written: %s", async (rule, written) => {
    const lines = [...MINIMAL, "employees:", "  include: filter", "  filter:", `    - ${rule}`];
    const problem = await problemOf(entityText(...lines));
    expect(problem.message).toBe(
      `entities.acme-uk.employees.filter[0] is a filter rule without quotes around it as a whole (spendesk-hr.config.yaml:9:11). Write it as ${written}.`,
    );
    const corrected = [...lines.slice(0, -1), `    - ${written}`];
    expect(onlyEntity(await loadText(entityText(...corrected))).sources[0].filter).toMatchObject({
      kind: "rule",
    });
  });

  it.each([
    "'Work Location' is one of: London",
    '"Work Location" is one of: London, Paris',
    "'Work Location' is empty",
    "'Work Location' is: \"Paris, France\"",
  ])("that YAML can't read is shown as it is to be written: %s", async (rule) => {
    const lines = [...MINIMAL, "employees:", "  include: filter", "  filter:", `    - ${rule}`];
    const problem = await problemOf(entityText(...lines));
    expect(problem.code).toBe("config_syntax");
    expect(problem.why).toMatch(/^A filter rule needs double quotes around it as a whole: .*\.\n- .*\n +\^$/);
    const written = /^Write it as (".*"), then run/.exec(problem.next)?.[1];
    const corrected = [...lines.slice(0, -1), `    - ${written}`];
    expect(onlyEntity(await loadText(entityText(...corrected))).sources[0].filter).toMatchObject({
      kind: "rule",
    });
  });

  it("is found behind a key and in brackets, too", async () => {
    for (const filter of ["'Team' is: Sales", "['Team' is: Sales]"]) {
      const problem = await problemOf(
        entityText(...MINIMAL, "employees:", "  include: filter", `  filter: ${filter}`),
      );
      expect(problem.next).toContain(`Write it as "'Team' is: Sales", then run`);
    }
  });
});

describe("a filter rule in parts", () => {
  it.each([
    ["{ field: Team }", "filter[0] needs operator"],
    ["{ operator: is empty }", "filter[0] needs field"],
    ["{ field: Team, operator: is, value: x }", "filter[0].value is no part of a filter rule"],
    ["{ field: Team, operator: is, values: { a: b } }", "filter[0].values must be text"],
    ["{ any: [\"'Team' is: x\", { Team is: y }] }", "filter[0].any[1] is a filter rule without quotes"],
    ["[\"'Team' is: x\"]", "filter[0] must be a rule such as"],
    ["42", "filter[0] must be a rule such as"],
  ])("is told what is wrong with it: %s", async (rule, says) => {
    expect((await problemOf(withFilter(`[${rule}]`))).message).toContain(says);
  });

  it("is suggested the key that was meant", async () => {
    const problem = await problemOf(withFilter("[{ field: Team, operator: is, value: x }]"));
    expect(problem.message).toContain("Did you mean `values`?");
  });
});

describe("names that are none for programs", () => {
  it.each([
    [
      "an entity",
      "version: 1\nentities:\n  __proto__:\n    timezone: UTC\n",
      "entities.__proto__ can't be a key (spendesk-hr.config.yaml:3:3).",
    ],
    [
      "a setting",
      entityText(...MINIMAL, "spendesk: { __proto__: { environment: demo } }"),
      "entities.acme-uk.spendesk.__proto__ can't be a key (spendesk-hr.config.yaml:6:17).",
    ],
  ])("are refused instead of left out: __proto__ as %s", async (_what, text, message) => {
    expect(await problemOf(text)).toMatchObject({ kind: "configuration", code: "config_invalid", message });
  });

  it("are refused in JSON as well", async () => {
    const text = '{ "version": 1, "entities": { "__proto__": { "timezone": "UTC" } } }';
    expect((await problemOf(text, "spendesk-hr.config.json")).message).toContain(
      "entities.__proto__ can't be a key",
    );
  });

  it.each(["constructor", "prototype"])("are refused as the name of an entity: %s", async (name) => {
    const problem = await problemOf(entityText(...MINIMAL).replace("acme-uk", name));
    expect(problem.message).toContain(`entities.${name} is not a name for an entity`);
  });
});
