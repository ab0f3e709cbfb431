import { describe, expect, it } from "vitest";
import { breakAllLocks } from "../support/locks.js";
import { later, NOW, open, tamper, tempDir } from "./helpers.js";

const ELSEWHERE = { host: "other-host", pid: 4242 };

describe("lock", () => {
  it("is held by one run and named to the others", async () => {
    const dir = tempDir();
    const owner = {
      ...{ runId: "a", entities: ["acme-uk"], ...ELSEWHERE, isStopped: false },
      ...{ startedAt: NOW.toISOString(), heartbeatAt: NOW.toISOString() },
    };
    expect(await (await open(dir, ELSEWHERE)).acquireLock("a", ["acme-uk"], NOW)).toEqual([]);
    const other = await open(dir);
    expect(await other.acquireLock("b", ["acme-uk"], later(1))).toEqual([owner]);
    expect(await other.lockOwners()).toEqual([owner]);
  });

  it("is held also against a second run of the same process", async () => {
    const store = await open(tempDir());
    await store.acquireLock("a", ["acme-uk"], NOW);
    expect(await store.acquireLock("b", ["acme-uk"], NOW)).toMatchObject([{ runId: "a", pid: process.pid }]);
  });

  it("can be taken after its release, which only its owner can do", async () => {
    const dir = tempDir();
    const [a, b] = [await open(dir, ELSEWHERE), await open(dir)];
    await a.acquireLock("a", ["acme-uk"], NOW);
    await b.releaseLock("b");
    expect(await b.acquireLock("b", ["acme-uk"], NOW)).toMatchObject([{ runId: "a" }]);
    await a.releaseLock("a");
    expect(await b.lockOwners()).toEqual([]);
    expect(await b.acquireLock("b", ["acme-uk"], NOW)).toEqual([]);
  });

  it("can be taken when the heartbeat is older than the lease, and the old owner learns it", async () => {
    const dir = tempDir();
    const [a, b] = [await open(dir, ELSEWHERE), await open(dir)];
    await a.acquireLock("a", ["acme-uk"], NOW);
    expect(await b.acquireLock("b", ["acme-uk"], later(120))).toMatchObject([{ runId: "a" }]);
    expect(await b.acquireLock("b", ["acme-uk"], later(121))).toEqual([]);
    expect(await a.renewLock("a", later(122))).toBe(false);
    await a.releaseLock("a");
    expect(await b.renewLock("b", later(122))).toBe(true);
  });

  it("lives as long as it is renewed", async () => {
    const dir = tempDir();
    const [a, b] = [await open(dir, ELSEWHERE), await open(dir)];
    await a.acquireLock("a", ["acme-uk"], NOW);
    expect(await a.renewLock("a", later(100))).toBe(true);
    expect(await b.acquireLock("b", ["acme-uk"], later(200))).toMatchObject([
      {
        startedAt: NOW.toISOString(),
        heartbeatAt: later(100).toISOString(),
      },
    ]);
  });

  it("uses the lease it was given", async () => {
    const dir = tempDir();
    await (await open(dir, ELSEWHERE)).acquireLock("a", ["acme-uk"], NOW);
    expect(await (await open(dir, { leaseMs: 5_000 })).acquireLock("b", ["acme-uk"], later(6))).toEqual([]);
  });

  it("is not eternal when the clock jumps back", async () => {
    const dir = tempDir();
    await (await open(dir, ELSEWHERE)).acquireLock("a", ["acme-uk"], NOW);
    const store = await open(dir);
    expect(await store.acquireLock("b", ["acme-uk"], later(-60))).toMatchObject([{ runId: "a" }]);
    expect(await store.acquireLock("b", ["acme-uk"], later(-86_400))).toEqual([]);
  });

  it("is not eternal when the heartbeat is unreadable", async () => {
    const dir = tempDir();
    await (await open(dir, ELSEWHERE)).acquireLock("a", ["acme-uk"], NOW);
    await tamper(dir, "UPDATE lock SET heartbeat_at = 'yesterday'");
    expect(await (await open(dir)).acquireLock("b", ["acme-uk"], NOW)).toEqual([]);
  });

  it("names no owner once the lease has run out", async () => {
    const dir = tempDir();
    await (await open(dir, ELSEWHERE)).acquireLock("a", ["acme-uk"], NOW);
    expect(await (await open(dir, { clock: { now: () => later(121) } })).lockOwners()).toEqual([]);
  });

  it("is broken whoever holds it, and the owner named", async () => {
    const dir = tempDir();
    const [a, b] = [await open(dir, ELSEWHERE), await open(dir)];
    expect(await breakAllLocks(b)).toEqual([]);
    await a.acquireLock("a", ["acme-uk"], NOW);
    expect(await breakAllLocks(b)).toMatchObject([{ runId: "a", ...ELSEWHERE }]);
    expect(await b.lockOwners()).toEqual([]);
    expect(await a.renewLock("a", later(1))).toBe(false);
  });
});
