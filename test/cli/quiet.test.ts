import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openConnectedWorkspace } from "../support/connected-workspace.js";
import type { SandboxWorkspace } from "../support/sandbox-workspace.js";

let workspace: SandboxWorkspace;
beforeAll(async () => {
  workspace = await openConnectedWorkspace();
});
afterAll(() => workspace.close());

const NOTHING = { exitCode: 0, stdout: "", stderr: "" };

describe("-q", () => {
  it("asks nothing, so that nothing is written without --yes", async () => {
    const { exitCode, stdout, stderr } = await workspace.run(["apply", "-q"]);
    expect({ exitCode, stdout }).toEqual({ exitCode: 5, stdout: "" });
    expect(stderr).toMatch(/^Nothing was written: the changes were not confirmed\.\n/);
    expect(stderr.split("\n")).toHaveLength(4);
  });

  it("says nothing when what was to be done is done", async () => {
    expect(await workspace.connect("-q")).toMatchObject(NOTHING);
    expect(await workspace.configure("--include", "all", "--quiet")).toMatchObject(NOTHING);
    expect(await workspace.run(["-q", "apply", "--yes"])).toMatchObject(NOTHING);
  });

  it("leaves what a command is asked to show, and documents", async () => {
    const shown = await workspace.run(["preview", "-q"]);
    expect(shown.stdout).toContain("acme-uk");
    expect(shown.stderr).toBe("");
    const { exitCode, stdout } = await workspace.run(["apply", "--yes", "-q", "--json"]);
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ schemaVersion: 1 });
  });
});

describe("-v", () => {
  it("tells how it goes on", async () => {
    const { stderr } = await workspace.run(["preview", "-v"]);
    expect(stderr).toContain("acme-uk: planned");
    expect((await workspace.run(["preview"])).stderr).not.toContain("acme-uk: planned");
  });
});

describe("--json", () => {
  it.each([[["--json", "preview"]], [["preview", "--json"]]])("is -o json: %j", async (argv) => {
    expect(JSON.parse((await workspace.run(argv)).stdout)).toMatchObject({ schemaVersion: 1 });
  });

  it("stands beside no other format", async () => {
    const { exitCode, stdout } = await workspace.run(["preview", "--json", "-o", "yaml"]);
    expect({ exitCode, code: JSON.parse(stdout).error.code }).toEqual({
      exitCode: 64,
      code: "conflicting_option",
    });
  });

  it("is heard also on a command line that can't be read", async () => {
    const { stdout } = await workspace.run(["--json", "previw"]);
    expect(JSON.parse(stdout).error.code).toBe("unknown_command");
  });
});

describe("plan and sync", () => {
  it("are preview and apply", async () => {
    expect((await workspace.run(["plan", "--json"])).exitCode).toBe(0);
    expect((await workspace.run(["sync", "--yes"])).exitCode).toBe(0);
    expect((await workspace.run(["help", "plan"])).stdout).toContain("Usage: spendesk-hr preview|plan");
  });
});

describe("without a configuration", () => {
  it("the places that were searched are named", async () => {
    const env = { HOME: "/nonexistent/home", XDG_CONFIG_HOME: "/nonexistent/settings" };
    const { stderr } = await workspace.run(["preview"], { cwd: "/", env });
    expect(stderr).toContain("There is no spendesk-hr.config.yaml (or .yml, .json) in /, ");
    expect(stderr).toContain("/etc/spendesk-hr.");
  });
});
