import { readFile, writeFile } from "node:fs/promises";
import { afterEach, describe, expect, it } from "vitest";
import { previewDocument } from "../../src/cli/json-shapes/run-documents.js";
import { done, openAppliedWorkspace } from "../support/connected-workspace.js";
import { refusal } from "../support/refusal.js";
import { RULE, type SandboxWorkspace } from "../support/sandbox-workspace.js";

let workspace: SandboxWorkspace;

afterEach(() => workspace.close());

/** Somebody edits the filter in the file. */
async function openWithRule(rule: string): Promise<void> {
  workspace = await openAppliedWorkspace();
  const config = await readFile(workspace.configPath, "utf8");
  expect(config).toContain(RULE);
  await writeFile(workspace.configPath, config.replace(RULE, rule));
}

const APPLY = ["apply", "--yes", "--accept-config"];

describe("a filter in the file", () => {
  it("with an unknown field is refused with the field that was meant and the line", async () => {
    await openWithRule("'Work Lokation' is one of: London");
    for (const argv of [["preview"], APPLY, ["config", "validate"]]) {
      const { exitCode, what, why, next } = await refusal(workspace, argv);
      expect(exitCode).toBe(78);
      expect(what).toMatch(/acme-uk \(.*:\d+/);
      expect(what).toContain("Work Lokation");
      expect(`${why} ${next}`).toContain("Work Location");
    }
    expect(workspace.sandbox.stats().total).toBe(0);
  });

  it("with a misspelt value works for the others and warns with the nearest value", async () => {
    await openWithRule("'Work Location' is one of: Lodnon,Paris,Remote");
    const { exitCode, document } = await workspace.json(["preview"]);
    expect(exitCode).toBe(0);
    const [entity] = previewDocument.parse(document).entities;
    expect(entity?.warnings).toMatchObject([
      { code: "filter_value_unknown", text: expect.stringContaining('Did you mean "London"?') },
    ]);
    expect(entity?.safety.violations.map(({ code }) => code)).toEqual(["config_not_confirmed"]);
    const { stdout } = done(await workspace.run(["preview"]));
    expect(stdout).toContain('⚠ Nobody has "Lodnon" as Work Location');
  });

  it("that selects nobody is never the order to archive everybody", async () => {
    await openWithRule("'Work Location' is one of: Lodnon");
    for (const argv of [["preview"], APPLY]) {
      const { exitCode, what, why } = await refusal(workspace, argv);
      expect(exitCode).toBe(78);
      expect(what).toContain("holds for none of 60 employees");
      expect(why).toContain('Did you mean "London"?');
      expect(why).toContain("Berlin");
    }
  });

  it("whose rules exclude each other is refused as well", async () => {
    await openWithRule(RULE);
    const config = await readFile(workspace.configPath, "utf8");
    const both = config.replace(/^( *- ).*one of: .*$/m, (_line, item: string) =>
      ["London", "Paris"].map((office) => `${item}"'Work Location' is one of: ${office}"`).join("\n"),
    );
    await writeFile(workspace.configPath, both);
    const { exitCode, what } = await refusal(workspace, APPLY);
    expect(exitCode).toBe(78);
    expect(what).toContain("The filter selects none of 60 employees, though each of its rules holds");
  });

  it("on a field that no employee carries is refused", async () => {
    await openWithRule("'Work Location' is one of: London,Paris,Remote");
    workspace.sandbox.control.setOptions({ vendors: { personio: { hiddenAttributes: ["office"] } } });
    const { exitCode, what } = await refusal(workspace, APPLY);
    expect(exitCode).toBe(78);
    expect(what).toContain("Work Location");
  });
});

describe("a rule given to configure", () => {
  it.each([
    ["'Work Lokation' is one of: London", "Work Location"],
    ["'Work Location' is oneof: London", "is one of"],
    ["'Work Location' is one of: Lodnon", "London"],
  ])("is refused when it can't be right: %s", async (rule, hint) => {
    workspace = await openAppliedWorkspace();
    const config = await readFile(workspace.configPath, "utf8");
    const { exitCode, what, why, next } = await refusal(workspace, ["configure", "--yes", "--rule", rule]);
    expect(exitCode).toBe(78);
    expect(`${what} ${why} ${next}`).toContain(hint);
    expect(await readFile(workspace.configPath, "utf8")).toBe(config);
  });
});
