import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import type { Lab } from "./lab.js";

/** Settings of `fault-points.mjs` for the next process of a lab, which gets an empty log. */
export function commitFaults(lab: Lab, more: Readonly<Record<string, string>> = {}) {
  const log = join(lab.folder, "points");
  rmSync(log, { force: true });
  return { FAULT_POINTS: "commits", FAULT_LOG: log, ...more };
}

export function passedPoints(lab: Lab): number {
  return readFileSync(join(lab.folder, "points"), "utf8").split("\n").length - 1;
}

/** An undisturbed apply with its points: how many there are, and how many lay before each write. */
export async function dryRun(lab: Lab): Promise<{ readonly points: number; readonly beforeWrite: number[] }> {
  await lab.reset();
  const beforeWrite: number[] = [];
  lab.gate.handle(async (call, forward) => {
    if (call.write !== null) beforeWrite.push(passedPoints(lab));
    await forward();
  });
  const { code, stderr } = await lab.start(["apply", "--yes"], { faults: commitFaults(lab) }).ended;
  expect(code, stderr).toBe(0);
  return { points: passedPoints(lab), beforeWrite };
}
