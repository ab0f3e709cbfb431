import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { commitFaults, passedPoints } from "./support/commits.js";
import type { Lab } from "./support/lab.js";
import { type Lanes, openLanes, someOf, upTo } from "./support/lanes.js";

/** Points at which the real program is killed as well. */
const REAL = 6;
const ENTITY = "acme-uk";

function applyTo(folder: string): string[] {
  return ["apply", "--to", "file", "--yes", "--out-dir", folder];
}

async function emptyDesk(lab: Lab): Promise<void> {
  await lab.reset();
  for (const folder of ["first", "second"])
    rmSync(join(lab.folder, folder), { recursive: true, force: true });
}

function openHandOffs(lab: Lab): Promise<readonly string[]> {
  return lab.read(async (state) =>
    (await state.handOffs(ENTITY, false)).map(({ action, employeeId }) => `${action} ${employeeId}`),
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

/** What one died with. */
interface Remains {
  readonly open: readonly string[];
  readonly hasFolder: boolean;
}

async function remainsOf(lab: Lab): Promise<Remains> {
  return { open: await openHandOffs(lab), hasFolder: existsSync(join(lab.folder, "first")) };
}

async function die(lab: Lab, at: number): Promise<void> {
  expect((await lab.live(applyTo("first"), { at, files: true })).isOver).toBe(true);
}

async function kill(lab: Lab, point: number): Promise<void> {
  const faults = commitFaults(lab, { FAULT_POINTS: "files", FAULT_AT: String(point) });
  const { signal, stderr } = await lab.start(applyTo("first"), { faults }).ended;
  expect(signal, stderr).toBe("SIGKILL");
}

describe("a hand-off that dies", () => {
  let lanes: Lanes;
  let points: number;
  let wanted: readonly string[];

  beforeAll(async () => {
    lanes = await openLanes();
    const { lab } = lanes.first;
    await emptyDesk(lab);
    const faults = commitFaults(lab, { FAULT_POINTS: "files" });
    const { code, stderr } = await lab.start(applyTo("first"), { faults }).ended;
    expect(code, stderr).toBe(0);
    points = passedPoints(lab);
    expect(points).toBeGreaterThan(20);
    wanted = await openHandOffs(lab);
    expect(wanted.length).toBeGreaterThan(7);
  });
  afterAll(() => lanes.close());

  /** The next run completes what was left; gives how it had to be done. */
  async function completed(lab: Lab): Promise<"nothing" | "left" | "counted"> {
    const { open, hasFolder } = await remainsOf(lab);
    expect([[], wanted]).toContainEqual(open);
    const isCounted = open.length > 0;
    const next = await lab.run(applyTo("second"));
    expect(next.exitCode, next.stderr).toBe(0);
    expect(await openHandOffs(lab)).toEqual(wanted);
    expect(existsSync(join(lab.folder, "second"))).toBe(!isCounted);
    const isLeft = !isCounted && hasFolder;
    expect(next.stderr.includes(`${join(lab.folder, "first")} is from run`)).toBe(isLeft);

    bringIn(lab, isCounted ? "first" : "second");
    const preview = await lab.run(["preview", "--detailed-exitcode"]);
    expect(preview.exitCode, preview.stdout).toBe(0);
    expect(preview.stdout).not.toContain("still open");
    return isCounted ? "counted" : isLeft ? "left" : "nothing";
  }

  it("counts whole or not at all, and the next run completes it", async () => {
    const outcomes = new Set<string>();
    const failures = await lanes.each(upTo(points), async ({ lab }, point) => {
      await emptyDesk(lab);
      await die(lab, point);
      outcomes.add(await completed(lab));
    });
    expect(failures).toEqual([]);
    // The points lie before, amid and after the writing of the files.
    expect(outcomes).toEqual(new Set(["nothing", "left", "counted"]));
  });

  it("leaves what the real program leaves when it is killed", async () => {
    const { lab } = lanes.first;
    await emptyDesk(lab);
    expect((await lab.live(applyTo("first"), { files: true })).passed).toBe(points);
    const failures = await lanes.each(someOf(points, REAL), async ({ lab }, point) => {
      await emptyDesk(lab);
      await die(lab, point);
      const remains = await remainsOf(lab);
      await emptyDesk(lab);
      await kill(lab, point);
      expect(await remainsOf(lab)).toEqual(remains);
      await completed(lab);
    });
    expect(failures).toEqual([]);
  });
});
