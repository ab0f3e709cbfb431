import { afterEach, describe, expect, it } from "vitest";
import { done } from "../support/connected-workspace.js";
import { writesTo } from "../support/sandbox-requests.js";
import type { SandboxWorkspace } from "../support/sandbox-workspace.js";
import { openTwoEntities } from "../support/two-entities.js";

let workspace: SandboxWorkspace;

afterEach(() => workspace.close());

describe("an entity whose set-up is not complete", () => {
  it("fails by itself while the others are applied, and shows why", async () => {
    workspace = await openTwoEntities();
    delete workspace.env.SPENDESK_HR_ACME_FR_SPENDESK_CLIENT_SECRET;
    const run = await workspace.run(["apply", "--yes"]);
    expect(run.exitCode).toBe(4);
    expect(run.stderr).toContain("acme-fr");
    expect(run.stderr).toContain("SPENDESK_HR_ACME_FR_SPENDESK_CLIENT_SECRET");
    expect(workspace.sandbox.control.members("acme-uk").length).toBeGreaterThan(10);
    expect(workspace.sandbox.control.members("acme-fr")).toEqual([]);
    const history = await workspace.json<{ runs: { kind: string; entities: string[]; exitCode: number }[] }>([
      "history",
    ]);
    expect(history.document.runs[0]).toMatchObject({
      kind: "apply",
      entities: ["acme-uk", "acme-fr"],
      exitCode: 4,
    });
    expect((await workspace.run(["status", "--entity", "acme-fr"])).stdout).toContain("✘ error");
  });

  it("keeps its place among the others", async () => {
    workspace = await openTwoEntities();
    // The first of the configuration.
    delete workspace.env.SPENDESK_HR_ACME_UK_SPENDESK_CLIENT_SECRET;
    for (const command of [["preview"], ["apply", "--yes"], ["explain", "nobody.such@acme.test"]]) {
      const { document } = await workspace.json<{ entities: { entity: string }[] }>(command);
      expect(document.entities.map(({ entity }) => entity)).toEqual(["acme-uk", "acme-fr"]);
    }
    const { document } = await workspace.json<{ runs: { entities: string[] }[] }>(["history"]);
    expect(document.runs.map(({ entities }) => entities)).toEqual([
      ["acme-uk", "acme-fr"],
      ["acme-uk", "acme-fr"],
    ]);
  });

  it("ends the run when it is the only one", async () => {
    workspace = await openTwoEntities();
    delete workspace.env.SPENDESK_HR_ACME_FR_SPENDESK_CLIENT_SECRET;
    const run = await workspace.run(["apply", "--yes", "--entity", "acme-fr"]);
    expect(run.exitCode).toBe(4);
    expect(writesTo(workspace.sandbox)).toEqual({});
  });
});

describe("logs", () => {
  it("are JSON lines about every answer with --log-format json --log-level debug, and nothing else", async () => {
    workspace = await openTwoEntities();
    const run = await workspace.run(["preview", "--log-format", "json", "--log-level", "debug"]);
    done(run);
    const lines = run.stderr
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(lines.length).toBeGreaterThan(6);
    expect(lines).toContainEqual(
      expect.objectContaining({
        level: "debug",
        msg: "answer",
        entity: "acme-uk",
        purpose: expect.any(String),
        status: 200,
      }),
    );
    expect(lines).toContainEqual(
      expect.objectContaining({ level: "info", msg: "acme-fr: reading employees and members" }),
    );
  });

  it("say nothing about answers unless asked", async () => {
    workspace = await openTwoEntities();
    expect((await workspace.run(["preview"])).stderr).not.toContain("answer");
  });
});
