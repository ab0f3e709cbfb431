import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { standingOf } from "../../../../src/providers/lucca/lucca-api/status.js";
import { addDays, dayBegunSomewhere } from "../../../../src/sync/model/dates.js";
import { standingOf as eligibility, planCalendar } from "../../../../src/sync/model/eligibility.js";
import { policy } from "../../../support/people.js";

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

  it("does not believe that somebody is employed whose employment is long over, or who has none", () => {
    expect(standingOf("active", employment("2026-09-27"), TODAY)).toEqual({
      status: "unknown",
      statusDetail: "active, with an employment that has ended",
    });
    // Somewhere that day may be the present one still.
    expect(standingOf("active", employment("2026-09-28"), TODAY).status).toBe("active");
    expect(standingOf("active", null, TODAY)).toEqual({
      status: "unknown",
      statusDetail: "active, without an employment",
    });
    expect(standingOf("upcoming", null, TODAY)).toEqual({
      status: "no_contract",
      statusDetail: "upcoming, without an employment",
    });
  });

  it("goes by the status alone where it may not see whether there is an employment", () => {
    expect(standingOf("active", null, TODAY, false)).toEqual({ status: "active", statusDetail: undefined });
    expect(standingOf("upcoming", null, TODAY, false).status).toBe("pending");
    expect(standingOf("deactivated", null, TODAY, false).status).toBe("unknown");
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

  it("never archives and restores somebody because days go by", () => {
    const end = fc.integer({ min: -8, max: 8 }).map((days) => addDays(TODAY, days));
    const status = fc.constantFrom("active", "deactivated", "upcoming");
    // The company's day may be one or two behind the latest that has begun.
    const behind = fc.integer({ min: 0, max: 2 });
    fc.assert(
      fc.property(status, fc.option(end), behind, (raw, terminationDate, days) => {
        const standings = Array.from({ length: 25 }, (_, at) => {
          const today = addDays(TODAY, at - 12);
          const told = standingOf(raw, employment(terminationDate), today);
          const person = {
            id: "7",
            custom: {},
            startDate: "2022-04-01",
            terminationDate,
            status: told.status,
          };
          return eligibility(person, planCalendar(addDays(today, -days), policy()));
        });
        const first = standings.indexOf("leaver");
        if (first >= 0) expect(standings.slice(first)).not.toContain("eligible");
      }),
    );
  });

  it("counts a day as soon as it has begun anywhere", () => {
    expect(dayBegunSomewhere(new Date("2026-09-30T09:59:59Z"))).toBe("2026-09-30");
    expect(dayBegunSomewhere(new Date("2026-09-30T10:00:00Z"))).toBe("2026-10-01");
  });
});
