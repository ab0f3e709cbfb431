import { readdir, readFile, writeFile } from "node:fs/promises";
import { afterEach, describe, expect, it } from "vitest";
import type { CliRun } from "../../support/run-cli.js";
import { runProgram } from "../../support/run-program.js";
import { openSandboxWorkspace, type SandboxWorkspace } from "../../support/sandbox-workspace.js";

let workspace: SandboxWorkspace;

afterEach(() => workspace.close());

/** The program on a server: no desktop session, and no credentials in the environment. */
async function runOnServer(argv: readonly string[]): Promise<CliRun> {
  const env = { HOME: workspace.folder, SPENDESK_HR_STATE_DIR: workspace.stateDir };
  return runProgram(argv, { cwd: workspace.folder, env });
}

async function writeConfig(): Promise<void> {
  await writeFile(
    workspace.configPath,
    `version: 1
entities:
  acme-uk:
    timezone: Europe/London
    spendesk: { baseUrl: "${workspace.sandbox.spendeskUrl()}" }
    source: { provider: personio, baseUrl: "${workspace.sandbox.providerUrl("personio")}" }
    employees: { include: all }
credentials: { store: keychain }
`,
  );
}

describe("the program without a keychain", () => {
  it.each([[["preview"]], [["apply", "--yes", "--accept-config"]], [["members"]]])(
    "stops `%s` with 4, names another way and asks nobody anything",
    async (argv) => {
      workspace = await openSandboxWorkspace({ employees: 5 });
      await writeConfig();
      const run = await runOnServer(argv);
      expect(run.exitCode).toBe(4);
      expect(run.stdout).toBe("");
      const lines = run.stderr.split("\n").slice(-3);
      expect(lines[0]).toMatch(/^(?:acme-uk: )?The system's keychain can't be used\.$/);
      expect(lines[2]).toContain("`spendesk-hr credentials list`");
      // A person reads it: it does not list every variable.
      expect(lines[2]?.length).toBeLessThan(260);
      expect(lines[2]).not.toMatch(/SPENDESK_HR_\w+/u);
      expect(workspace.sandbox.stats().total).toBe(0);
    },
  );

  it("tells connect before a secret is asked for, and stores nothing", async () => {
    workspace = await openSandboxWorkspace({ employees: 5 });
    await writeConfig();
    const config = await readFile(workspace.configPath, "utf8");
    const run = await runOnServer(["connect", "personio", "--entity", "acme-uk", "--yes", "-o", "json"]);
    expect(run.exitCode).toBe(4);
    expect(JSON.parse(run.stdout)).toMatchObject({
      schemaVersion: 1,
      error: { code: expect.stringMatching(/^keychain_/) },
    });
    expect(await readFile(workspace.configPath, "utf8")).toBe(config);
    expect(await readdir(workspace.folder)).not.toContain("state");
    expect(workspace.sandbox.stats().total).toBe(0);
  });
});
