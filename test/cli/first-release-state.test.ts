import { readdir, rm } from "node:fs/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { previewDocument } from "../../src/cli/json-shapes/run-documents.js";
import { MIGRATIONS } from "../../src/state/migrations/index.js";
import { makeEarlierState } from "../state/earlier-states.js";
import { done } from "../support/connected-workspace.js";
import { openSandboxWorkspace, type SandboxWorkspace } from "../support/sandbox-workspace.js";

let workspace: SandboxWorkspace;

/** Ada and Bea work here and Cleo left; the first release had created the first two and archived her. */
beforeEach(async () => {
  workspace = await openSandboxWorkspace({ employees: 0 });
  const { control } = workspace.sandbox;
  const ids: Record<string, string> = {};
  for (const [index, name] of ["ada", "bea", "cleo"].entries()) {
    const firstName = name.charAt(0).toUpperCase() + name.slice(1);
    const person = { firstName, lastName: "Test" };
    const isArchived = name === "cleo";
    ids[`member-${name}`] = control.addMember({ ...person, email: `${name}@acme.test`, isArchived }).id;
    control.upsertEmployee({
      ...person,
      id: String(101 + index),
      workEmail: `${name}@acme.test`,
      office: "London",
      status: isArchived ? "inactive" : "active",
      startDate: "2020-01-01",
    });
  }
  done(await workspace.connect());
  done(await workspace.configure());
  await rm(workspace.stateDir, { recursive: true });
  makeEarlierState(workspace.stateDir, 1, ids);
});

afterEach(() => workspace.close());

describe("a state of the first release", () => {
  it("is upgraded by the first command, which makes a copy before", async () => {
    done(await workspace.run(["status"]));
    const names = await readdir(workspace.stateDir);
    expect(names.filter((name) => name.startsWith("state.sqlite.backup-v1-"))).toHaveLength(1);
    const check = await workspace.json<{ format: number; upgradeBackups: string[] }>(["state", "check"]);
    expect(check.document).toMatchObject({
      format: MIGRATIONS.length,
      upgradeBackups: [expect.stringContaining("-v1-")],
    });
  });

  it("still tells the status and the whole history", async () => {
    const status = done(await workspace.run(["status"])).stdout;
    expect(status).toContain("2026-02-01 06:00");
    expect(status).toContain("2 managed, ⚠ 1 previously managed");
    expect(status).toContain("2030-01-31");
    const { document } = await workspace.json<{ runs: { result: string }[] }>(["history"]);
    expect(document.runs.map(({ result }) => result)).toEqual(["interrupted", "exit 3", "exit 0", "exit 0"]);
    const run = done(await workspace.run(["history", "33333333"])).stdout;
    expect(run).toContain("Spendesk refused the name.");
    expect(run).toContain("last name: Test → Newname");
    expect(done(await workspace.run(["explain", "101"])).stdout).toContain(
      "update with an unknown end (run 44444444)",
    );
  });

  it("plans with the links of then: nobody is created or archived again", async () => {
    const { document } = await workspace.json(["preview"]);
    const [entity] = previewDocument.parse(document).entities;
    expect(entity?.summary).toMatchObject({ create: 0, archive: 0, restore: 0, unchanged: 2 });
    done(await workspace.run(["apply", "--yes", "--accept-config"]));
    expect(workspace.sandbox.control.members()).toHaveLength(3);
  });
});
