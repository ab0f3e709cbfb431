import { describe, expect, it } from "vitest";
import { addDays, dayInZone, isIsoDate } from "../../../src/sync/model/dates.js";

describe("dayInZone", () => {
  it.each([
    ["2026-06-30T23:30:00Z", "Pacific/Auckland", "2026-07-01"],
    ["2026-06-30T23:30:00Z", "America/Los_Angeles", "2026-06-30"],
    ["2026-06-30T23:30:00Z", "Europe/London", "2026-07-01"],
    ["2026-12-31T23:30:00Z", "Europe/London", "2026-12-31"],
    ["2027-01-01T06:30:00Z", "America/Los_Angeles", "2026-12-31"],
    ["0999-06-01T12:00:00Z", "UTC", "0999-06-01"],
    ["2026-03-29T00:30:00Z", "Europe/Paris", "2026-03-29"],
  ])("at %s it is in %s the %s", (instant, zone, day) => {
    expect(dayInZone(new Date(instant), zone)).toBe(day);
  });

  it("refuses an unknown zone", () => {
    expect(() => dayInZone(new Date(), "Mars/Olympus")).toThrow(RangeError);
  });
});

describe("addDays", () => {
  it.each([
    ["2026-02-28", 1, "2026-03-01"],
    ["2028-02-28", 1, "2028-02-29"],
    ["2026-01-01", -1, "2025-12-31"],
    ["2026-03-28", 2, "2026-03-30"],
    ["2026-06-01", 0, "2026-06-01"],
  ])("%s and %i days is %s", (date, days, result) => {
    expect(addDays(date, days)).toBe(result);
  });
});

describe("isIsoDate", () => {
  it.each(["2026-02-30", "2026-13-01", "26-01-01", "2026-01-01T00:00:00Z", ""])("refuses %j", (text) => {
    expect(isIsoDate(text)).toBe(false);
  });

  it("accepts a leap day", () => {
    expect(isIsoDate("2028-02-29")).toBe(true);
  });
});
