import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import Database from "better-sqlite3";
import { afterEach, describe, expect, it } from "vitest";
import { done, openAppliedWorkspace } from "../support/connected-workspace.js";
import { writesTo } from "../support/sandbox-requests.js";
import type { SandboxWorkspace } from "../support/sandbox-workspace.js";

let workspace: SandboxWorkspace;

afterEach(() => workspace.close());

async function stateFile(): Promise<string> {
  const name = (await readdir(workspace.stateDir)).find(
    (file) => file.endsWith(".db") || file.endsWith(".sqlite"),
  );
  if (name === undefined) throw new Error(`no database in ${await readdir(workspace.stateDir)}`);
  return join(workspace.stateDir, name);
}

async function expectUntouched(path: string, content: Buffer): Promise<void> {
  for (const argv of [["preview"], ["apply", "--yes"], ["status"], ["members"]]) {
    const run = await workspace.run(argv);
    expect(run.exitCode).toBe(78);
    expect(run.stdout).toBe("");
    expect(run.stderr.trimEnd().split("\n")).toHaveLength(3);
  }
  expect(workspace.sandbox.stats().total).toBe(0);
  expect(writesTo(workspace.sandbox)).toEqual({});
  expect((await readFile(path)).equals(content)).toBe(true);
}

describe("a memory that can't be used", () => {
  it("stops everything when the file is damaged, and leaves the file for whoever repairs it", async () => {
    workspace = await openAppliedWorkspace();
    const path = await stateFile();
    const damaged = Buffer.from("this was a database once, before the disk was full\n".repeat(50));
    await writeFile(path, damaged);
    await expectUntouched(path, damaged);
    const { stderr } = await workspace.run(["status"]);
    expect(stderr).toContain(path);
    expect(stderr).toContain("spendesk-hr preview");
  });

  it("stops everything when a newer program wrote it", async () => {
    workspace = await openAppliedWorkspace();
    const path = await stateFile();
    const database = new Database(path);
    database.pragma("user_version = 999");
    database.pragma("wal_checkpoint(TRUNCATE)");
    database.close();
    await expectUntouched(path, await readFile(path));
    expect((await workspace.run(["status"])).stderr).toMatch(/newer|999/);
  });

  it("is rebuilt by e-mail when it was lost: nobody is created twice", async () => {
    workspace = await openAppliedWorkspace();
    const members = workspace.sandbox.control.members();
    const other = join(workspace.folder, "other-state");
    const refused = await workspace.run(["apply", "--yes", "--state-dir", other]);
    expect(refused.exitCode).toBe(5);
    expect(refused.stderr).toContain("run `spendesk-hr apply --accept-config`");
    // Bank details can't be read back: those of members met for the first time are taken to be right.
    const { stdout } = done(await workspace.run(["apply", "--yes", "--state-dir", other, "--accept-config"]));
    expect(stdout).toMatch(/nothing to do\. 43 unchanged/);
    expect(workspace.sandbox.control.members()).toHaveLength(members.length);
  });
});
