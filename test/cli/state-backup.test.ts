import { appendFile, readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import Database from "better-sqlite3";
import { afterEach, describe, expect, it } from "vitest";
import { done, openAppliedWorkspace, openConnectedWorkspace } from "../support/connected-workspace.js";
import { memoryOf } from "../support/memory.js";
import { writesTo } from "../support/sandbox-requests.js";
import type { SandboxWorkspace } from "../support/sandbox-workspace.js";

let workspace: SandboxWorkspace;

afterEach(() => workspace.close());

describe("state backup and state restore", () => {
  it("bring the memory back after a disaster: the next apply has nothing to do", async () => {
    workspace = await openAppliedWorkspace();
    const before = await memoryOf(workspace);
    const made = await workspace.run(["state", "backup", "saved"]);
    expect(done(made).stdout).toContain("state restore");
    await rm(workspace.stateDir, { recursive: true });

    const restored = await workspace.json<{ hasKey: boolean }>(["state", "restore", "saved", "--yes"]);
    expect(restored).toMatchObject({ exitCode: 0, document: { hasKey: true, keptAside: null } });
    expect(await memoryOf(workspace)).toEqual(before);
    expect(done(await workspace.run(["apply", "--yes"])).stdout).toContain("acme-uk: nothing to do.");
    expect(writesTo(workspace.sandbox)).toEqual({});
  });

  it("replace a damaged memory, and say how when it is met", async () => {
    workspace = await openAppliedWorkspace();
    done(await workspace.run(["state", "backup", "saved"]));
    await writeFile(join(workspace.stateDir, "state.sqlite"), "garbage");
    const check = await workspace.run(["state", "check"]);
    expect(check.exitCode).toBe(78);
    expect(check.stderr).toContain("spendesk-hr state restore");
    done(await workspace.run(["state", "restore", "saved", "--yes"]));
    expect(done(await workspace.run(["state", "check"])).stdout).toContain("✔ The state is whole.");
    const aside = (await readdir(workspace.stateDir)).filter((name) => name.startsWith("replaced-"));
    expect(aside).toHaveLength(1);
  });

  it("are made of rows that can't be read, too, but not called checked", async () => {
    workspace = await openAppliedWorkspace();
    const sqlite = new Database(join(workspace.stateDir, "state.sqlite"));
    sqlite.exec("UPDATE entities SET field_counts = '{oops'");
    sqlite.close();
    const check = await workspace.run(["state", "check"]);
    expect(check.exitCode).toBe(78);
    expect(check.stderr).toContain("can't be read");
    const made = await workspace.run(["state", "backup", "saved"]);
    expect(made.exitCode).toBe(78);
    expect(made.stdout).toContain("⚠ The backup is made, but it can't be read");
    expect(made.stdout).not.toContain("checked");
    expect(await readdir(join(workspace.folder, "saved"))).toContain("state.sqlite");
  });

  it("change nothing unless somebody confirms", async () => {
    workspace = await openAppliedWorkspace();
    done(await workspace.run(["state", "backup", "saved"]));
    const before = await memoryOf(workspace);
    const run = await workspace.run(["state", "restore", "saved"]);
    expect(run.exitCode).toBe(5);
    expect(run.stderr).toContain("--yes");
    expect(await memoryOf(workspace)).toEqual(before);
    expect((await readdir(workspace.stateDir)).filter((name) => /new-|replaced-/.test(name))).toEqual([]);
  });

  it("make a backup in a new folder here when none is named", async () => {
    workspace = await openAppliedWorkspace();
    const { document } = await workspace.json<{ folder: string }>(["state", "backup"]);
    expect(document.folder.startsWith(join(workspace.folder, "spendesk-hr-backup-"))).toBe(true);
    expect((await workspace.run(["state", "backup", document.folder])).exitCode).toBe(64);
  });
});

describe("what the configuration says of the memory", () => {
  it("is followed by every apply: old runs are forgotten, the last success stays", async () => {
    workspace = await openConnectedWorkspace();
    const sqlite = new Database(join(workspace.stateDir, "state.sqlite"));
    const insert = sqlite.prepare(
      "INSERT INTO runs (id, kind, started_at, finished_at, exit_code, entities, counts) VALUES (?, 'apply', ?, ?, ?, '[\"acme-uk\"]', '{}')",
    );
    const ago = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString();
    for (let index = 0; index < 120; index += 1)
      insert.run(`old-${index}`, ago(60), ago(60), index === 0 ? 0 : 7);
    sqlite.close();
    await appendFile(workspace.configPath, "\nstate: { keepRunsDays: 30 }\n");

    // A run that fails keeps house too, and the last success stays.
    expect((await workspace.run(["apply", "--no-input"])).exitCode).toBe(5);
    const { document } = await workspace.json<{ runs: { id: string }[] }>(["history", "--limit", "500"]);
    const ids = document.runs.map(({ id }) => id);
    expect(ids).toContain("old-0");
    expect(ids).not.toContain("old-1");
    expect(ids).toContain("old-119");
  });
});
