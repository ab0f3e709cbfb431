import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from "vitest";
import { openState } from "../../src/state/open.js";
import type { StateStore } from "../../src/sync/model/state-store.js";
import { takeLock } from "../../src/sync/run/run-lock.js";

const clock = { now: () => new Date() };

async function openStore(dir: string): Promise<StateStore> {
  const store = await openState({ dir, clock, toolVersion: "test" });
  onTestFinished(() => store.close());
  return store;
}

async function held() {
  const dir = mkdtempSync(join(tmpdir(), "spendesk-hr-lease-"));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  const store = await openStore(dir);
  const runId = await store.startRun("apply", ["acme-uk"], clock.now());
  const lock = await takeLock(store, runId, ["acme-uk"], clock);
  onTestFinished(() => void vi.clearAllTimers());
  return { dir, store, runId, lock };
}

describe("the lock of a run", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it("stays alive while a person thinks about the question", async () => {
    const { dir, runId, lock } = await held();
    await vi.advanceTimersByTimeAsync(10 * 60_000);
    expect(await (await openStore(dir)).lockOwners()).toMatchObject([
      {
        runId,
        heartbeatAt: clock.now().toISOString(),
      },
    ]);
    expect(await lock.lost()).toBeNull();
  });

  it("is renewed before a call when the process slept and nobody took it", async () => {
    const { dir, runId, lock } = await held();
    vi.setSystemTime(Date.now() + 8 * 3_600_000);
    expect(await (await openStore(dir)).lockOwners()).toEqual([]);
    expect(await lock.lost()).toBeNull();
    expect(await (await openStore(dir)).lockOwners()).toMatchObject([{ runId }]);
  });

  it("is lost for good once another run had it, also after that one gave it back", async () => {
    const { dir, lock } = await held();
    vi.setSystemTime(Date.now() + 8 * 3_600_000);
    const other = await openStore(dir);
    const otherRun = await other.startRun("apply", ["acme-uk"], clock.now());
    expect(await other.acquireLock(otherRun, ["acme-uk"], clock.now())).toEqual([]);
    expect(await lock.lost()).toMatchObject({ kind: "locked", code: "lock_lost" });
    await other.releaseLock(otherRun);
    expect(await lock.lost()).toMatchObject({ code: "lock_lost" });
    await lock.release();
    expect(await other.lockOwners()).toEqual([]);
  });

  it("is kept alive beside one that ends, whose entities a third run takes over", async () => {
    const { dir, store, runId, lock } = await held();
    const other = await openStore(dir);
    const sleeper = await other.startRun("apply", ["acme-fr", "acme-de"], clock.now());
    await other.acquireLock(sleeper, ["acme-fr", "acme-de"], clock.now());
    await vi.advanceTimersByTimeAsync(10 * 60_000);
    const heir = await openStore(dir);
    expect((await heir.lockOwners()).map((owner) => owner.runId)).toEqual([runId]);
    expect((await heir.leftLocks()).map((owner) => owner.runId)).toEqual([sleeper]);
    const next = await heir.startRun("apply", ["acme-fr"], clock.now());
    const taken = await takeLock(heir, next, ["acme-fr"], clock);
    expect(await other.renewLock(sleeper, clock.now())).toBe(false);
    expect([await lock.lost(), await taken.lost()]).toEqual([null, null]);
    await taken.release();
    await expect(takeLock(heir, next, ["acme-uk"], clock)).rejects.toMatchObject({ code: "lock_held" });
    await lock.release();
    expect(await store.lockOwners()).toEqual([]);
  });

  it("counts as lost, without an end of the process, when the heartbeat can't be written", async () => {
    const { store, lock } = await held();
    await store.close();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(await lock.lost()).toMatchObject({ kind: "unexpected" });
  });
});
