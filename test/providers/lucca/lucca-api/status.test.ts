import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dayBegunSomewhere, standingOf } from "../../../../src/providers/lucca/lucca-api/status.js";

const TODAY = "2026-09-30";

function employment(terminationDate: string | null | undefined) {
  return { startDate: "2022-04-01", terminationDate };
}

describe("lucca Lucca API status", () => {
  it.each([
    ["active", null, "active"],
    ["active", "2026-12-31", "active"],
    ["ACTIVE", null, "active"],
    ["upcoming", null, "pending"],
    ["deactivated", "2026-09-29", "inactive"],
    ["deactivated", undefined, "inactive"],
  ])("takes %s with the last day %s for %s", (status, end, expected) => {
    expect(standingOf(status, employment(end), TODAY)).toEqual({ status: expected, statusDetail: undefined });
  });

  it("does not believe that somebody is gone whose employment goes on, or who has none", () => {
    for (const end of [null, TODAY, "2026-12-31"]) {
      expect(standingOf("deactivated", employment(end), TODAY)).toEqual({
        status: "unknown",
        statusDetail: "deactivated, with an employment that has not ended",
      });
    }
    expect(standingOf("deactivated", null, TODAY)).toEqual({
      status: "unknown",
      statusDetail: "deactivated, without an employment",
    });
  });

  it("keeps a status nobody knows as its text, and tells an empty one from a hidden one", () => {
    expect(standingOf("suspended", null, TODAY)).toEqual({ status: "unknown", statusDetail: "suspended" });
    expect(standingOf(null, null, TODAY)).toEqual({ status: "unknown", statusDetail: null });
    expect(standingOf(undefined, null, TODAY)).toEqual({ status: "unknown", statusDetail: undefined });
  });

  it("takes nobody for a leaver whose last day is not over anywhere", () => {
    const end = fc.constantFrom(null, "2020-01-01", "2026-09-29", TODAY, "2026-12-31");
    const status = fc.oneof(fc.constantFrom("active", "upcoming", "deactivated"), fc.anything());
    fc.assert(
      fc.property(status, end, (raw, last) => {
        if (standingOf(raw, employment(last), TODAY).status === "inactive")
          expect(last && last < TODAY).toBe(true);
      }),
    );
  });

  it("counts a day as soon as it has begun anywhere", () => {
    expect(dayBegunSomewhere(new Date("2026-09-30T09:59:59Z"))).toBe("2026-09-30");
    expect(dayBegunSomewhere(new Date("2026-09-30T10:00:00Z"))).toBe("2026-10-01");
  });
});
