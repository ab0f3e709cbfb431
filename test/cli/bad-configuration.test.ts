import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { openAppliedWorkspace } from "../support/connected-workspace.js";
import { refusal } from "../support/refusal.js";
import type { SandboxWorkspace } from "../support/sandbox-workspace.js";

let workspace: SandboxWorkspace;
let original: string;

beforeAll(async () => {
  workspace = await openAppliedWorkspace();
  original = await readFile(workspace.configPath, "utf8");
});

beforeEach(() => writeFile(workspace.configPath, original));

afterAll(() => workspace.close());

/** Somebody edits the file. */
async function editConfig(edit: (config: string) => string): Promise<string> {
  const config = edit(original);
  expect(config).not.toBe(original);
  await writeFile(workspace.configPath, config);
  return config;
}

const CASES: readonly [string, (config: string) => string, RegExp, RegExp][] = [
  [
    "broken YAML",
    (config) => config.replace("entities:\n", "entities:\n  - [unclosed\n"),
    /spendesk-hr\.config\.yaml/,
    /line \d+|:\d+/,
  ],
  [
    "an unknown key",
    (config) => config.replace("    timezone:", "    rehire: report\n    timezone:"),
    /`rehire` in entities\.acme-uk \(.*:\d+:\d+\)/,
    /Did you mean `rehires`\?/,
  ],
  [
    "an unknown time zone",
    (config) => config.replace("Europe/London", "Europe/Lodnon"),
    /timezone/,
    /Europe\/London/,
  ],
  ["another version", (config) => config.replace("version: 1", "version: 2"), /version/, /1/],
  [
    "a host without https",
    (config) => config.replace(/baseUrl: http:\/\/127[^\n]*/, "baseUrl: http://api.example.test"),
    /baseUrl/,
    /Plain http/,
  ],
  [
    "a secret in the file",
    (config) => config.replace("provider: personio", "provider: personio\n      clientSecret: papi-123"),
    /clientSecret/,
    /connect|credential/i,
  ],
];

describe("a configuration that can't be used", () => {
  it.each(CASES)("stops everything with 78: %s", async (_name, edit, where, hint) => {
    const config = await editConfig(edit);
    for (const argv of [["preview"], ["apply", "--yes"], ["config", "validate"]]) {
      const { exitCode, what, why, next } = await refusal(workspace, argv);
      expect(exitCode).toBe(78);
      expect(`${what} ${why}`).toMatch(where);
      expect(`${what} ${why} ${next}`).toMatch(hint);
      expect(`${what} ${why} ${next}`).not.toContain("papi-123");
    }
    expect(workspace.sandbox.stats().total).toBe(0);
    expect(await readFile(workspace.configPath, "utf8")).toBe(config);
  });

  it("with several mistakes shows each on a line of its own", async () => {
    await editConfig((config) => config.replace("timezone:", "timezon:"));
    const { stderr, exitCode } = await workspace.run(["preview"]);
    expect(exitCode).toBe(78);
    const [what, ...mistakes] = stderr.trimEnd().split("\n");
    expect(what).toBe("spendesk-hr.config.yaml has 2 mistakes.");
    expect(mistakes[0]).toContain("entities.acme-uk.timezone is missing");
    expect(mistakes[1]).toContain("Did you mean `timezone`?");
    expect(mistakes[2]).toContain("spendesk-hr config validate");
  });

  it("is named when it is not there", async () => {
    const { exitCode, what, next } = await refusal(workspace, [
      "apply",
      "--yes",
      "--config",
      join(workspace.folder, "other.yaml"),
    ]);
    expect(exitCode).toBe(78);
    expect(what).toContain("other.yaml");
    expect(next).toContain("spendesk-hr connect");
  });

  it("with an unknown provider exits with a suggestion", async () => {
    await editConfig((config) => config.replace("provider: personio", "provider: personnio"));
    for (const argv of [["preview"], ["config", "validate"]]) {
      const { exitCode, why, next } = await refusal(workspace, argv);
      expect([64, 78]).toContain(exitCode);
      expect(`${why} ${next}`).toContain("Did you mean personio?");
    }
  });

  it("with settings the provider does not know names them", async () => {
    await editConfig((config) => config.replace("settings: {}", "settings: { ibanAtribute: IBAN }"));
    const { exitCode, what, why } = await refusal(workspace, ["config", "validate"]);
    expect(exitCode).toBe(78);
    expect(what).toContain("entities.acme-uk.source.settings");
    expect(why).toContain("ibanAttribute");
  });
});
