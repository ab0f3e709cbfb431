import { describe, expect, it } from "vitest";
import { FILE, loadText, problemOf } from "./workspace.js";

const HEAD = ["version: 1", "defaults: { timezone: Europe/Paris, source: { provider: personio } }"];

function fileOf(...entities: readonly string[]): string {
  return [...HEAD, "groups: { france: {}, iberia: {} }", "entities:", ...entities, ""].join("\n");
}

describe("mistakes of a configuration", () => {
  it("are told together, whatever each of them is about", async () => {
    const { message, why, code } = await problemOf(
      fileOf(
        "  acme-c: { group: [france] }",
        "  acme-e: { group: 5 }",
        "  acme-f: { group: frnce }",
        "  acme-g: { protct: [] }",
        "  acme-h: { timezone: Europe/Lodnon }",
        "  acme-i: { employees: { include: filter, filter: [\"'Wrk Location' is one of: London\"] } }",
      ),
    );
    expect([message, code]).toEqual([`${FILE} has 6 mistakes.`, "config_invalid"]);
    for (const [entity, says] of [
      ["c", /group must be text \(.*:5:/],
      ["e", /group must be text \(.*:6:/],
      ["f", /group must be the name of a group: france, iberia \(.*:7:.*Did you mean `france`\?/],
      ["g", /`protct` in entities.acme-g \(.*:8:/],
      ["h", /timezone .*\(.*:9:/],
      ["i", /^Entity acme-i \(.*:10:\d+\): Filter rule 1 names a field/],
    ] as const) {
      const line = why.split("\n").find((one) => one.includes(`acme-${entity}`));
      expect(line).toMatch(says);
    }
  });

  it("are each told of every filter and of every rule", async () => {
    const { message, why, code } = await problemOf(
      fileOf(
        "  acme-fr: { employees: { include: filter, filter: [\"'Wrk' is one of: London\", \"'Team' is nt: X\"] } }",
        "  acme-es: { employees: { include: filter, filter: [\"'Team' is: A\", \"'Ofice' is: Y\"] } }",
      ),
    );
    expect([message, code]).toEqual([`${FILE} has 3 mistakes.`, "config_invalid"]);
    const starts = why.split("\n").map((line) => line.replace(/ names .*| can't .*/u, ""));
    expect(starts).toEqual([
      expect.stringMatching(/^Entity acme-fr \(.*\): Filter rule 1$/),
      expect.stringMatching(/^Entity acme-fr \(.*\): Filter rule 2$/),
      expect.stringMatching(/^Entity acme-es \(.*\): Filter rule 2$/),
    ]);
  });

  it("do not include what an entity lacks only because the name of its group is wrong", async () => {
    const { message } = await problemOf(
      "version: 1\ngroups: { uk: { timezone: Europe/London } }\nentities:\n  acme: { group: ku, source: { provider: deel } }\n",
    );
    expect(message).toBe(
      `entities.acme.group must be the name of a group: uk (${FILE}:4:18). Did you mean \`uk\`?`,
    );
  });

  it("of a filter that entities share are told once, where it is written", async () => {
    const { message } = await problemOf(
      `version: 1
defaults:
  timezone: Europe/Paris
  source: { provider: personio }
  employees: { include: filter, filter: ["'Wrk Location' is one of: London"] }
entities: { acme-fr: {}, acme-es: {} }
`,
    );
    expect(message).toContain(`defaults.employees.filter[0] (${FILE}:5:42): Filter rule 1 names a field`);
  });

  it("leave nothing open where a file has no groups", async () => {
    const { message } = await problemOf(
      "version: 1\nentities:\n  acme: { group: uk, timezone: Europe/London, source: { provider: deel } }\n",
    );
    expect(message).toMatch(/names a group, but the file has no groups: define it under `groups`/);
    expect(message).not.toContain("Known:");
  });

  it("of HR tools are looked for by those who know them, also beside other mistakes", async () => {
    const text = fileOf("  acme-fr: {}", "  acme-es: { protct: [] }");
    const seen: string[] = [];
    const load = loadText(text, FILE, {
      sourceProblems: async (entities, tellPlace) => {
        seen.push(...entities.map(({ id }) => id));
        seen.push(tellPlace(["entities", "acme-fr", "source", "provider"], "value"));
        return [];
      },
    });
    await expect(load).rejects.toThrow("protct");
    expect(seen).toEqual(["acme-fr", `defaults.source.provider (${FILE}:2:57)`]);
  });
});
