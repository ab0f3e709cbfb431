import { mkdtempSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { commitFaults, dryRun } from "../../faults/support/commits.js";
import type { Lab } from "../../faults/support/lab.js";
import { type Lanes, openLanes, upTo } from "../../faults/support/lanes.js";
import { expectHonestBooks, expectRecovery } from "../../faults/support/recovery.js";
import { onSmallDisk } from "./small-disk.js";

const PATIENCE = { timeout: 120_000 };

/** Applies with the state on a small disk, which then takes the place of the state. */
async function applyOnSmallDisk(lab: Lab, access: "rw" | "ro", faults: Readonly<Record<string, string>>) {
  const after = mkdtempSync(join(lab.folder, "disk-"));
  const wrapper = onSmallDisk(lab.stateDir, after, access);
  const ending = await lab.start(["apply", "--yes", "-o", "json"], { wrapper, faults }).ended;
  rmSync(lab.stateDir, { recursive: true });
  renameSync(after, lab.stateDir);
  return ending;
}

describe("an apply whose disk", () => {
  let lanes: Lanes;
  /** Number of the point before the commit of each write's intents. */
  let intents: number[];

  beforeAll(async () => {
    lanes = await openLanes();
    // Points come in pairs, before and after; the last pair before a write is the one of its intents.
    intents = (await dryRun(lanes.first.lab)).beforeWrite.map((passed) => passed - 1);
    expect(intents).toHaveLength(lanes.first.writes);
  });
  afterAll(() => lanes.close());

  /** Fills the disk before the given commit and checks how the run ends. */
  async function expectFullDisk(lab: Lab, point: number, writes: number): Promise<void> {
    const faults = commitFaults(lab, { FAULT_AT: String(point), FAULT_ACTION: `fill:${lab.stateDir}` });
    const { code, stdout, stderr } = await applyOnSmallDisk(lab, "rw", faults);
    expect(code, stdout + stderr).toBe(7);
    expect(JSON.parse(stdout)).toMatchObject({ error: { code: "state_disk_full" } });
    expect(lab.gate.writes).toHaveLength(writes);
    await expectHonestBooks(lab, /^interrupted$/);
  }

  it("is full before an intent is written sends nothing more, and is finished later", PATIENCE, async () => {
    const failures = await lanes.each(upTo(lanes.first.writes), async ({ lab, goal }, write) => {
      await expectFullDisk(lab, intents[write - 1] ?? 0, write - 1);
      await expectRecovery(lab, goal);
    });
    expect(failures).toEqual([]);
  });

  it("is full before an outcome is written sends nothing more, and is finished later", PATIENCE, async () => {
    const failures = await lanes.each(upTo(lanes.first.writes), async ({ lab, goal }, write) => {
      await expectFullDisk(lab, (intents[write - 1] ?? 0) + 2, write);
      await expectRecovery(lab, goal);
    });
    expect(failures).toEqual([]);
  });

  it("can't be written sends nothing at all", async () => {
    const { lab, goal } = lanes.first;
    await lab.reset();
    const { code, stdout, stderr } = await applyOnSmallDisk(lab, "ro", commitFaults(lab));
    expect(code, stdout + stderr).toBe(78);
    expect(JSON.parse(stdout)).toMatchObject({ error: { code: "state_not_writable" } });
    expect(lab.gate.writes).toEqual([]);
    await expectRecovery(lab, goal);
  });
});
