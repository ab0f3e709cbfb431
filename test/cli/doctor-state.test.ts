import { spawn } from "node:child_process";
import { chmod, readdir, rm, utimes, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { diskFinding } from "../../src/cli/doctor/state.js";
import { openState } from "../../src/state/open.js";
import { makeEarlierState } from "../state/earlier-states.js";
import { openAppliedWorkspace } from "../support/connected-workspace.js";
import { untilLetter } from "../support/process-letter.js";
import type { SandboxWorkspace } from "../support/sandbox-workspace.js";
import { diagnose, fingerprint } from "./doctor-support.js";

const OFFLINE = ["--offline"];
const MIB = 1024 * 1024;

let workspace: SandboxWorkspace;

beforeEach(async () => {
  workspace = await openAppliedWorkspace({ employees: 5 });
});

afterEach(() => workspace.close());

function stateFile(): string {
  return join(workspace.stateDir, "state.sqlite");
}

/** Changes the database by hand, and leaves it as one that was closed. */
function edit(sql: string): void {
  const database = new Database(stateFile());
  database.exec(sql);
  database.close();
}

async function expectUntouched(act: () => Promise<unknown>): Promise<void> {
  const before = await fingerprint(workspace.folder);
  await act();
  expect(await fingerprint(workspace.folder)).toEqual(before);
}

describe("doctor and the memory", () => {
  it.each<[string, string, () => unknown]>([
    ["damaged", "state_corrupt", () => writeFile(stateFile(), "no database any more\n".repeat(50))],
    ["empty", "state_corrupt", () => writeFile(stateFile(), "")],
    ["another program's", "state_foreign", () => edit("PRAGMA application_id = 1")],
    ["a newer version's", "state_newer", () => edit("PRAGMA user_version = 999")],
    [
      "damaged inside",
      "state_corrupt",
      () => edit("PRAGMA foreign_keys = OFF; UPDATE journal SET run_id = 'nobody'"),
    ],
  ])("ends with 78 when it is %s, changes nothing, and checks the rest", async (_name, code, spoil) => {
    await spoil();
    await expectUntouched(async () => {
      const { exitCode, codes, of } = await diagnose(workspace);
      expect(exitCode).toBe(78);
      expect(codes).toContain(code);
      expect(of("spendesk-access")[0]?.status).toBe("ok");
    });
  });

  it("makes none where there is none", async () => {
    const { exitCode, codes } = await diagnose(workspace, [...OFFLINE, "--state-dir", "elsewhere/state"]);
    expect({ exitCode, codes }).toEqual({ exitCode: 0, codes: ["state_missing"] });
    expect(await readdir(workspace.folder)).not.toContain("elsewhere");
  });

  it("upgrades none of an older version, and reads it all the same", async () => {
    await rm(workspace.stateDir, { recursive: true });
    makeEarlierState(workspace.stateDir, 2);
    edit(`DELETE FROM lock; UPDATE entities SET last_success_at = '${new Date().toISOString()}'`);
    await expectUntouched(async () => {
      const { exitCode, of } = await diagnose(workspace, OFFLINE);
      expect(exitCode).toBe(0);
      expect(of("file").at(-1)?.text).toContain("upgrades it");
      expect(of("last-success")[0]?.status).toBe("ok");
    });
  });

  it("reads one that another process is writing to, with what its log holds", async () => {
    const writer = new Database(stateFile());
    try {
      writer.exec("DELETE FROM links");
      writer.exec("BEGIN IMMEDIATE; DELETE FROM runs WHERE 0");
      const { exitCode, of } = await diagnose(workspace, OFFLINE);
      expect(exitCode).toBe(0);
      expect(of("file").at(-1)?.text).toContain("people: 0");
    } finally {
      writer.close();
    }
  });

  it("says who holds the lock, and warns when that run is gone", async () => {
    const take = (heartbeat: string) =>
      edit(`INSERT OR REPLACE INTO lock (entity, run_id, host, pid, started_at, heartbeat_at)
        VALUES ('acme-uk', 'run', 'hr-server', 4242, '2026-11-20T03:00:00.000Z', '${heartbeat}')`);
    take(new Date().toISOString());
    const alive = await diagnose(workspace, OFFLINE);
    expect(alive.of("lock")[0]).toMatchObject({ status: "ok" });
    expect(alive.of("lock")[0]?.text).toContain("process 4242 on hr-server, on acme-uk");
    take("2026-11-20T03:10:00.000Z");
    const stale = await diagnose(workspace, OFFLINE);
    expect(stale.of("lock")[0]).toMatchObject({ code: "lock_stale", next: "spendesk-hr unlock" });
    edit(`INSERT INTO lock (entity, run_id, host, pid, started_at, heartbeat_at)
      VALUES ('acme-fr', 'other', 'hr-server', 4243, '2026-11-20T03:05:00.000Z', '${new Date().toISOString()}')`);
    const both = await diagnose(workspace, OFFLINE);
    expect(both.of("lock")).toMatchObject([
      { status: "ok" },
      { code: "lock_stale", next: "spendesk-hr unlock --entity acme-uk" },
    ]);
  });

  it("warns of a run that was stopped, and says how to let it go on", async () => {
    const sleeper = spawn("sleep", ["600"], { stdio: "ignore" });
    const pid = sleeper.pid ?? 0;
    onTestFinished(() => void sleeper.kill("SIGKILL"));
    const clock = { now: () => new Date("2026-11-20T03:00:00Z") };
    const state = await openState({ dir: workspace.stateDir, toolVersion: "test", clock, pid });
    await state.acquireLock("run", ["acme-uk"], clock.now());
    await state.close();
    sleeper.kill("SIGSTOP");
    await untilLetter(pid, "T");
    const { exitCode, of } = await diagnose(workspace, OFFLINE);
    expect(exitCode).toBe(0);
    expect(of("lock")[0]).toMatchObject({ status: "warning", code: "lock_stopped" });
    expect(of("lock")[0]?.text).toContain(`process ${pid} on ${hostname()}`);
    expect(of("lock")[0]?.next).toContain(`kill -CONT ${pid}`);
  });

  it("notices a run that was killed", async () => {
    edit("UPDATE runs SET finished_at = NULL, exit_code = NULL");
    expect((await diagnose(workspace, OFFLINE)).codes).toContain("run_killed");
  });

  it("warns when others may read it, and names the command that helps", async () => {
    await chmod(workspace.stateDir, 0o755);
    await chmod(stateFile(), 0o644);
    const { of } = await diagnose(workspace, OFFLINE);
    expect(of("permissions")[0]).toMatchObject({
      code: "state_open_to_others",
      next: `chmod 700 '${workspace.stateDir}' && chmod 600 '${stateFile()}'`,
    });
  });

  it("warns of files that a killed run left more than a day ago", async () => {
    const left = join(workspace.stateDir, "state.sqlite.new-00000000-0000-4000-8000-000000000000");
    await writeFile(left, "half");
    expect((await diagnose(workspace, OFFLINE)).codes).not.toContain("state_leftovers");
    await utimes(left, 1, 1);
    expect((await diagnose(workspace, OFFLINE)).codes).toContain("state_leftovers");
  });

  it("ends with 78 when its folder can't be one", async () => {
    await writeFile(join(workspace.folder, "file"), "");
    const { exitCode, codes } = await diagnose(workspace, [...OFFLINE, "--state-dir", "file/state"]);
    expect(exitCode).toBe(78);
    expect(codes).toContain("state_not_writable");
  });

  it.each([
    [500, "ok"],
    [100, "warning"],
    [10, "problem"],
  ])("judges %i MiB of free disk as %s", (mebibytes, status) => {
    expect(diskFinding("/var/lib/spendesk-hr", mebibytes * MIB)).toMatchObject({ status });
  });
});
