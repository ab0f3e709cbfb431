import { afterEach, describe, expect, it } from "vitest";
import { refusedDocument } from "../../src/cli/json-shapes/run-documents.js";
import { done, openAppliedWorkspace, openConnectedWorkspace } from "../support/connected-workspace.js";
import { runProgram } from "../support/run-program.js";
import type { SandboxWorkspace } from "../support/sandbox-workspace.js";
import { openTwoEntities } from "../support/two-entities.js";

let workspace: SandboxWorkspace;

afterEach(() => workspace.close());

function programEnv(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(workspace.env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}

describe("an apply that nobody watches", () => {
  it("says one line when there is nothing to do, in the real program as cron starts it", async () => {
    workspace = await openAppliedWorkspace();
    const run = await runProgram(["apply", "--yes"], { cwd: workspace.folder, env: programEnv() });
    expect(run).toMatchObject({ exitCode: 0, stderr: "" });
    expect(run.stdout).toMatch(/^acme-uk: nothing to do\. .+$/);
  });

  it("says one line per entity", async () => {
    workspace = await openTwoEntities();
    done(await workspace.run(["apply", "--yes"]));
    const { stdout, stderr } = done(await workspace.run(["apply", "--yes"]));
    expect(stderr).toBe("");
    expect(stdout).toMatch(/^acme-uk: nothing to do\. .+\nacme-fr: nothing to do\. .+\n$/);
  });

  it("tells how it goes on when that is asked for", async () => {
    workspace = await openAppliedWorkspace();
    const { stderr } = done(await workspace.run(["apply", "--yes", "--log-level", "info"]));
    expect(stderr).toContain("acme-uk: reading employees and members");
  });

  it("says the failure of another entity together with a safety limit", async () => {
    workspace = await openTwoEntities();
    workspace.env.SPENDESK_HR_ACME_FR_SPENDESK_CLIENT_SECRET = "wrong";
    const run = await workspace.run(["apply", "--yes", "--allow-archives", "3", "-o", "json"]);
    expect(run.exitCode).toBe(4);
    expect(refusedDocument.parse(JSON.parse(run.stdout)).error.code).toBe("override_mismatch");
    expect(run.stderr).toContain("\nacme-fr: Spendesk does not accept the API key.\n");
  });
});

describe("apply --jitter", () => {
  it("waits a random part of the time before anything is read", async () => {
    workspace = await openConnectedWorkspace();
    const waits: number[] = [];
    const sleep = async (milliseconds: number) => {
      waits.push(milliseconds);
      if (waits.length === 1) expect(workspace.sandbox.stats().total).toBe(0);
    };
    const run = await workspace.run(["apply", "--yes", "--jitter", "10m", "--log-level", "info"], {
      network: { sleep, random: () => 0.25 },
    });
    expect(done(run).stderr).toContain("Waiting 150 s before the run begins (--jitter 10m).");
    expect(waits[0]).toBe(150_000);
  });

  it("is stopped by Ctrl-C, and nothing was read", async () => {
    workspace = await openConnectedWorkspace();
    const stopper = new AbortController();
    const waiting = workspace.run(["apply", "--yes", "--jitter", "24h"], { signal: stopper.signal });
    stopper.abort();
    expect((await waiting).exitCode).toBe(130);
    expect(workspace.sandbox.stats().total).toBe(0);
  });

  it.each(["--jitter", "--wait-lock"])("refuses %s without a unit, before anything is read", async (flag) => {
    workspace = await openConnectedWorkspace();
    const run = await workspace.run(["apply", "--yes", flag, "10"]);
    expect(run.exitCode).toBe(64);
    expect(run.stderr).toContain(`${flag} 10m`);
    expect(workspace.sandbox.stats().total).toBe(0);
  });
});
