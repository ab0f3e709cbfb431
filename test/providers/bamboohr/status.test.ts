import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { daysAt, standingDates, statusOf } from "../../../src/providers/bamboohr/status.js";

const DAYS = { earliest: "2026-09-29", latest: "2026-10-01" };

function dates(hireDate: string | null | undefined, terminationDate: string | null | undefined = null) {
  return { hireDate, terminationDate };
}

describe("bamboohr status", () => {
  it.each([
    ["Active", "2022-04-01", null, "active"],
    ["active", null, null, "active"],
    ["Active", undefined, null, "active"],
    ["Active", "2026-10-01", null, "active"],
    ["Active", "2026-10-02", null, "pending"],
    ["Inactive", "2022-04-01", "2026-06-30", "inactive"],
    ["Inactive", "2022-04-01", null, "inactive"],
    ["Inactive", null, "2026-06-30", "inactive"],
    ["Inactive", "2026-10-15", null, "pending"],
    ["Inactive", "2026-10-15", "2024-06-30", "pending"],
  ])("takes %s, hired %s, terminated %s, for %s", (raw, hireDate, terminationDate, status) => {
    expect(statusOf(raw, dates(hireDate, terminationDate), DAYS)).toEqual({
      status,
      statusDetail: undefined,
    });
  });

  it("takes nobody for a leaver on a day that has not ended everywhere", () => {
    expect(statusOf("Inactive", dates("2026-09-30"), DAYS).status).toBe("pending");
    expect(statusOf("Inactive", dates("2026-09-29"), DAYS).status).toBe("inactive");
  });

  it("takes nobody for a leaver whose hire date may not be read, or who has no date at all", () => {
    expect(statusOf("Inactive", dates(undefined, "2024-06-30"), DAYS)).toEqual({
      status: "unknown",
      statusDetail: "Inactive, hire date not readable",
    });
    expect(statusOf("Inactive", dates(null, null), DAYS)).toEqual({
      status: "unknown",
      statusDetail: "Inactive, without a hire date",
    });
  });

  it.each([
    ["Suspendu", "Suspendu"],
    ["constructor", "constructor"],
    [null, null],
    [undefined, undefined],
  ])("keeps the text of an unknown status %o", (raw, statusDetail) => {
    expect(statusOf(raw, dates("2022-04-01"), DAYS)).toEqual({ status: "unknown", statusDetail });
  });

  it("never makes a leaver of anybody who is not Inactive or has a hire date ahead", () => {
    const day = fc.constantFrom("2020-01-01", "2026-09-30", "2026-12-31", null, undefined);
    const raw = fc.constantFrom("Active", "Inactive", "Other", null, undefined);
    fc.assert(
      fc.property(raw, day, day, (status, hireDate, terminationDate) => {
        const result = statusOf(status, dates(hireDate, terminationDate), DAYS).status;
        if (result !== "inactive") return;
        expect(status).toBe("Inactive");
        expect(hireDate === null || hireDate === "2020-01-01").toBe(true);
      }),
    );
  });

  it("forgets the termination date of somebody who was hired again", () => {
    for (const status of ["active", "pending"] as const) {
      expect(standingDates(status, dates("2026-09-01", "2024-03-31"), DAYS).terminationDate).toBeNull();
    }
    expect(standingDates("inactive", dates("2020-01-01", "2024-03-31"), DAYS).terminationDate).toBe(
      "2024-03-31",
    );
  });

  it("keeps a termination date that may be ahead, and one that may not be read", () => {
    expect(standingDates("active", dates("2020-01-01", "2026-09-30"), DAYS).terminationDate).toBe(
      "2026-09-30",
    );
    expect(
      standingDates("active", { hireDate: "2020-01-01", terminationDate: undefined }, DAYS).terminationDate,
    ).toBeUndefined();
  });

  it("knows the days it is on Earth", () => {
    expect(daysAt(new Date("2026-09-30T10:00:00Z"))).toEqual({
      earliest: "2026-09-29",
      latest: "2026-10-01",
    });
    expect(daysAt(new Date("2026-12-31T12:00:00Z"))).toEqual({
      earliest: "2026-12-31",
      latest: "2027-01-01",
    });
  });
});
