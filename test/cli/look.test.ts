import { readFile } from "node:fs/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { EXIT_CODES } from "../../src/shared/exit-codes.js";
import { done, openConnectedWorkspace } from "../support/connected-workspace.js";
import { openSandboxWorkspace, RULE, type SandboxWorkspace } from "../support/sandbox-workspace.js";

let workspace: SandboxWorkspace;

beforeEach(async () => {
  workspace = await openSandboxWorkspace();
});

afterEach(() => workspace.close());

describe("config", () => {
  it("shows every setting and where it comes from", async () => {
    await workspace.close();
    workspace = await openConnectedWorkspace();
    const { document } = await workspace.json<{
      file: string;
      values: { key: string; value: unknown; origin: string }[];
    }>(["config", "show", "--state-dir", workspace.stateDir]);
    const value = (key: string) => document.values.find((row) => row.key === key);
    expect(document.file).toBe(workspace.configPath);
    expect(value("stateDir")).toMatchObject({ value: workspace.stateDir, origin: "flag --state-dir" });
    expect(value("credentials.store")).toMatchObject({
      value: "env",
      origin: "environment SPENDESK_HR_CREDENTIALS_STORE",
    });
    expect(value("entities.acme-uk.timezone")).toMatchObject({ value: "Europe/London" });
    expect(value("entities.acme-uk.leavers.graceDays")).toMatchObject({ value: 0, origin: "default" });
    const { stdout } = done(await workspace.run(["config", "show"]));
    expect(stdout).toContain(RULE);
    expect(stdout).not.toContain(workspace.sandbox.credentials.personio.clientSecret);
  });

  it("validates the file without any request", async () => {
    await workspace.close();
    workspace = await openConnectedWorkspace();
    const { document } = await workspace.json(["config", "validate"]);
    expect(document).toEqual({
      schemaVersion: 1,
      file: workspace.configPath,
      valid: true,
      entities: ["acme-uk"],
    });
    expect(workspace.sandbox.stats().total).toBe(0);
  });

  it("prints a JSON Schema that the written file refers to", async () => {
    await workspace.close();
    workspace = await openConnectedWorkspace();
    const schema = JSON.parse(done(await workspace.run(["config", "schema"])).stdout);
    expect(schema).toMatchObject({
      $schema: expect.stringContaining("json-schema.org"),
      properties: { version: {}, entities: {}, credentials: {} },
      additionalProperties: false,
    });
    expect(await readFile(workspace.configPath, "utf8")).toContain("spendesk-hr.schema.json");
  });
});

describe("help", () => {
  it("lists every exit code with its meaning", async () => {
    const { stdout } = done(await workspace.run(["help", "exit-codes"]));
    for (const { code, meaning } of Object.values(EXIT_CODES)) {
      const line = stdout.split("\n").find((candidate) => candidate.startsWith(`${code} `));
      expect(line).toContain(meaning);
    }
    const { document } = await workspace.json<{ exitCodes: { code: number }[] }>(["help", "exit-codes"]);
    expect(document.exitCodes.map(({ code }) => code)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 64, 78, 130]);
  });

  it("lists every environment variable", async () => {
    const { stdout } = done(await workspace.run(["help", "environment"]));
    for (const name of ["SPENDESK_HR_CONFIG", "SPENDESK_HR_<ENTITY>_<CONNECTION>_<FIELD>_FILE", "NO_COLOR"]) {
      expect(stdout).toContain(name);
    }
  });

  it("warns of a variable nobody reads, with the one that was meant", async () => {
    workspace.env.SPENDESK_HR_STAT_DIR = "/somewhere";
    await workspace.connect();
    const run = await workspace.run(["config", "validate"]);
    expect(run.exitCode).toBe(0);
    expect(run.stderr).toContain("SPENDESK_HR_STAT_DIR");
    expect(run.stderr).toContain("Did you mean SPENDESK_HR_STATE_DIR?");
  });
});
