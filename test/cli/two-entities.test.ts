import { afterEach, describe, expect, it } from "vitest";
import {
  appliedEntity,
  failedEntity,
  previewDocument,
  refusedDocument,
} from "../../src/cli/json-shapes/run-documents.js";
import { addDays } from "../../src/sync/model/dates.js";
import { done } from "../support/connected-workspace.js";
import { requestsDuring, writesTo } from "../support/sandbox-requests.js";
import type { SandboxWorkspace } from "../support/sandbox-workspace.js";
import { openTwoEntities } from "../support/two-entities.js";

const FR_SECRET = "SPENDESK_HR_ACME_FR_SPENDESK_CLIENT_SECRET";

let workspace: SandboxWorkspace;

afterEach(() => workspace.close());

function memberCount(entity: string): number {
  return workspace.sandbox.control.members(entity).filter(({ isArchived }) => !isArchived).length;
}

async function statusWords(): Promise<string[]> {
  const { document } = await workspace.json<{ entities: { connectionStatus: string }[] }>(["status"]);
  return document.entities.map(({ connectionStatus }) => connectionStatus);
}

describe("a run over two entities", () => {
  it("reads an account that feeds both once", async () => {
    workspace = await openTwoEntities();
    const requests = await requestsDuring(workspace.sandbox, async () => {
      const { document } = await workspace.json(["preview"]);
      const { entities } = previewDocument.parse(document);
      expect(entities.map(({ entity }) => entity)).toEqual(["acme-uk", "acme-fr"]);
      expect(entities[0]?.summary).toEqual(entities[1]?.summary);
    });
    expect(requests).toMatchObject({
      "POST /personio/v1/auth": 1,
      "GET /personio/v1/company/employees": 1,
      "POST /spendesk/v1/auth/token": 2,
      "GET /spendesk/v1/users": 2,
    });
    done(await workspace.run(["apply", "--yes"]));
    expect(memberCount("acme-uk")).toBeGreaterThan(10);
    expect(memberCount("acme-fr")).toBe(memberCount("acme-uk"));
  });

  it("works on one of them alone with --entity, before or after the command", async () => {
    workspace = await openTwoEntities();
    done(await workspace.run(["--entity", "acme-fr", "apply", "--yes"]));
    expect(memberCount("acme-uk")).toBe(0);
    expect(memberCount("acme-fr")).toBeGreaterThan(10);
    done(await workspace.run(["apply", "--yes", "--entity", "acme-uk"]));
    expect(memberCount("acme-uk")).toBe(memberCount("acme-fr"));
  });

  it("finishes one entity when the other can't be reached with its key", async () => {
    workspace = await openTwoEntities();
    workspace.env[FR_SECRET] = "not-the-secret";
    const run = await workspace.run(["apply", "--yes", "-o", "json"]);
    expect(run.exitCode).toBe(4);
    const [uk, fr] = JSON.parse(run.stdout).entities;
    expect(appliedEntity.parse(uk).results).toMatchObject({ applied: memberCount("acme-uk"), failed: 0 });
    expect(failedEntity.parse(fr).error.message).toContain("acme-fr");
    expect(JSON.parse(run.stdout)).not.toHaveProperty("error");
    expect(run.stderr).toContain(failedEntity.parse(fr).error.hint);
    expect(memberCount("acme-fr")).toBe(0);
    expect(await statusWords()).toEqual(["connected", "error"]);
  });

  it("shows the plan of the one and the error of the other to people", async () => {
    workspace = await openTwoEntities();
    workspace.env[FR_SECRET] = "not-the-secret";
    const run = await workspace.run(["preview"]);
    expect(run.exitCode).toBe(4);
    expect(run.stdout).toMatch(/^acme-uk: 60 employees/);
    expect(run.stdout).not.toContain("acme-fr");
    expect(run.stderr).toContain("Spendesk");
  });

  it("writes to neither when one is over its limit, and names a command that works", async () => {
    workspace = await openTwoEntities();
    const { sandbox } = workspace;
    done(await workspace.run(["apply", "--yes"]));
    const emails = new Set(sandbox.control.members("acme-uk").map(({ email }) => email));
    const leavers = sandbox.control
      .employees()
      .filter(({ workEmail }) => emails.has(workEmail))
      .slice(0, 8);
    for (const { id, workEmail } of leavers) {
      sandbox.control.upsertEmployee({
        id,
        status: "inactive",
        endDate: addDays(sandbox.control.today(), -1),
      });
      const member = sandbox.control.members("acme-fr").find(({ email }) => email === workEmail);
      if (member && workEmail !== leavers[0]?.workEmail) {
        sandbox.control.patchMember(member.id, { isArchived: true }, "acme-fr");
      }
    }
    sandbox.control.resetStats();

    const refused = await workspace.json(["apply", "--yes"]);
    expect(refused.exitCode).toBe(5);
    expect(writesTo(sandbox)).toEqual({});
    const { error } = refusedDocument.parse(refused.document);
    expect(error.message).toContain("acme-uk: The plan has 8 archives");
    expect(error.message).not.toContain("acme-fr: The plan");
    expect(error.hint).toContain("`spendesk-hr apply --entity acme-uk --allow-archives 8`");

    const before = memberCount("acme-uk");
    done(await workspace.run(["apply", "--yes", "--entity", "acme-uk", "--allow-archives", "8"]));
    expect(memberCount("acme-uk")).toBe(before - 8);
    done(await workspace.run(["apply", "--yes"]));
  });

  it("goes on without an entity that was disconnected, unless that one is named", async () => {
    workspace = await openTwoEntities();
    done(await workspace.run(["disconnect", "--yes", "--entity", "acme-fr"]));
    delete workspace.env[FR_SECRET];
    const run = done(await workspace.run(["apply", "--yes", "--log-level", "info"]));
    expect(run.stderr).toContain("acme-fr: disconnected, left out");
    expect(memberCount("acme-uk")).toBeGreaterThan(10);
    expect(memberCount("acme-fr")).toBe(0);
    expect((await workspace.run(["preview", "--entity", "acme-fr"])).exitCode).toBe(78);
  });
});
