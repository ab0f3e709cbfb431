import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runCli } from "../support/run-cli.js";

const FILE = "spendesk-hr.config.yaml";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "spendesk-hr-validate-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function validate(lines: readonly string[], ...flags: string[]) {
  await writeFile(join(folder, FILE), [...lines, ""].join("\n"));
  return runCli(["config", "validate", ...flags], { cwd: folder, env: { HOME: folder } });
}

const HEAD = ["version: 1", "defaults: { timezone: Europe/Paris, employees: { include: all } }", "entities:"];

describe("config validate", () => {
  it("tells the mistakes of filters, HR tools and their settings in one go", async () => {
    const filter = (field: string) => `employees: { include: filter, filter: ["'${field}' is one of: X"] }`;
    const { exitCode, stderr } = await validate([
      ...HEAD,
      `  e-002: { source: { provider: personio }, ${filter("Wrk Location")} }`,
      `  e-004: { source: { provider: personio }, ${filter("Deprtment")} }`,
      "  e-005: { source: { provider: deel }, protct: [] }",
      "  e-006: { source: { provider: persnio } }",
      "  e-007: { source: { provider: personio, settings: { bad: 1 } } }",
    ]);
    expect(exitCode).toBe(78);
    expect(stderr).toContain(`${FILE} has 5 mistakes.`);
    expect(stderr).toContain(`Entity e-002 (${FILE}:4:`);
    expect(stderr).toContain(`Entity e-004 (${FILE}:5:`);
    expect(stderr).toContain("`protct` in entities.e-005");
    expect(stderr).toContain(`entities.e-006.source.provider (${FILE}:7:32) names no HR tool: "persnio".`);
    expect(stderr).toContain("Did you mean personio?");
    expect(stderr).toContain(`entities.e-007.source.settings.bad (${FILE}:8:54) is no setting of Personio.`);
  });

  it("names the shared block that a mistake is in, with its line, and tells it once", async () => {
    const { exitCode, stderr } = await validate([
      "version: 1",
      "defaults: { timezone: Europe/Paris, source: { provider: personio, settings: { bad: 1 } } }",
      "entities: { a: {}, b: {}, c: {} }",
    ]);
    expect(exitCode).toBe(78);
    expect(stderr).toContain(`defaults.source.settings.bad (${FILE}:2:79) is no setting of Personio.`);
    expect(stderr.match(/settings\.bad/gu)).toHaveLength(1);
    expect(stderr).not.toContain("entities.");
  });

  it("is not needed to see whose HR tool is misspelt, which does not stop the others", async () => {
    const { exitCode } = await validate([
      "version: 1",
      "defaults: { timezone: Europe/Paris, employees: { include: all } }",
      "credentials: { store: env }",
      "entities: { good: { source: { provider: deel } }, bad: { source: { provider: dele } } }",
    ]);
    expect(exitCode).toBe(78);
    const run = await runCli(["preview"], { cwd: folder, env: { HOME: folder } });
    expect(run.stderr).toContain("Credentials of good / spendesk are missing");
    const named = await runCli(["credentials", "test"], { cwd: folder, env: { HOME: folder } });
    expect(named.stderr).toContain('bad: There is no provider "dele".');
  });

  it("looks at the HR tools of the entities that are named", async () => {
    const lines = [
      ...HEAD,
      "  good: { source: { provider: deel } }",
      "  bad: { source: { provider: dele } }",
    ];
    expect((await validate(lines, "--entity", "good")).exitCode).toBe(0);
    expect((await validate(lines, "--entity", "bad")).exitCode).toBe(78);
    expect((await validate(lines)).exitCode).toBe(78);
  });
});
