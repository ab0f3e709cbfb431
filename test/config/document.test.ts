import { describe, expect, it } from "vitest";
import { entityText, loadText, MINIMAL, onlyEntity, problemOf } from "./workspace.js";

const NEXT = "Correct that place, then run `spendesk-hr config validate`.";

describe("configuration syntax", () => {
  it("shows file, line, column and the line of broken YAML", async () => {
    const problem = await problemOf("version: 1\nentities:\n\tacme-uk: {}\n");
    expect(problem.kind).toBe("configuration");
    expect(problem.code).toBe("config_syntax");
    expect(problem.message).toBe("spendesk-hr.config.yaml:3:1 can't be read.");
    expect(problem.why).toBe("Tabs are not allowed as indentation: use blanks.\n\tacme-uk: {}\n^");
    expect(problem.next).toBe(NEXT);
  });

  it("refuses a key that stands twice", async () => {
    const problem = await problemOf(`${entityText(...MINIMAL)}version: 1\n`);
    expect(problem.message).toBe("spendesk-hr.config.yaml:6:1 can't be read.");
    expect(problem.why).toBe("Map keys must be unique: this key stands twice in its block.\nversion: 1\n^");
  });

  it.each([
    [
      "a quote that is never closed",
      ["protect: [a@acme.test]", 'walletCurrency: "GBP', "sync: {}"],
      7,
      21,
      'The " that begins here is never closed',
    ],
    [
      "a bracket that is never closed",
      ["protect: [a@acme.test", "sync: {}"],
      6,
      14,
      "The [ that begins here is never closed",
    ],
    [
      "a brace that is never closed",
      ["sync: { create: true", "protect: []"],
      6,
      11,
      "The { that begins here is never closed",
    ],
    [
      "a bracket that nothing opened",
      ["protect: [a@acme.test]]"],
      6,
      27,
      'Nothing opened the "]" that closes here',
    ],
    [
      "a value that begins with a sign of YAML",
      ["protect: @acme.test"],
      6,
      14,
      'A value that begins with "@" needs quotes',
    ],
    [
      "a colon in a value",
      ["walletCurrency: a: b"],
      6,
      21,
      'A text with a colon and a blank (": ") in it needs quotes',
    ],
    [
      "a backslash in double quotes",
      ['walletCurrency: "\\GBP"'],
      6,
      22,
      "In double quotes a backslash begins a special sign",
    ],
    ["no blank after a colon", ["walletCurrency:GBP"], 6, 5, "A blank is missing after the colon"],
    [
      "indentation that fits nothing",
      ["protect:", "  - a", " - b"],
      8,
      1,
      "The indentation of this line fits none",
    ],
    [
      "an alias without an anchor",
      ["protect: [ *acme ]"],
      6,
      16,
      "A value that begins with * is an alias, and there is no anchor",
    ],
    ["a tag", ["protect: !env [x]"], 6, 14, "Tags (!name) have no meaning here"],
    ["a key without a colon", ["walletCurrency"], 6, 5, "A key needs a colon and a blank after it"],
    [
      "no comma in a list",
      ['protect: ["a@acme.test" "b@acme.test"]'],
      6,
      29,
      "A comma is missing before this",
    ],
  ])("points at %s", async (_what, lines, line, column, why) => {
    const problem = await problemOf(entityText(...MINIMAL, ...lines));
    expect(problem.code).toBe("config_syntax");
    expect(problem.message).toBe(`spendesk-hr.config.yaml:${line}:${column} can't be read.`);
    const [reason = "", shown = "", sign = ""] = problem.why.split("\n");
    expect(reason).toContain(why);
    expect(lines.map((text) => text.trim())).toContain(shown.trim());
    expect(sign).toMatch(/^ *\^$/);
  });

  it("names the marks of a merge conflict", async () => {
    const problem = await problemOf(
      `${entityText(...MINIMAL)}<<<<<<< HEAD\nlog: {}\n=======\n>>>>>>> other\n`,
    );
    expect(problem.why).toMatch(/^The file holds the marks of a merge conflict\.\n<<<<<<< HEAD\n\^$/);
    expect(problem.next).toMatch(/^Decide for one of the two versions, then run/);
  });

  it("cuts a long line around the place", async () => {
    const list = Array.from({ length: 40 }, (_, index) => `p${index}@acme.test`).join(", ");
    const problem = await problemOf(entityText(...MINIMAL, `protect: [${list}]]`));
    const [, shown = "", sign = ""] = problem.why.split("\n");
    expect(shown.length).toBeLessThan(110);
    expect(shown).toMatch(/^….*p39@acme\.test\]\]$/);
    expect(shown.charAt(sign.indexOf("^"))).toBe("]");
  });

  it("does not show a line that may hold a secret, but says what is wrong with it", async () => {
    const problem = await problemOf('version: 1\nclientSecret: "hunter2" x\n');
    expect(problem.message).toBe("spendesk-hr.config.yaml:2:25 can't be read.");
    expect(problem.why).toBe(
      "The value has ended before this: a text with quotes in it needs quotes around it as a whole. That line is not shown, because it may hold a secret.",
    );
  });

  it.each([
    ["by the block it belongs to", ["clientSecret:", "  value: [hunter2"]],
    [
      "because it is in a text of several lines",
      ["clientSecret: >-", "  hush", "  'hunter2' x: 'y' z", " bad"],
    ],
    ["as a password in an address", ["network: { proxy: http://ada:hunter2@proxy.test"]],
    ["as something no person wrote", ["x: [hunter2Zk39fjqwXy71Pd04"]],
    ["as a token of a vendor", ["x: [papi-hunter2"]],
  ])("does not show a secret: %s", async (_what, lines) => {
    const problem = await problemOf(entityText(...MINIMAL, ...lines));
    expect(`${problem.message} ${problem.why} ${problem.next}`).not.toContain("hunter2");
  });

  it("refuses anchors in a cycle", async () => {
    const problem = await problemOf(entityText(...MINIMAL, "protect: &self [*self]"));
    expect(problem.code).toBe("config_syntax");
    expect(problem.message).toBe("spendesk-hr.config.yaml can't be read.");
    expect(problem.why).toBe("An alias (*name) refers to itself or is used too often.");
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
    expect(onlyEntity(loaded).sources[0].provider).toBe("bamboohr");
  });

  it("points at what is wrong in JSON, too", async () => {
    for (const [text, place, sign] of [
      ['{\n  "version": 1\n  "entities": {}\n}\n', "3:3", '"'],
      ['{\n  "version": 1,\n  "entities": {\n}\n', "1:1", "{"],
    ] as const) {
      const problem = await problemOf(text, "spendesk-hr.config.json");
      expect(problem.message).toBe(`spendesk-hr.config.json:${place} can't be read.`);
      const [, line = "", below = ""] = problem.why.split("\n");
      expect(line.charAt(below.indexOf("^"))).toBe(sign);
    }
  });

  it("refuses in JSON what only YAML allows", async () => {
    const problem = await problemOf('{\n  "version": 1,\n}\n', "spendesk-hr.config.json");
    expect(problem.code).toBe("config_syntax");
    expect(problem.message).toMatch(/^spendesk-hr\.config\.json:3:1 can't be read\.$/);
    expect(problem.why).toContain("JSON allows no comments, no trailing commas");
  });
});
