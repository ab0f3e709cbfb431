import { describe, expect, it } from "vitest";
import { entityText, loadText, MINIMAL, onlyEntity, problemOf } from "./workspace.js";

const NEXT = "Correct that place, then run `spendesk-hr config validate`.";

describe("configuration syntax", () => {
  it("shows file, line, column and the line of broken YAML", async () => {
    const problem = await problemOf("version: 1\nentities:\n\tacme-uk: {}\n");
    expect(problem.kind).toBe("configuration");
    expect(problem.code).toBe("config_syntax");
    expect(problem.message).toBe("spendesk-hr.config.yaml:3:1 can't be read.");
    expect(problem.why).toBe("Tabs are not allowed as indentation. The line: acme-uk: {}");
    expect(problem.next).toBe(NEXT);
  });

  it("refuses a key that stands twice", async () => {
    const problem = await problemOf(`${entityText(...MINIMAL)}version: 1\n`);
    expect(problem.message).toBe("spendesk-hr.config.yaml:6:1 can't be read.");
    expect(problem.why).toBe("Map keys must be unique. The line: version: 1");
  });

  it("does not show a line that may hold a secret", async () => {
    const problem = await problemOf('version: 1\nclientSecret: "hunter2" x\n');
    expect(problem.message).toBe("spendesk-hr.config.yaml:2:25 can't be read.");
    expect(problem.why).toBe("That line is not shown, because it may hold a secret.");
  });

  it("refuses aliases without an anchor and anchors in a circle", async () => {
    for (const value of ["*nowhere", "&self [*self]"]) {
      const problem = await problemOf(entityText(...MINIMAL, `protect: ${value}`));
      expect(problem.code).toBe("config_syntax");
      expect(problem.message).toBe("spendesk-hr.config.yaml can't be read.");
      expect(problem.why).toContain("An alias (*name) has no anchor, refers to itself");
    }
  });

  it("reads anchors and their aliases", async () => {
    const text = entityText(...MINIMAL, "protect: &people [a@acme.test]", "employees: { include: all }");
    const second = "  acme-fr: { timezone: Europe/Paris, source: { provider: lucca }, protect: *people }\n";
    const { entities } = await loadText(text + second);
    expect(entities.map(({ policy }) => policy.protect)).toEqual([["a@acme.test"], ["a@acme.test"]]);
  });

  it("reads JSON, indented with tabs too", async () => {
    const value = { version: 1, entities: { a: { timezone: "UTC", source: { provider: "bamboohr" } } } };
    const loaded = await loadText(JSON.stringify(value, null, "\t"), "spendesk-hr.config.json");
    expect(onlyEntity(loaded).source.provider).toBe("bamboohr");
  });

  it("refuses in JSON what only YAML allows", async () => {
    const problem = await problemOf('{\n  "version": 1,\n}\n', "spendesk-hr.config.json");
    expect(problem.code).toBe("config_syntax");
    expect(problem.message).toMatch(/^spendesk-hr\.config\.json:3:1 can't be read\.$/);
    expect(problem.why).toContain("JSON allows no comments, no trailing commas");
  });
});
