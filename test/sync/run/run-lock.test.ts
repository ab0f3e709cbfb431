import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Problem } from "../../../src/shared/errors.js";
import { type LockOwner, WHOLE_STATE } from "../../../src/sync/model/lock.js";
import type { StateStore } from "../../../src/sync/model/state-store.js";
import { interruption, ownerNext, ownerText, takeLock } from "../../../src/sync/run/run-lock.js";

const OWNER: LockOwner = {
  runId: "other",
  entities: ["acme-fr", "acme-uk"],
  host: "cron.acme.test",
  pid: 4711,
  startedAt: "2026-11-23T09:00:00.000Z",
  heartbeatAt: "2026-11-23T09:01:00.000Z",
  isStopped: false,
};
const NOW = new Date("2026-11-23T09:00:00Z");
const HEARTBEAT_MS = 20_000;

/** A lease of the run `mine` on a state in memory. */
class Lease {
  owner: string | null = null;
  renewals = 0;
  releases: string[] = [];
  /** What happens at the next renewals. */
  renews: () => boolean | Promise<boolean> = () => true;
  givesBack: () => void = () => {};

  async take(...inTheWay: readonly LockOwner[]) {
    const state: Pick<StateStore, "acquireLock" | "renewLock" | "keepsLock" | "releaseLock"> = {
      acquireLock: async (runId) => {
        if (inTheWay.length === 0) this.owner = runId;
        return inTheWay;
      },
      renewLock: async () => {
        this.renewals += 1;
        return this.renews();
      },
      keepsLock: async (runId) => this.owner === runId,
      releaseLock: async (runId) => {
        this.givesBack();
        this.releases.push(runId);
      },
    };
    return await takeLock(state as StateStore, "mine", ["acme-uk", "acme-de"], { now: () => NOW });
  }
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe("the lock of a run", () => {
  it("is not asked for again while it is held", async () => {
    const lease = new Lease();
    const lock = await lease.take();
    expect(await lock.lost()).toBeNull();
    expect(lease.renewals).toBe(0);
  });

  it("is renewed by a heartbeat until it is given back", async () => {
    const lease = new Lease();
    const lock = await lease.take();
    await vi.advanceTimersByTimeAsync(HEARTBEAT_MS - 1);
    expect(lease.renewals).toBe(0);
    await vi.advanceTimersByTimeAsync(1);
    expect(lease.renewals).toBe(1);
    await vi.advanceTimersByTimeAsync(2 * HEARTBEAT_MS);
    expect(lease.renewals).toBe(3);
    await lock.release();
    vi.advanceTimersByTime(10 * HEARTBEAT_MS);
    expect(lease.renewals).toBe(3);
    expect(lease.releases).toEqual(["mine"]);
  });

  it("does not ask again while a renewal waits for its answer", async () => {
    const lease = new Lease();
    const lock = await lease.take();
    let answer = () => {};
    const answered = new Promise<void>((resolve) => {
      answer = resolve;
    });
    lease.renews = () => answered.then(() => true);
    await vi.advanceTimersByTimeAsync(5 * HEARTBEAT_MS);
    expect(lease.renewals).toBe(1);
    answer();
    await vi.advanceTimersByTimeAsync(HEARTBEAT_MS);
    expect(lease.renewals).toBe(2);
    expect(await lock.lost()).toBeNull();
  });

  it("that can't be given back does not hide what the run came to", async () => {
    const lease = new Lease();
    const lock = await lease.take();
    lease.givesBack = () => {
      throw new Problem({ kind: "temporary", code: "state_unreachable", what: "", why: "", next: "" });
    };
    await lock.release();
    lease.givesBack = () => {
      throw new Error("a defect");
    };
    await expect(lock.release()).rejects.toThrow("a defect");
  });

  it("is lost once the heartbeat finds it somebody else's, for good", async () => {
    const lease = new Lease();
    const lock = await lease.take();
    lease.renews = () => false;
    vi.advanceTimersByTime(HEARTBEAT_MS);
    expect(await lock.lost()).toMatchObject({ kind: "locked", code: "lock_lost" });
    lease.renews = () => true;
    vi.advanceTimersByTime(HEARTBEAT_MS);
    expect(await lock.lost()).toMatchObject({ code: "lock_lost" });
    expect(lease.renewals).toBe(1);
  });

  it.each([
    ["somebody else's", "other"],
    ["nobody's", null],
  ])("is noticed to be %s before a call, without waiting for the heartbeat", async (_whose, owner) => {
    const lease = new Lease();
    const lock = await lease.take();
    lease.owner = owner;
    lease.renews = () => false;
    expect(await lock.lost()).toMatchObject({ code: "lock_lost" });
    expect(await lock.lost()).toMatchObject({ code: "lock_lost" });
    expect(lease.renewals).toBe(1);
  });

  it("is taken back before a call where nobody else took it meanwhile", async () => {
    const lease = new Lease();
    const lock = await lease.take();
    lease.owner = null;
    expect(await lock.lost()).toBeNull();
    expect(lease.renewals).toBe(1);
  });

  it("counts as lost when it can't be renewed, and does not end the process", async () => {
    const lease = new Lease();
    const lock = await lease.take();
    lease.renews = () => {
      throw new Error("the disk is full");
    };
    vi.advanceTimersByTime(HEARTBEAT_MS);
    expect(await lock.lost()).toMatchObject({ kind: "unexpected", why: "Error: the disk is full" });
  });

  it.each([
    [false, "Another run is working on acme-uk, so this one did nothing."],
    [true, "Another run on acme-uk is stopped half-way, so this one did nothing."],
  ])("of another run (stopped: %s) is in the way", async (isStopped, message) => {
    const owner = { ...OWNER, isStopped };
    await expect(new Lease().take(owner)).rejects.toThrow(
      expect.objectContaining({ kind: "locked", code: "lock_held", message, why: ownerText(owner, NOW) }),
    );
    expect(vi.getTimerCount()).toBe(0);
  });

  it("names the entities and owners when several others are in the way, the stopped one first", async () => {
    const german = { ...OWNER, runId: "third", entities: ["acme-de"], pid: 4712 };
    await expect(new Lease().take(OWNER, german)).rejects.toThrow(
      expect.objectContaining({
        message: "2 other runs are working on acme-uk, acme-de, so this one did nothing.",
        why: `${ownerText(OWNER, NOW)} ${ownerText(german, NOW)}`,
        next: expect.stringContaining("`spendesk-hr unlock --entity acme-uk`"),
      }),
    );
    await expect(new Lease().take(OWNER, { ...german, isStopped: true })).rejects.toThrow(
      expect.objectContaining({
        message: "Another run on acme-de is stopped half-way, so this one did nothing.",
        next: expect.stringMatching(/`kill -CONT 4712`.*`spendesk-hr unlock --entity acme-de`/u),
      }),
    );
  });

  it("of the whole state is in the way of every run", async () => {
    await expect(new Lease().take({ ...OWNER, entities: [WHOLE_STATE] })).rejects.toThrow(
      expect.objectContaining({
        message: "Another run is working on the whole state, so this one did nothing.",
        next: expect.stringContaining("`spendesk-hr unlock`"),
      }),
    );
  });
});

describe("the owner of a lock, in words", () => {
  const text = "Process 4711 on cron.acme.test started 2 hours ago and was last heard of 2 hours ago";

  it.each([
    [false, `${text}.`],
    [true, `${text}; it is stopped (by Ctrl-Z or SIGSTOP), not gone.`],
  ])("(stopped: %s) is named", (isStopped, expected) => {
    expect(ownerText({ ...OWNER, isStopped }, new Date("2026-11-23T11:02:30.000Z"))).toBe(expected);
  });

  it.each([
    [false, "Wait.", undefined, "Wait. If that process is surely gone, run `spendesk-hr unlock`."],
    [false, "", undefined, "If that process is surely gone, run `spendesk-hr unlock`."],
    [false, "", "unlock it", "If that process is surely gone, run `unlock it`."],
    [
      true,
      "Wait.",
      undefined,
      "Let it go on with `kill -CONT 4711` (or `fg` in its terminal), or take its lock away with `spendesk-hr unlock`.",
    ],
  ])("(stopped: %s) has a way out", (isStopped, wait, unlock, expected) => {
    expect(ownerNext({ ...OWNER, isStopped }, wait, unlock)).toBe(expected);
  });
});

describe("a run that is interrupted", () => {
  it("says so, or why its time was up", () => {
    expect(interruption(AbortSignal.abort())).toMatchObject({ kind: "interrupted", code: "interrupted" });
    expect(interruption(AbortSignal.abort(new Error("gone")))).toMatchObject({ code: "interrupted" });
    const late = new Problem({
      kind: "temporary",
      code: "time_limit",
      what: "It took too long.",
      why: "-",
      next: "-",
    });
    expect(interruption(AbortSignal.abort(late))).toBe(late);
  });
});
