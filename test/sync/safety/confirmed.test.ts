import { describe, expect, it } from "vitest";
import type { SafetyLimits } from "../../../src/sync/model/policy.js";
import { confirmedLimits, loosenedLimits } from "../../../src/sync/safety/index.js";
import { LIMITS } from "../../support/people.js";

function loosened(values: Partial<SafetyLimits>): readonly string[] {
  return loosenedLimits({ ...LIMITS, ...values }, confirmedLimits(LIMITS));
}

describe("limits that were confirmed", () => {
  it("are the same however they are written", () => {
    const { archives, ...rest } = LIMITS;
    expect(
      confirmedLimits({ ...rest, archives: { atLeast: archives.atLeast, percent: archives.percent } }),
    ).toBe(confirmedLimits(LIMITS));
    expect(loosened({})).toEqual([]);
  });

  it.each<[keyof SafetyLimits]>([
    ["archives"],
    ["updates"],
    ["emailChanges"],
    ["bankChanges"],
    ["creations"],
    ["restores"],
    ["releases"],
    ["membersGone"],
  ])("%s are looser when more may happen", (name) => {
    const limit = LIMITS[name] as { percent: number; atLeast: number };
    const more = { percent: limit.percent + 1, atLeast: limit.atLeast + 1 };
    const less = { percent: limit.percent - 1, atLeast: limit.atLeast - 1 };
    expect([...loosened({ [name]: more })].sort()).toEqual([
      `${name}.atLeast ${limit.atLeast} → ${more.atLeast}`,
      `${name}.percent ${limit.percent} → ${more.percent}`,
    ]);
    expect(loosened({ [name]: less })).toEqual([]);
    expect(loosened({ [name]: { ...less, atLeast: more.atLeast } })).toHaveLength(1);
  });

  it.each<[keyof SafetyLimits, number, number]>([
    ["windowDays", 1, 30],
    ["minEmployeesPercent", 49, 51],
    ["minMembersPercent", 0, 100],
    ["minFilledPercent", 49, 51],
    ["maxEmployeesPercent", 201, 199],
    ["strangersPercent", 51, 49],
  ])("%s is looser at %i and tighter at %i", (name, looser, tighter) => {
    expect(loosened({ [name]: looser })).toEqual([`${name} ${LIMITS[name]} → ${looser}`]);
    expect(loosened({ [name]: tighter })).toEqual([]);
  });

  it("are not looser for what a version kept besides numbers", () => {
    const kept = JSON.stringify({ ...LIMITS, note: "by carol", former: null });
    expect(loosenedLimits(LIMITS, kept)).toEqual([]);
    expect(loosenedLimits({ ...LIMITS, windowDays: 1 }, kept)).toHaveLength(1);
  });

  it("are not looser for a limit that a version did not have, nor before the first confirmation", () => {
    const { strangersPercent: _new, ...old } = LIMITS;
    expect(loosenedLimits({ ...LIMITS, strangersPercent: 100 }, JSON.stringify(old))).toEqual([]);
    expect(loosenedLimits({ ...LIMITS, archives: { percent: 100, atLeast: 100 } }, null)).toEqual([]);
  });
});
