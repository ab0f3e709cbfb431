import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { commitFaults, passedPoints } from "./support/commits.js";
import type { Lab } from "./support/lab.js";
import { type Lanes, openLanes, upTo } from "./support/lanes.js";

const PATIENCE = { timeout: 300_000 };
const ENTITY = "acme-uk";

function applyTo(folder: string): string[] {
  return ["apply", "--to", "file", "--yes", "--out-dir", folder];
}

function emptyDesk(lab: Lab): void {
  lab.reset();
  for (const folder of ["first", "second"])
    rmSync(join(lab.folder, folder), { recursive: true, force: true });
}

function openHandOffs(lab: Lab): readonly string[] {
  return lab.read((state) =>
    state.handOffs(ENTITY, false).map(({ action, employeeId }) => `${action} ${employeeId}`),
  );
}

/** The colleague brings the workbooks of a folder into Spendesk. */
function bringIn(lab: Lab, folder: string): void {
  const names = readdirSync(join(lab.folder, folder)).filter((name) => name.endsWith(".xlsx"));
  expect(names).toHaveLength(2);
  for (const name of names.sort()) {
    const { errors } = lab.sandbox.control.importFile(readFileSync(join(lab.folder, folder, name)));
    expect(errors).toEqual([]);
  }
}

describe("a hand-off that is killed", () => {
  let lanes: Lanes;
  let points: number;
  let wanted: readonly string[];

  beforeAll(async () => {
    lanes = await openLanes();
    const { lab } = lanes.first;
    emptyDesk(lab);
    const faults = commitFaults(lab, { FAULT_POINTS: "files" });
    const { code, stderr } = await lab.start(applyTo("first"), { faults }).ended;
    expect(code, stderr).toBe(0);
    points = passedPoints(lab);
    wanted = openHandOffs(lab);
    expect(wanted.length).toBeGreaterThan(7);
  });
  afterAll(() => lanes.close());

  it("counts whole or not at all, and the next run completes it", PATIENCE, async () => {
    expect(points).toBeGreaterThan(20);
    const outcomes = new Set<string>();
    const failures = await lanes.each(upTo(points), async ({ lab }, point) => {
      emptyDesk(lab);
      const faults = commitFaults(lab, { FAULT_POINTS: "files", FAULT_AT: String(point) });
      const { signal, stderr } = await lab.start(applyTo("first"), { faults }).ended;
      expect(signal, stderr).toBe("SIGKILL");
      const counted = openHandOffs(lab);
      expect([[], wanted]).toContainEqual(counted);

      const next = await lab.run(applyTo("second"));
      expect(next.exitCode, next.stderr).toBe(0);
      expect(openHandOffs(lab)).toEqual(wanted);
      const isCounted = counted.length > 0;
      expect(existsSync(join(lab.folder, "second"))).toBe(!isCounted);
      const isLeft = !isCounted && existsSync(join(lab.folder, "first"));
      expect(next.stderr.includes(`${join(lab.folder, "first")} is from run`)).toBe(isLeft);
      outcomes.add(isCounted ? "counted" : isLeft ? "left" : "nothing");

      bringIn(lab, isCounted ? "first" : "second");
      const preview = await lab.run(["preview", "--detailed-exitcode"]);
      expect(preview.exitCode, preview.stdout).toBe(0);
      expect(preview.stdout).not.toContain("still open");
    });
    expect(failures).toEqual([]);
    // The points lie before, amid and after the writing of the files.
    expect(outcomes).toEqual(new Set(["nothing", "left", "counted"]));
  });
});
