import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { SandboxOptions } from "../../src/sandbox/settings.js";
import { commitFaults, dryRun } from "./support/commits.js";
import type { Call, Handler } from "./support/gate.js";
import type { Lab } from "./support/lab.js";
import { type Lane, type Lanes, openLanes, someOf, upTo } from "./support/lanes.js";
import { booksOf, expectHonestBooks, expectRecovery } from "./support/recovery.js";

const APPLY = ["apply", "--yes"];
const CRASHED = /^interrupted$/;
/** Points at which the real program is killed as well. */
const REAL = 5;

const KINDS: readonly [string, SandboxOptions][] = [
  ["as usual", {}],
  ["that takes updates one by one", { bulkUpdates: false }],
  ["that tells of members only what is documented", { readFields: "documented" }],
];

type When = "before" | "after";
const WHENS: readonly When[] = ["before", "after"];

/** Ends an apply when its write of this number arrives, before or after Spendesk carries it out. */
type EndAtWrite = (lab: Lab, number: number, when: When) => Promise<void>;

/** Handles writes up to the last one of a run; `end` is over before an answer goes back. */
function untilWrite(lab: Lab, number: number, when: When, end: () => unknown): Handler {
  const last = lab.gate.writes.length + number;
  return async (call: Call, forward) => {
    // A run that is over in this process may still send something: nobody does so in truth.
    if (call.write !== null && call.write > last) return;
    if (call.write !== last) return forward();
    if (when === "after") await forward();
    await end();
  };
}

async function quiet(lab: Lab): Promise<void> {
  await lab.gate.idle();
  lab.gate.handle((_call, forward) => forward());
}

const killAtWrite: EndAtWrite = async (lab, number, when) => {
  const cli = lab.start(APPLY);
  lab.gate.handle(untilWrite(lab, number, when, () => cli.kill()));
  const { signal, stderr } = await cli.ended;
  expect(signal, stderr).toBe("SIGKILL");
  await quiet(lab);
};

const dieAtWrite: EndAtWrite = async (lab, number, when) => {
  const meet: Parameters<Lab["live"]>[1]["meet"] = (life) =>
    lab.gate.handle(untilWrite(lab, number, when, () => life.end()));
  expect((await lab.live(APPLY, { meet })).isOver).toBe(true);
  await quiet(lab);
};

async function killAtCommit(lab: Lab, point: number): Promise<void> {
  const faults = commitFaults(lab, { FAULT_AT: String(point) });
  const { signal, stderr } = await lab.start(APPLY, { faults }).ended;
  expect(signal, stderr).toBe("SIGKILL");
}

async function dieAtCommit(lab: Lab, point: number): Promise<void> {
  expect((await lab.live(APPLY, { at: point })).isOver).toBe(true);
}

/** Everything that a way of ending an apply leaves behind, from the same morning. */
async function leftBy({ lab }: Lane, end: () => Promise<void>): Promise<object> {
  await lab.reset();
  await end();
  return await booksOf(lab);
}

describe.each(KINDS)("an apply that dies at a write, with a Spendesk %s,", (_kind, options) => {
  let lanes: Lanes;

  beforeAll(async () => {
    lanes = await openLanes(options);
    // Restore, creations, updates on two levels, managers, two archives.
    expect(lanes.first.writes).toBeGreaterThanOrEqual(7);
  });
  afterAll(() => lanes.close());

  async function dieAndRecover({ lab, goal }: Lane, number: number, when: When) {
    await dieAtWrite(lab, number, when);
    await expectHonestBooks(lab, CRASHED);
    await expectRecovery(lab, goal);
  }

  it("is finished by the next one when Spendesk had not carried out its last write", async () => {
    const points = upTo(lanes.first.writes);
    expect(await lanes.each(points, (lane, number) => dieAndRecover(lane, number, "before"))).toEqual([]);
  });

  it("is finished by the next one when it had not heard of its last write", async () => {
    const points = upTo(lanes.first.writes);
    expect(await lanes.each(points, (lane, number) => dieAndRecover(lane, number, "after"))).toEqual([]);
  });
});

describe("an apply that dies", () => {
  let lanes: Lanes;

  beforeAll(async () => {
    lanes = await openLanes();
  });
  afterAll(() => lanes.close());

  it("is finished by the next one, whichever commit of its books was the last", async () => {
    const { points } = await dryRun(lanes.first.lab);
    // Before and after: an intent and an outcome of each write, and the run with its lock around them.
    expect(points).toBeGreaterThanOrEqual(2 * (2 * lanes.first.writes + 4));
    const failures = await lanes.each(upTo(points), async ({ lab, goal }, point) => {
      await dieAtCommit(lab, point);
      // Its last commits forget what is old and give the lock back: the run is over before that.
      await expectHonestBooks(lab, point > points - 7 ? /^exit 0$/ : CRASHED);
      await expectRecovery(lab, goal);
    });
    expect(failures).toEqual([]);
  });

  it("is finished by the third one when the second dies as well", async () => {
    const failures = await lanes.each(upTo(lanes.first.writes - 1), async ({ lab, goal }, number) => {
      await dieAtWrite(lab, number, "after");
      await dieAtWrite(lab, 1, "after");
      await expectRecovery(lab, goal);
    });
    expect(failures).toEqual([]);
  });

  it("leaves at a commit what the real program leaves when it is killed there", async () => {
    const { points } = await dryRun(lanes.first.lab);
    await lanes.first.lab.reset();
    expect((await lanes.first.lab.live(APPLY, {})).passed).toBe(points);
    const failures = await lanes.each(someOf(points, REAL), async (lane, point) => {
      const left = await leftBy(lane, () => dieAtCommit(lane.lab, point));
      expect(await leftBy(lane, () => killAtCommit(lane.lab, point))).toEqual(left);
      await expectRecovery(lane.lab, lane.goal);
    });
    expect(failures).toEqual([]);
  });

  it.each(WHENS)("leaves %s a write what the real program leaves when it is killed there", async (when) => {
    const failures = await lanes.each(someOf(lanes.first.writes, REAL), async (lane, number) => {
      const left = await leftBy(lane, () => dieAtWrite(lane.lab, number, when));
      expect(await leftBy(lane, () => killAtWrite(lane.lab, number, when))).toEqual(left);
      await expectRecovery(lane.lab, lane.goal);
    });
    expect(failures).toEqual([]);
  });

  it("is finished by the third one when two real ones were killed", async () => {
    const { lab, goal } = lanes.first;
    await lab.reset();
    await killAtWrite(lab, 2, "after");
    await killAtWrite(lab, 1, "after");
    await expectRecovery(lab, goal);
  });
});
