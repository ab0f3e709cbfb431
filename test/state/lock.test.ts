import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { describe, expect, it, onTestFinished } from "vitest";
import { later, NOW, open, tamper, tempDir } from "./helpers.js";

const ELSEWHERE = { host: "other-host", pid: 4242 };

describe("lock", () => {
  it("is held by one run and named to the others", () => {
    const dir = tempDir();
    const owner = { runId: "a", ...ELSEWHERE, startedAt: NOW.toISOString(), heartbeatAt: NOW.toISOString() };
    expect(open(dir, ELSEWHERE).acquireLock("a", NOW)).toBeNull();
    const other = open(dir);
    expect(other.acquireLock("b", later(1))).toEqual(owner);
    expect(other.lockOwner()).toEqual(owner);
  });

  it("is held also against a second run of the same process", () => {
    const store = open(tempDir());
    store.acquireLock("a", NOW);
    expect(store.acquireLock("b", NOW)).toMatchObject({ runId: "a", pid: process.pid });
  });

  it("can be taken after its release, which only its owner can do", () => {
    const dir = tempDir();
    const [a, b] = [open(dir, ELSEWHERE), open(dir)];
    a.acquireLock("a", NOW);
    b.releaseLock("b");
    expect(b.acquireLock("b", NOW)).toMatchObject({ runId: "a" });
    a.releaseLock("a");
    expect(b.lockOwner()).toBeNull();
    expect(b.acquireLock("b", NOW)).toBeNull();
  });

  it("can be taken when the heartbeat is older than the lease, and the old owner learns it", () => {
    const dir = tempDir();
    const [a, b] = [open(dir, ELSEWHERE), open(dir)];
    a.acquireLock("a", NOW);
    expect(b.acquireLock("b", later(120))).toMatchObject({ runId: "a" });
    expect(b.acquireLock("b", later(121))).toBeNull();
    expect(a.renewLock("a", later(122))).toBe(false);
    a.releaseLock("a");
    expect(b.renewLock("b", later(122))).toBe(true);
  });

  it("lives as long as it is renewed", () => {
    const dir = tempDir();
    const [a, b] = [open(dir, ELSEWHERE), open(dir)];
    a.acquireLock("a", NOW);
    expect(a.renewLock("a", later(100))).toBe(true);
    expect(b.acquireLock("b", later(200))).toMatchObject({
      startedAt: NOW.toISOString(),
      heartbeatAt: later(100).toISOString(),
    });
  });

  it("uses the lease it was given", () => {
    const dir = tempDir();
    open(dir, ELSEWHERE).acquireLock("a", NOW);
    expect(open(dir, { leaseMs: 5_000 }).acquireLock("b", later(6))).toBeNull();
  });

  it("is not eternal when the clock jumps back", () => {
    const dir = tempDir();
    open(dir, ELSEWHERE).acquireLock("a", NOW);
    const store = open(dir);
    expect(store.acquireLock("b", later(-60))).toMatchObject({ runId: "a" });
    expect(store.acquireLock("b", later(-86_400))).toBeNull();
  });

  it("is not eternal when the heartbeat is unreadable", () => {
    const dir = tempDir();
    open(dir, ELSEWHERE).acquireLock("a", NOW);
    tamper(dir, "UPDATE lock SET heartbeat_at = 'yesterday'");
    expect(open(dir).acquireLock("b", NOW)).toBeNull();
  });

  it("names no owner once the lease has run out", () => {
    const dir = tempDir();
    open(dir, ELSEWHERE).acquireLock("a", NOW);
    expect(open(dir, { clock: { now: () => later(121) } }).lockOwner()).toBeNull();
  });

  it("is broken whoever holds it, and the owner named", () => {
    const dir = tempDir();
    const [a, b] = [open(dir, ELSEWHERE), open(dir)];
    expect(b.breakLock()).toBeNull();
    a.acquireLock("a", NOW);
    expect(b.breakLock()).toMatchObject({ runId: "a", ...ELSEWHERE });
    expect(b.lockOwner()).toBeNull();
    expect(a.renewLock("a", later(1))).toBe(false);
  });
});

describe.runIf(process.platform === "linux")("lock of a process on this machine", () => {
  it("can be taken when the pid now belongs to another process", () => {
    const dir = tempDir();
    const store = open(dir);
    store.acquireLock("a", NOW);
    expect(store.acquireLock("b", NOW)).toMatchObject({ runId: "a" });
    tamper(dir, "UPDATE lock SET process_start = '1'");
    expect(store.acquireLock("b", NOW)).toBeNull();
  });

  it("is not judged by a pid of another boot or container", async () => {
    const dir = tempDir();
    const child = spawn(process.execPath, ["-e", ""]);
    await new Promise((resolve) => child.once("exit", resolve));
    open(dir, { pid: child.pid ?? 0 }).acquireLock("a", NOW);
    const store = open(dir);
    tamper(dir, "UPDATE lock SET pid_scope = 'other ' || pid_scope");
    expect(store.acquireLock("b", NOW)).toMatchObject({ runId: "a" });
    tamper(dir, "UPDATE lock SET pid_scope = NULL");
    expect(store.acquireLock("b", NOW)).toMatchObject({ runId: "a" });
    expect(store.acquireLock("b", later(121))).toBeNull();
  });

  it("is not judged by the pid when the host has another name", async () => {
    const dir = tempDir();
    const child = spawn(process.execPath, ["-e", ""]);
    await new Promise((resolve) => child.once("exit", resolve));
    open(dir, { host: "other-host", pid: child.pid ?? 0 }).acquireLock("a", NOW);
    expect(open(dir).acquireLock("b", NOW)).toMatchObject({ runId: "a" });
  });

  it("can be taken from a process that ended but was never collected by its parent", async () => {
    const dir = tempDir();
    // The shell becomes `sleep`, which never asks how its child ended.
    const parent = spawn("sh", ["-c", "sleep 0.2 & echo $!; exec sleep 60"]);
    onTestFinished(() => void parent.kill("SIGKILL"));
    const pid = Number(await new Promise((resolve) => parent.stdout.once("data", resolve)));
    open(dir, { pid }).acquireLock("a", NOW);
    const isDefunct = () => readFileSync(`/proc/${pid}/stat`, "utf8").includes(") Z ");
    while (!isDefunct()) await new Promise((resolve) => setTimeout(resolve, 20));
    expect(open(dir).acquireLock("b", NOW)).toBeNull();
  });
});
