import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { SandboxOptions } from "../../src/sandbox/settings.js";
import { commitFaults, dryRun } from "./support/commits.js";
import type { Lab } from "./support/lab.js";
import { type Lane, type Lanes, openLanes, upTo } from "./support/lanes.js";
import { expectHonestBooks, expectRecovery } from "./support/recovery.js";

const APPLY = ["apply", "--yes"];
const PATIENCE = { timeout: 120_000 };
const CRASHED = /^interrupted$/;

const KINDS: readonly [string, SandboxOptions][] = [
  ["as usual", {}],
  ["that takes updates one by one", { bulkUpdates: false }],
  ["that tells of members only what is documented", { readFields: "documented" }],
];

/** Kills an apply when its write of this number arrives, before or after Spendesk carries it out. */
async function killAtWrite(lab: Lab, number: number, when: "before" | "after"): Promise<void> {
  const earlier = lab.gate.writes.length;
  const cli = lab.start(APPLY);
  lab.gate.handle(async (call, forward) => {
    if (call.write !== earlier + number) return forward();
    if (when === "after") await forward();
    await cli.kill();
  });
  const { signal, stderr } = await cli.ended;
  expect(signal, stderr).toBe("SIGKILL");
  await lab.gate.idle();
  lab.gate.handle((_call, forward) => forward());
}

async function killAtCommit(lab: Lab, point: number): Promise<void> {
  const faults = commitFaults(lab, { FAULT_AT: String(point) });
  const { signal, stderr } = await lab.start(APPLY, { faults }).ended;
  expect(signal, stderr).toBe("SIGKILL");
}

describe.each(KINDS)("an apply that is killed at a write, with a Spendesk %s,", (_kind, options) => {
  let lanes: Lanes;

  beforeAll(async () => {
    lanes = await openLanes(options);
    // Restore, creations, updates on two levels, managers, two archives.
    expect(lanes.first.writes).toBeGreaterThanOrEqual(7);
  });
  afterAll(() => lanes.close());

  async function killAndRecover({ lab, goal }: Lane, number: number, when: "before" | "after") {
    await killAtWrite(lab, number, when);
    await expectHonestBooks(lab, CRASHED);
    await expectRecovery(lab, goal);
  }

  it("is finished by the next one when Spendesk had not carried out its last write", PATIENCE, async () => {
    const points = upTo(lanes.first.writes);
    expect(await lanes.each(points, (lane, number) => killAndRecover(lane, number, "before"))).toEqual([]);
  });

  it("is finished by the next one when it had not heard of its last write", PATIENCE, async () => {
    const points = upTo(lanes.first.writes);
    expect(await lanes.each(points, (lane, number) => killAndRecover(lane, number, "after"))).toEqual([]);
  });
});

describe("an apply that is killed", () => {
  let lanes: Lanes;

  beforeAll(async () => {
    lanes = await openLanes();
  });
  afterAll(() => lanes.close());

  it("is finished by the next one, whichever commit of its books was the last", PATIENCE, async () => {
    const { points } = await dryRun(lanes.first.lab);
    // Before and after: an intent and an outcome of each write, and the run with its lock around them.
    expect(points).toBeGreaterThanOrEqual(2 * (2 * lanes.first.writes + 4));
    const failures = await lanes.each(upTo(points), async ({ lab, goal }, point) => {
      await killAtCommit(lab, point);
      // Its last commits forget what is old and give the lock back: the run is over before that.
      await expectHonestBooks(lab, point > points - 7 ? /^exit 0$/ : CRASHED);
      await expectRecovery(lab, goal);
    });
    expect(failures).toEqual([]);
  });

  it("is finished by the third one when the second is killed as well", PATIENCE, async () => {
    const failures = await lanes.each(upTo(lanes.first.writes - 1), async ({ lab, goal }, number) => {
      await killAtWrite(lab, number, "after");
      await killAtWrite(lab, 1, "after");
      await expectRecovery(lab, goal);
    });
    expect(failures).toEqual([]);
  });
});
