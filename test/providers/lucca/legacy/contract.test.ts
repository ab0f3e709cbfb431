import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { employmentOf } from "../../../../src/providers/lucca/legacy/mapping.js";
import { addDays, dayBegunEverywhere } from "../../../../src/sync/model/dates.js";
import { planCalendar, standingOf } from "../../../../src/sync/model/eligibility.js";
import { policy } from "../../../support/people.js";

const TODAY = "2026-09-30";

function statusOf(start: unknown, end: unknown) {
  return employmentOf(start, end, TODAY).status;
}

describe("lucca legacy employment", () => {
  it.each([
    ["2022-04-01", null, "active"],
    ["2026-09-30", null, "active"],
    ["2026-10-01", null, "pending"],
    ["2026-10-01", "2027-03-31", "pending"],
    ["2022-04-01", "2026-12-31", "active"],
    ["2022-04-01", "2026-09-30", "active"],
    ["2022-04-01", "2026-09-29", "inactive"],
    [null, "2026-09-29", "inactive"],
    [null, "2026-12-31", "active"],
    ["2022-04-01", "", "active"],
  ])("takes a contract from %s to %s, the last day included, for %s", (start, end, status) => {
    expect(employmentOf(start, end, TODAY)).toEqual({
      status,
      statusDetail: undefined,
      startDate: start,
      terminationDate: end || null,
    });
  });

  it("takes an end before the start for that of an earlier contract", () => {
    expect(statusOf("2026-09-01", "2024-03-31")).toBe("active");
    expect(statusOf("2026-11-01", "2024-03-31")).toBe("pending");
  });

  it("cuts the day off local times, whatever stands behind it", () => {
    const { startDate, terminationDate } = employmentOf("2021-09-01T00:00:00", "2025-02-28T23:59:59", TODAY);
    expect([startDate, terminationDate]).toEqual(["2021-09-01", "2025-02-28"]);
  });

  it("knows no status when one of the dates may not be read: leavers would look employed", () => {
    for (const [start, end] of [
      [undefined, null],
      ["2022-04-01", undefined],
      [undefined, undefined],
    ]) {
      expect(employmentOf(start, end, TODAY)).toMatchObject({ status: "unknown", statusDetail: undefined });
    }
  });

  it("knows no status without any date, or with one it does not understand, and says why", () => {
    expect(employmentOf(null, null, TODAY)).toMatchObject({ status: "unknown", statusDetail: "no contract" });
    for (const odd of ["28/02/2025", "2025-02-31T00:00:00", 20_250_228, {}, false]) {
      expect(employmentOf("2022-04-01", odd, TODAY)).toMatchObject({
        status: "unknown",
        statusDetail: "contract dates not understood",
      });
    }
  });

  it("takes nobody for a leaver whose last day is not over", () => {
    const value = fc.oneof(fc.constantFrom("2020-01-01", "2026-09-29", TODAY, "2026-12-31"), fc.anything());
    fc.assert(
      fc.property(value, value, (start, end) => {
        const { status, terminationDate } = employmentOf(start, end, TODAY);
        if (status === "inactive") expect(terminationDate && terminationDate < TODAY).toBe(true);
      }),
    );
  });

  it("never archives and restores somebody because days go by, unless the contract begins", () => {
    const day = fc.integer({ min: -8, max: 8 }).map((days) => addDays(TODAY, days));
    // The company's day may be one or two ahead of the one that has begun everywhere.
    const ahead = fc.integer({ min: 0, max: 2 });
    fc.assert(
      fc.property(fc.option(day), fc.option(day), ahead, (start, end, days) => {
        // An end before the start speaks of an earlier contract: they left and come back.
        fc.pre(start === null || end === null || start <= end);
        const standings = Array.from({ length: 25 }, (_, at) => {
          const today = addDays(TODAY, at - 12);
          const { status, startDate = null, terminationDate = null } = employmentOf(start, end, today);
          const person = { id: "7", custom: {}, status, startDate, terminationDate };
          return standingOf(person, planCalendar(addDays(today, days), policy()));
        });
        const first = standings.indexOf("leaver");
        if (first >= 0) expect(standings.slice(first)).not.toContain("eligible");
      }),
    );
  });

  it("counts a day only once it has begun everywhere", () => {
    expect(dayBegunEverywhere(new Date("2026-09-30T11:59:59Z"))).toBe("2026-09-29");
    expect(dayBegunEverywhere(new Date("2026-09-30T12:00:00Z"))).toBe("2026-09-30");
  });
});
