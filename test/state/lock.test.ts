import { describe, expect, it } from "vitest";
import { later, NOW, open, tamper, tempDir } from "./helpers.js";

const ELSEWHERE = { host: "other-host", pid: 4242 };

describe("lock", () => {
  it("is held by one run and named to the others", () => {
    const dir = tempDir();
    const owner = {
      ...{ runId: "a", ...ELSEWHERE, isStopped: false },
      ...{ startedAt: NOW.toISOString(), heartbeatAt: NOW.toISOString() },
    };
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
