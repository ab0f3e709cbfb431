import { afterEach, describe, expect, it } from "vitest";
import { parse } from "yaml";
import {
  applyDocument,
  errorDocument,
  failedRunDocument,
  previewDocument,
} from "../../src/cli/json-shapes/run-documents.js";
import { tellStory } from "../../src/sandbox/story.js";
import { done, openAppliedWorkspace, openConnectedWorkspace } from "../support/connected-workspace.js";
import { openSandboxWorkspace, type SandboxWorkspace } from "../support/sandbox-workspace.js";

let workspace: SandboxWorkspace;

afterEach(() => workspace.close());

async function documentOf(...argv: string[]): Promise<unknown> {
  return (await workspace.json<unknown>(argv)).document;
}

describe("preview -o json", () => {
  it("has the documented keys and types, with changes and notes", async () => {
    workspace = await openAppliedWorkspace({ ownerEmail: "olivia@acme.test" });
    tellStory(workspace.sandbox.control);
    const [entity] = previewDocument.parse(await documentOf("preview")).entities;
    expect(entity).toMatchObject({
      entity: "acme-uk",
      provider: "personio",
      connectionStatus: "connected",
      read: { employees: 61, requests: { provider: 2, spendesk: 2 } },
      summary: { create: 1, update: 1, archive: 1, previouslyManaged: 1 },
      safety: { ok: true, violations: [] },
    });
    expect(entity?.changes.map(({ action }) => action)).toEqual(["create", "update", "archive"]);
    const kinds = new Set(entity?.notes.map(({ kind }) => kind));
    expect(kinds).toEqual(new Set(["previously_managed", "skipped"]));
  });

  it("counts in the summary what it lists", async () => {
    workspace = await openConnectedWorkspace();
    const [entity] = previewDocument.parse(await documentOf("preview")).entities;
    const { summary, changes = [], notes = [] } = entity ?? {};
    expect(changes.filter(({ action }) => action === "create")).toHaveLength(summary?.create ?? -1);
    expect(notes.filter(({ kind }) => kind === "skipped")).toHaveLength(summary?.skipped ?? -1);
  });

  it("masks bank details and gives them for nobody in full", async () => {
    workspace = await openConnectedWorkspace();
    const [entity] = previewDocument.parse(await documentOf("preview")).entities;
    const banks = entity?.changes.flatMap(({ fields }) => fields.filter(({ field }) => field === "bank"));
    expect(banks?.length).toBeGreaterThan(10);
    for (const { to } of banks ?? []) expect(to).toMatch(/^•••• \d{4}$/);
  });

  it("names the violation, its numbers and the override", async () => {
    workspace = await openSandboxWorkspace();
    done(await workspace.connect());
    done(await workspace.configure());
    done(await workspace.run(["disconnect", "--yes"]));
    done(await workspace.connect());
    const [entity] = previewDocument.parse(await documentOf("preview")).entities;
    expect(entity).toMatchObject({
      connectionStatus: "awaiting_actions",
      safety: {
        ok: false,
        violations: [
          { code: "config_not_confirmed", actual: null, limit: null, override: "--accept-config" },
        ],
      },
    });
  });
});

describe("apply -o json", () => {
  it("has the documented keys and types, with the outcome of every change", async () => {
    workspace = await openConnectedWorkspace();
    const [entity] = applyDocument.parse(await documentOf("apply", "--yes")).entities;
    expect(entity?.results.applied).toBe(entity?.summary.create);
    for (const change of entity?.changes ?? [])
      expect(change).toMatchObject({ outcome: "applied", error: null });
  });

  it("has no outcomes, but results of zero, when there was nothing to do", async () => {
    workspace = await openAppliedWorkspace();
    const [entity] = applyDocument.parse(await documentOf("apply", "--yes")).entities;
    expect(entity).toMatchObject({
      changes: [],
      results: { applied: 0, failed: 0, skipped: 0, handedOff: 0 },
    });
  });
});

describe("a failed command with -o json", () => {
  it.each([
    ["an unknown option", ["preview", "--detaild", "-o", "json"], 64, "unknown_option"],
    ["an unknown command", ["previw", "--output=json"], 64, "unknown_command"],
    ["an option in the wrong place", ["config", "-ojson"], 64, "unknown_option"],
    ["a wrong number", ["apply", "--allow-archives", "many", "-o", "json"], 64, "not_a_number"],
    ["no configuration", ["preview", "-o", "json"], 78, "no_entities"],
    ["an answer nobody can give", ["connect", "personio", "-o", "json"], 64, "answer_missing"],
  ])("prints exactly one document for %s", async (_name, argv, exitCode, code) => {
    workspace = await openSandboxWorkspace();
    const run = await workspace.run(argv);
    expect(run.exitCode).toBe(exitCode);
    expect(errorDocument.parse(JSON.parse(run.stdout)).error.code).toBe(code);
    expect(run.stderr).not.toBe("");
  });

  it("asks for JSON by the environment just as well", async () => {
    workspace = await openSandboxWorkspace();
    workspace.env.SPENDESK_HR_OUTPUT = "json";
    const run = await workspace.run(["previw"]);
    expect(errorDocument.parse(JSON.parse(run.stdout)).error).toMatchObject({
      code: "unknown_command",
      hint: expect.stringContaining("preview"),
    });
    const group = await workspace.run(["config"]);
    expect(errorDocument.parse(JSON.parse(group.stdout)).error.code).toBe("command_incomplete");
  });

  it("has the error both of the entity and of the command when no entity could be planned", async () => {
    workspace = await openConnectedWorkspace();
    workspace.env.SPENDESK_HR_ACME_UK_PERSONIO_CLIENT_SECRET = "papi-wrong";
    for (const argv of [["preview"], ["apply", "--yes"]]) {
      const run = await workspace.run([...argv, "-o", "json"]);
      expect(run.exitCode).toBe(4);
      const { entities, error } = failedRunDocument.parse(JSON.parse(run.stdout));
      expect(entities.map(({ error: own }) => own)).toEqual([error]);
      expect(run.stderr).toContain(error.hint);
    }
  });

  it("says the same in YAML", async () => {
    workspace = await openSandboxWorkspace();
    const run = await workspace.run(["preview", "-o", "yaml"]);
    expect(errorDocument.parse(parse(run.stdout)).error.code).toBe("no_entities");
  });
});
