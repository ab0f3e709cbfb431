import { afterEach, describe, expect, it } from "vitest";
import { applyDocument, previewDocument } from "../../src/cli/json-shapes/run-documents.js";
import type { SandboxOptions } from "../../src/sandbox/settings.js";
import { tellStory } from "../../src/sandbox/story.js";
import { openConnectedWorkspace } from "../support/connected-workspace.js";
import { requestsDuring } from "../support/sandbox-requests.js";
import type { SandboxWorkspace } from "../support/sandbox-workspace.js";

const EMPLOYEES = 260;
const EMPLOYEE_PAGES = 3;

let workspace: SandboxWorkspace;

afterEach(() => workspace.close());

async function openConfigured(options: SandboxOptions): Promise<void> {
  workspace = await openConnectedWorkspace({ employees: EMPLOYEES, ...options });
}

async function preview() {
  const { exitCode, document } = await workspace.json<unknown>(["preview", "--detailed-exitcode"]);
  const [entity] = previewDocument.parse(document).entities;
  if (!entity) throw new Error("no entity in the preview");
  return { exitCode, ...entity };
}

async function apply() {
  const { exitCode, document } = await workspace.json<unknown>(["apply", "--yes"]);
  const [entity] = applyDocument.parse(document).entities;
  if (!entity) throw new Error("no entity in the apply");
  return { exitCode, ...entity };
}

function member(email: string | null) {
  return workspace.sandbox.control.members().find((candidate) => candidate.email === email);
}

const VARIANTS: readonly [string, SandboxOptions][] = [
  ["a Spendesk that returns all fields", { readFields: "extended" }],
  ["a Spendesk that returns only the documented fields", { readFields: "documented" }],
  ["a Spendesk without bulk updates", { bulkUpdates: false }],
];

describe("the story of an entity", () => {
  it.each(VARIANTS)("comes to rest after every apply with %s", async (_name, options) => {
    await openConfigured(options);

    const first = await preview();
    expect(first.exitCode).toBe(2);
    expect(first.summary).toMatchObject({ update: 0, archive: 0, restore: 0, previouslyManaged: 0 });
    expect(first.summary.create).toBeGreaterThan(100);
    expect(await apply()).toMatchObject({
      exitCode: 0,
      results: { applied: first.summary.create, failed: 0, skipped: 0, handedOff: 0 },
    });
    expect(await preview()).toMatchObject({ exitCode: 0, changes: [] });

    const moves = new Map(tellStory(workspace.sandbox.control).map((move) => [move.move, move]));
    const second = await preview();
    expect(second.exitCode).toBe(2);
    expect(second.changes.map(({ action, employeeId, code }) => ({ action, employeeId, code }))).toEqual([
      { action: "create", employeeId: moves.get("joiner")?.person.id, code: "joiner" },
      { action: "update", employeeId: moves.get("new_name")?.person.id, code: "email_changed" },
      { action: "archive", employeeId: moves.get("leaver")?.person.id, code: "terminated" },
    ]);
    expect(second.notes.filter(({ kind }) => kind === "previously_managed")).toMatchObject([
      { employeeId: moves.get("out_of_filter")?.person.id, code: "out_of_filter" },
    ]);

    expect(await apply()).toMatchObject({ exitCode: 0, results: { applied: 3, failed: 0 } });
    const rename = moves.get("new_name");
    expect(member(moves.get("joiner")?.person.workEmail ?? null)).toMatchObject({ status: "invited" });
    expect(member(rename?.person.workEmail ?? null)).toMatchObject({ lastName: rename?.person.lastName });
    expect(member(rename?.before?.workEmail ?? null)).toBeUndefined();
    expect(member(moves.get("leaver")?.before?.workEmail ?? null)).toMatchObject({ isArchived: true });
    expect(member(moves.get("out_of_filter")?.person.workEmail ?? null)).toMatchObject({
      isArchived: false,
    });

    // Somebody archived must not be archived again, also where Spendesk does not say who is archived.
    expect(await preview()).toMatchObject({ exitCode: 0, changes: [] });
    const rest = await requestsDuring(workspace.sandbox, apply);
    expect(Object.keys(rest).filter((route) => route.endsWith("/users"))).toEqual(["GET /spendesk/v1/users"]);
  });

  it("asks each API the fewest questions", async () => {
    await openConfigured({});
    const planned = await preview();
    const creations = planned.summary.create;
    const managers = planned.changes.filter(({ fields }) => fields.some(({ field }) => field === "manager"));
    expect(managers.length).toBeGreaterThan(100);
    const reading = (members: number) => ({
      "POST /personio/v1/auth": 1,
      "GET /personio/v1/company/employees": EMPLOYEE_PAGES,
      "POST /spendesk/v1/auth/token": 1,
      "GET /spendesk/v1/users": Math.max(1, Math.ceil(members / 100)),
    });

    expect(await requestsDuring(workspace.sandbox, preview)).toEqual(reading(0));
    expect(planned.read.requests).toEqual({ provider: 1 + EMPLOYEE_PAGES, spendesk: 2 });
    expect(await requestsDuring(workspace.sandbox, apply)).toEqual({
      ...reading(0),
      "POST /spendesk/v1/users": Math.ceil(creations / 100),
      "PATCH /spendesk/v1/users": Math.ceil(managers.length / 100),
    });
    expect(workspace.sandbox.stats().tooManyRequests).toBe(0);
    expect(await requestsDuring(workspace.sandbox, preview)).toEqual(reading(creations));
  });

  it("updates people one by one where Spendesk refuses updates of many", async () => {
    await openConfigured({ bulkUpdates: false });
    const { changes } = await preview();
    const managers = changes.filter(({ fields }) => fields.some(({ field }) => field === "manager"));
    const requests = await requestsDuring(workspace.sandbox, apply);
    expect(requests).toMatchObject({
      "PATCH /spendesk/v1/users": 1,
      "PATCH /spendesk/v1/users/{id}": managers.length,
    });
  });
});
