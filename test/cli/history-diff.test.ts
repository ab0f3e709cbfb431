import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { tellStory } from "../../src/sandbox/story.js";
import { done, openAppliedWorkspace, openConnectedWorkspace } from "../support/connected-workspace.js";
import type { SandboxWorkspace } from "../support/sandbox-workspace.js";

let workspace: SandboxWorkspace;

afterEach(() => workspace.close());

async function previewed(): Promise<string> {
  return (await workspace.json<{ run: string }>(["preview"])).document.run;
}

interface Diff {
  readonly new: readonly { name: string; kind: string; fields: readonly string[] }[];
  readonly gone: readonly { name: string; kind: string }[];
  readonly different: readonly { name: string; from: { kind: string }; to: { kind: string } }[];
  readonly same: number;
}

async function diff(from: string, to: string): Promise<Diff> {
  const { document } = await workspace.json<{ entities: readonly Diff[] }>(["history", "diff", from, to]);
  const [entity] = document.entities;
  if (!entity) throw new Error("no entity");
  return entity;
}

describe("history diff", () => {
  it("tells what a preview planned that an earlier one did not, and the other way round", async () => {
    workspace = await openAppliedWorkspace();
    const before = await previewed();
    tellStory(workspace.sandbox.control);
    const after = await previewed();
    const forth = await diff(before, after);
    expect(forth.new.map(({ kind }) => kind).sort()).toEqual([
      "archive",
      "create",
      "previously_managed",
      "update",
    ]);
    expect(forth.new.find(({ kind }) => kind === "update")?.fields.length).toBeGreaterThan(0);
    expect(forth.gone).toEqual([]);
    const back = await diff(after, before);
    expect(back.gone.map(({ name }) => name).sort()).toEqual(forth.new.map(({ name }) => name).sort());
    expect(await diff(after, after)).toMatchObject({ new: [], gone: [], different: [] });
  });

  it("compares a preview with the apply that followed: what was reviewed is what was planned", async () => {
    workspace = await openConnectedWorkspace();
    const reviewed = await previewed();
    const { document } = await workspace.json<{ run: string }>(["apply", "--yes"]);
    const { same, ...rest } = await diff(reviewed, document.run);
    expect(same).toBeGreaterThan(10);
    expect(rest).toMatchObject({ new: [], gone: [], different: [] });
  });

  it("shows it to people by name", async () => {
    workspace = await openAppliedWorkspace();
    const before = await previewed();
    tellStory(workspace.sandbox.control);
    const after = await previewed();
    const { stdout } = done(await workspace.run(["history", "diff", before.slice(0, 8), after.slice(0, 8)]));
    expect(stdout).toContain(`acme-uk: preview ${before.slice(0, 8)} → preview ${after.slice(0, 8)}`);
    expect(stdout).toMatch(/\+ new\s+.*\S\s+–\s+archive/);
    const csv = done(await workspace.run(["history", "diff", before, after, "-o", "csv"])).stdout;
    expect(csv.split("\r\n")[0]).toBe("entity,difference,name,employeeId,memberId,from,to");
  });

  it("keeps no values, e-mails or bank details of a preview", async () => {
    workspace = await openConnectedWorkspace();
    await previewed();
    const { document } = await workspace.json<{
      entities: readonly { changes: readonly { email: string; fields: readonly { to: string }[] }[] }[];
    }>(["preview"]);
    const [change] = document.entities[0]?.changes ?? [];
    const files = await Promise.all(
      ["state.sqlite", "state.sqlite-wal"].map((name) =>
        readFile(join(workspace.stateDir, name), "latin1").catch(() => ""),
      ),
    );
    const text = files.join("");
    expect(text).toContain("kept_plans");
    expect(text).not.toContain(change?.email ?? "");
    expect(text).not.toContain("••••");
    expect(text).not.toContain(Buffer.from("••••").toString("latin1"));
  });

  it("says which run it can't compare", async () => {
    workspace = await openConnectedWorkspace();
    const known = await previewed();
    const missing = await workspace.run(["history", "diff", known, "ffffffff"]);
    expect(missing.exitCode).toBe(64);
    expect(missing.stderr).toContain("There is no run ffffffff.");
    const one = await workspace.run(["history", "diff", known]);
    expect(one.exitCode).toBe(64);
  });
});
