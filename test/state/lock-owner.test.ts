import { spawn } from "node:child_process";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { breakAllLocks } from "../support/locks.js";
import { letterOf, untilLetter } from "../support/process-letter.js";
import { bundleChild, type Child, startChild, startUncollected } from "./children.js";
import { later, NOW, open, tamper, tempDir } from "./helpers.js";

/** Longer than any lease. */
const A_NIGHT = 10 * 3_600;

let bundle: Awaited<ReturnType<typeof bundleChild>>;
beforeAll(async () => {
  bundle = await bundleChild();
});
afterAll(() => bundle.remove());

/** Another process that holds the lock of a state. */
async function holder(dir: string): Promise<{ readonly child: Child; readonly pid: number }> {
  const child = startChild(bundle.file, ["hold", dir]);
  expect(await child.nextLine()).toBe("holding");
  return { child, pid: child.process.pid ?? 0 };
}

/** A process that is over, and of which nothing is left. */
async function formerPid(): Promise<number> {
  const child = spawn(process.execPath, ["-e", ""]);
  await new Promise((resolve) => child.once("exit", resolve));
  return child.pid ?? 0;
}

describe("the lock of a process that works", () => {
  it("is held as long as its heartbeat is young, by a process that is not stopped", async () => {
    const dir = tempDir();
    const { pid } = await holder(dir);
    const store = await open(dir);
    expect(await store.acquireLock("b", ["acme-uk"], later(100))).toMatchObject([
      { runId: "held", pid, isStopped: false },
    ]);
    expect(await store.acquireLock("b", ["acme-uk"], later(A_NIGHT))).toEqual([]);
  });
});

describe("the lock of a process that was killed", () => {
  it("is free at once", async () => {
    const dir = tempDir();
    const { child } = await holder(dir);
    child.process.kill("SIGKILL");
    await child.ended;
    const store = await open(dir);
    expect(await store.lockOwners()).toEqual([]);
    expect(await store.acquireLock("b", ["acme-uk"], NOW)).toEqual([]);
    expect(await store.lockOwners()).toMatchObject([{ runId: "b", pid: process.pid }]);
  });

  it("is free although its parent never asked how it ended", async () => {
    const dir = tempDir();
    const command = [process.execPath, bundle.file, "hold", dir];
    const { pid, nextLine } = await startUncollected(command);
    expect(await nextLine()).toBe("holding");
    const store = await open(dir);
    expect(await store.acquireLock("b", ["acme-uk"], NOW)).toMatchObject([{ pid }]);
    process.kill(pid, "SIGKILL");
    await untilLetter(pid, "Z");
    expect(await store.lockOwners()).toEqual([]);
    expect(await store.acquireLock("b", ["acme-uk"], NOW)).toEqual([]);
    expect(letterOf(pid)).toBe("Z");
  });

  it("is free although its number belongs to another process by now", async () => {
    const dir = tempDir();
    const { child, pid } = await holder(dir);
    child.process.kill("SIGKILL");
    await child.ended;
    const other = await holder(tempDir());
    await tamper(dir, `UPDATE lock SET pid = ${other.pid}, process_start = 'once ' || process_start`);
    const store = await open(dir);
    expect(pid).not.toBe(other.pid);
    expect(await store.lockOwners()).toEqual([]);
    expect(await store.acquireLock("b", ["acme-uk"], NOW)).toEqual([]);
  });

  it("is free although its number is that of the process that asks", async () => {
    const dir = tempDir();
    const store = await open(dir);
    await store.acquireLock("a", ["acme-uk"], NOW);
    expect(await store.acquireLock("b", ["acme-uk"], NOW)).toMatchObject([{ runId: "a" }]);
    await tamper(dir, "UPDATE lock SET process_start = '1'");
    expect(await store.acquireLock("b", ["acme-uk"], NOW)).toEqual([]);
  });
});

describe("the lock of a process that was stopped", () => {
  it("is held however old its heartbeat is, until the process goes on", async () => {
    const dir = tempDir();
    const { child, pid } = await holder(dir);
    const store = await open(dir, { clock: { now: () => later(A_NIGHT) } });
    child.process.kill("SIGSTOP");
    await untilLetter(pid, "T");
    expect(await store.acquireLock("b", ["acme-uk"], later(1))).toMatchObject([
      { runId: "held", pid, isStopped: true },
    ]);
    expect(await store.acquireLock("b", ["acme-uk"], later(A_NIGHT))).toMatchObject([
      {
        runId: "held",
        pid,
        isStopped: true,
      },
    ]);
    expect(await store.lockOwners()).toMatchObject([{ pid, isStopped: true }]);

    child.process.kill("SIGCONT");
    await untilLetter(pid, "S");
    expect(await store.lockOwners()).toEqual([]);
    expect(await store.acquireLock("b", ["acme-uk"], later(A_NIGHT))).toEqual([]);
  });

  it("can be broken", async () => {
    const dir = tempDir();
    const { child, pid } = await holder(dir);
    child.process.kill("SIGSTOP");
    await untilLetter(pid, "T");
    const store = await open(dir);
    expect(await breakAllLocks(store)).toMatchObject([{ pid, isStopped: true }]);
    expect(await store.acquireLock("b", ["acme-uk"], NOW)).toEqual([]);
  });

  it("is free once the process is killed", async () => {
    const dir = tempDir();
    const { child, pid } = await holder(dir);
    child.process.kill("SIGSTOP");
    await untilLetter(pid, "T");
    child.process.kill("SIGKILL");
    await child.ended;
    expect(await (await open(dir)).acquireLock("b", ["acme-uk"], NOW)).toEqual([]);
  });
});

describe("the lock of a process that can't be judged", () => {
  it("lasts as long as its heartbeat is young, in another boot or container", async () => {
    const dir = tempDir();
    await (await open(dir, { pid: await formerPid() })).acquireLock("a", ["acme-uk"], NOW);
    const store = await open(dir);
    for (const scope of ["'other ' || pid_scope", "NULL"]) {
      await tamper(dir, `UPDATE lock SET pid_scope = ${scope}`);
      expect(await store.acquireLock("b", ["acme-uk"], NOW)).toMatchObject([
        { runId: "a", isStopped: false },
      ]);
    }
    expect(await store.acquireLock("b", ["acme-uk"], later(121))).toEqual([]);
  });

  it("lasts as long as its heartbeat is young, on a host of another name", async () => {
    const dir = tempDir();
    await (await open(dir, { host: "other-host", pid: await formerPid() })).acquireLock(
      "a",
      ["acme-uk"],
      NOW,
    );
    expect(await (await open(dir)).acquireLock("b", ["acme-uk"], NOW)).toMatchObject([{ runId: "a" }]);
    expect(await (await open(dir)).acquireLock("b", ["acme-uk"], later(121))).toEqual([]);
  });

  it("lasts as long as its heartbeat is young when nobody knows when the process began", async () => {
    const dir = tempDir();
    const { child, pid } = await holder(dir);
    await tamper(dir, "UPDATE lock SET process_start = NULL");
    child.process.kill("SIGSTOP");
    await untilLetter(pid, "T");
    const store = await open(dir);
    expect(await store.acquireLock("b", ["acme-uk"], later(1))).toMatchObject([{ pid, isStopped: false }]);
    expect(await store.acquireLock("b", ["acme-uk"], later(A_NIGHT))).toEqual([]);
  });
});
