import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from "vitest";
import { openState } from "../../src/state/open.js";
import type { StateStore } from "../../src/sync/model/state-store.js";
import { takeLock } from "../../src/sync/run/run-lock.js";

const clock = { now: () => new Date() };

function openStore(dir: string): StateStore {
  const store = openState({ dir, clock, toolVersion: "test" });
  onTestFinished(() => store.close());
  return store;
}

function held() {
  const dir = mkdtempSync(join(tmpdir(), "spendesk-hr-lease-"));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  const store = openStore(dir);
  const runId = store.startRun("apply", ["acme-uk"], clock.now());
  const lock = takeLock(store, runId, clock);
  onTestFinished(() => void vi.clearAllTimers());
  return { dir, store, runId, lock };
}

describe("the lock of a run", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it("stays alive while a person thinks about the question", () => {
    const { dir, runId, lock } = held();
    vi.advanceTimersByTime(10 * 60_000);
    expect(openStore(dir).lockOwner()).toMatchObject({ runId, heartbeatAt: clock.now().toISOString() });
    expect(lock.lost()).toBeNull();
  });

  it("is renewed before a call when the process slept and nobody took it", () => {
    const { dir, runId, lock } = held();
    vi.setSystemTime(Date.now() + 8 * 3_600_000);
    expect(openStore(dir).lockOwner()).toBeNull();
    expect(lock.lost()).toBeNull();
    expect(openStore(dir).lockOwner()).toMatchObject({ runId });
  });

  it("is lost for good once another run had it, also after that one gave it back", () => {
    const { dir, lock } = held();
    vi.setSystemTime(Date.now() + 8 * 3_600_000);
    const other = openStore(dir);
    const otherRun = other.startRun("apply", ["acme-uk"], clock.now());
    expect(other.acquireLock(otherRun, clock.now())).toBeNull();
    expect(lock.lost()).toMatchObject({ kind: "locked", code: "lock_lost" });
    other.releaseLock(otherRun);
    expect(lock.lost()).toMatchObject({ code: "lock_lost" });
    lock.release();
    expect(other.lockOwner()).toBeNull();
  });

  it("counts as lost, without an end of the process, when the heartbeat can't be written", () => {
    const { store, lock } = held();
    store.close();
    vi.advanceTimersByTime(60_000);
    expect(lock.lost()).toMatchObject({ kind: "unexpected" });
  });
});
