import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type RowStatus, statusOf } from "../../../src/providers/bamboohr/mapping.js";
import { dayBegunEverywhere } from "../../../src/sync/model/dates.js";

const TODAY = "2026-09-29";

function standing(
  status: RowStatus["status"],
  hireDate: RowStatus["hireDate"],
  terminationDate: RowStatus["terminationDate"] = null,
  employmentStatus: RowStatus["employmentStatus"] = "Full-Time",
): RowStatus {
  return { status, employmentStatus, hireDate, terminationDate };
}

describe("bamboohr status", () => {
  it.each([
    ["Active", "2022-04-01", null, "active"],
    ["active", null, null, "active"],
    ["Active", undefined, null, "active"],
    // Whether somebody has begun is decided by planning, for all providers alike.
    ["Active", "2026-10-02", null, "active"],
    ["Active", "2020-01-01", "2024-03-31", "active"],
    ["Inactive", "2022-04-01", "2026-06-30", "inactive"],
    ["Inactive", "2022-04-01", null, "inactive"],
    ["Inactive", null, "2026-06-30", "inactive"],
    ["Inactive", "2026-10-15", null, "pending"],
    ["Inactive", "2026-10-15", "2024-06-30", "pending"],
  ])("takes %s, hired %s, terminated %s, for %s", (raw, hireDate, terminationDate, status) => {
    expect(statusOf(standing(raw, hireDate, terminationDate), TODAY)).toEqual({
      status,
      statusDetail: undefined,
    });
  });

  it("takes nobody for a leaver on a day that has not ended everywhere", () => {
    expect(statusOf(standing("Inactive", "2026-09-30"), TODAY).status).toBe("pending");
    expect(statusOf(standing("Inactive", "2026-09-29"), TODAY).status).toBe("inactive");
  });

  it("takes nobody for a leaver whose hire date may not be read, or who has no date at all", () => {
    expect(statusOf(standing("Inactive", undefined, "2024-06-30"), TODAY)).toEqual({
      status: "unknown",
      statusDetail: "Inactive, hire date not readable",
    });
    expect(statusOf(standing("Inactive", null), TODAY)).toEqual({
      status: "unknown",
      statusDetail: "Inactive, without a hire date",
    });
  });

  it("takes Active with a last employment status of Terminated for a contradiction, whatever the day", () => {
    for (const day of ["2020-01-01", TODAY, "2999-01-01"]) {
      expect(statusOf(standing("Active", "2022-04-01", "2025-01-31", "terminated"), day)).toEqual({
        status: "unknown",
        statusDetail: "Active, but terminated",
      });
    }
  });

  it.each([
    ["Suspendu", "Suspendu"],
    ["constructor", "constructor"],
    [null, null],
    [undefined, undefined],
  ])("keeps the text of an unknown status %o", (raw, statusDetail) => {
    expect(statusOf(standing(raw, "2022-04-01"), TODAY)).toEqual({ status: "unknown", statusDetail });
  });

  it("never makes a leaver of anybody who is not Inactive or has a hire date ahead", () => {
    const day = fc.constantFrom("2020-01-01", "2026-09-30", "2026-12-31", null, undefined);
    const raw = fc.constantFrom("Active", "Inactive", "Other", null, undefined);
    fc.assert(
      fc.property(raw, day, day, (status, hireDate, terminationDate) => {
        if (statusOf(standing(status, hireDate, terminationDate), TODAY).status !== "inactive") return;
        expect(status).toBe("Inactive");
        expect(hireDate === null || hireDate === "2020-01-01").toBe(true);
      }),
    );
  });

  it("knows the latest day that has begun everywhere", () => {
    expect(dayBegunEverywhere(new Date("2026-09-30T10:00:00Z"))).toBe("2026-09-29");
    expect(dayBegunEverywhere(new Date("2026-12-31T12:00:00Z"))).toBe("2026-12-31");
  });
});
