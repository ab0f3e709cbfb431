import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DATE_FORMATS, type DateFormat, readDay } from "../../../src/connectors/mapping/dates.js";

const read = (value: unknown, formats: readonly DateFormat[], zone = "Etc/UTC") =>
  readDay(value, { formats, zone });

describe("a date in a stated format", () => {
  it.each<[DateFormat, unknown, string]>([
    ["iso-date", " 2026-03-01 ", "2026-03-01"],
    ["iso-datetime", "2026-03-01T00:00:00+02:00", "2026-03-01"],
    ["iso-instant", "2026-03-01T23:30:00Z", "2026-03-01"],
    ["epoch-seconds", 1_772_323_200, "2026-03-01"],
    ["epoch-milliseconds", "1772323200000", "2026-03-01"],
    ["odata-milliseconds", "/Date(1772323200000+0000)/", "2026-03-01"],
    ["dd-MMM-yyyy", "01-Mar-2026", "2026-03-01"],
    ["dd-MMM-yyyy", "2-SEPT-2026", "2026-09-02"],
    ["dd/MM/yyyy", "01/03/2026", "2026-03-01"],
    ["MM/dd/yyyy", "03/01/2026", "2026-03-01"],
    ["dd.MM.yyyy", "1.3.2026", "2026-03-01"],
    ["dd-MM-yyyy", "01-03-2026", "2026-03-01"],
    ["yyyy/MM/dd", "2026/03/01", "2026-03-01"],
    ["yyyyMMdd", "20260301", "2026-03-01"],
  ])("%s: %j is %s", (format, value, day) => {
    expect(read(value, [format])).toBe(day);
  });

  it("is the day of the zone where it is an instant", () => {
    expect(read("2026-03-01T23:30:00Z", ["iso-instant"], "Europe/Berlin")).toBe("2026-03-02");
    expect(read(1_772_323_200_000, ["epoch-milliseconds"], "America/New_York")).toBe("2026-02-28");
  });

  it("is empty, or can't be read; what can't be read is never empty", () => {
    for (const empty of [null, "", " "]) expect(read(empty, ["iso-date"])).toBeNull();
    for (const odd of [undefined, "01/03/2026", "2026-02-30", "2026-13-01", 5, {}, [], true]) {
      expect(read(odd, ["iso-date"])).toBeUndefined();
    }
    for (const odd of ["31/04/2026", "1-Foo-2026", "/Date(x)/", "99999999999999999999"]) {
      expect(read(odd, DATE_FORMATS)).toBeUndefined();
    }
  });

  it("is a day or nothing, whatever comes", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.anything(), fc.date().map(String)), (value) => {
        expect(read(value, DATE_FORMATS) ?? "2026-01-01").toMatch(/^\d{4}-\d{2}-\d{2}$/u);
      }),
    );
  });
});
