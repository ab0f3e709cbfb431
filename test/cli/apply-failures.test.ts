import { afterEach, describe, expect, it } from "vitest";
import { applyDocument } from "../../src/cli/json-shapes/run-documents.js";
import { done, openAppliedWorkspace, openConnectedWorkspace } from "../support/connected-workspace.js";
import { memoryOf } from "../support/memory.js";
import { writesTo } from "../support/sandbox-requests.js";
import type { SandboxWorkspace } from "../support/sandbox-workspace.js";

let workspace: SandboxWorkspace;

afterEach(() => workspace.close());

async function apply() {
  const { exitCode, document } = await workspace.json(["apply", "--yes"]);
  const [entity] = applyDocument.parse(document).entities;
  if (!entity) throw new Error("no entity");
  return { exitCode, ...entity };
}

describe("an apply of which Spendesk refuses a part", () => {
  it("does the rest, exits with 3 and finishes later without creating anybody twice", async () => {
    workspace = await openConnectedWorkspace({ seats: 12 });
    const first = await apply();
    expect(first.exitCode).toBe(3);
    expect(first.results.applied + first.results.failed).toBe(first.changes.length);
    expect(workspace.sandbox.control.members()).toHaveLength(12);
    const refused = first.changes.filter(({ outcome }) => outcome === "failed");
    expect(refused.length).toBeGreaterThan(5);
    expect(refused[0]?.error?.detail).toContain("seats");

    workspace.sandbox.control.setOptions({ seats: null });
    expect(await apply()).toMatchObject({ exitCode: 0, results: { failed: 0, skipped: 0 } });
    const emails = workspace.sandbox.control.members().map(({ email }) => email?.toLowerCase());
    expect(new Set(emails).size).toBe(emails.length);
    expect(await apply()).toMatchObject({ exitCode: 0, changes: [] });
  });

  it("says on stderr how many failed, why, and where to look", async () => {
    workspace = await openConnectedWorkspace({ seats: 12 });
    const run = await workspace.run(["apply", "--yes"]);
    expect(run.exitCode).toBe(3);
    expect(run.stdout).toContain("✘ failed");
    expect(run.stdout).toMatch(
      /^✘ 12 of 43 changes applied to acme-uk \(12 invitations sent\), 31 failed\./m,
    );
    const lines = run.stderr.trimEnd().split("\n").slice(-3);
    expect(lines[0]).toMatch(/^acme-uk: \d+ of \d+ changes were not carried out/);
    expect(lines[1]).toContain("seats");
    expect(lines[2]).toContain("spendesk-hr history");
  });

  it("keeps the entity connected: a refused person is no trouble of the connection", async () => {
    workspace = await openConnectedWorkspace({ seats: 12 });
    await apply();
    const { document } = await workspace.json<{ entities: object[] }>(["status"]);
    expect(document.entities).toMatchObject([
      { connectionStatus: "connected", error: null, lastSuccessAt: null },
    ]);
  });

  it("does not archive somebody whose cards stand in the way, and archives the others", async () => {
    workspace = await openAppliedWorkspace();
    const { control } = workspace.sandbox;
    const members = control.members().slice(0, 3);
    const [stuck] = members;
    if (!stuck) throw new Error("no member");
    control.patchMember(stuck.id, { activeSubscriptions: true });
    for (const { email } of members) {
      const employee = control.employees().find(({ workEmail }) => workEmail === email);
      control.upsertEmployee({ id: employee?.id, status: "inactive" });
    }
    const result = await apply();
    expect(result.exitCode).toBe(3);
    expect(result.results).toMatchObject({ applied: result.changes.length - 1, failed: 1 });
    expect(control.members().filter(({ isArchived }) => isArchived)).toHaveLength(2);
    expect(result.changes.find(({ outcome }) => outcome === "failed")).toMatchObject({
      memberId: stuck.id,
      action: "archive",
    });
  });
});

describe("an apply whose key may only read", () => {
  it("exits with 4 before anything is attempted", async () => {
    workspace = await openConnectedWorkspace();
    const before = (await memoryOf(workspace)).links;
    workspace.sandbox.control.setOptions({ writes: "forbidden" });
    const run = await workspace.run(["apply", "--yes"]);
    expect(run.exitCode).toBe(4);
    expect(writesTo(workspace.sandbox)).toEqual({});
    expect((await memoryOf(workspace)).links).toEqual(before);

    workspace.sandbox.control.setOptions({ writes: true });
    done(await workspace.run(["apply", "--yes"]));
  });
});
