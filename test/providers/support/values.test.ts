import { describe, expect, it } from "vitest";
import {
  cleanDate,
  cleanId,
  cleanList,
  cleanTags,
  cleanText,
  labelKey,
} from "../../../src/providers/support/values.js";

describe("values", () => {
  it("trims texts and takes nothing for null", () => {
    expect([" a b ", "", " \t", null, undefined, {}, []].map(cleanText)).toEqual([
      "a b",
      ...Array(6).fill(null),
    ]);
  });

  it("gives numbers and booleans as text", () => {
    expect([0, 12.5, true].map(cleanText)).toEqual(["0", "12.5", "true"]);
  });

  it("cuts the day off a date and converts nothing", () => {
    expect(cleanDate("2022-04-01T00:00:00+02:00")).toBe("2022-04-01");
    expect(cleanDate("2022-04-01 00:00:00")).toBe("2022-04-01");
    expect(cleanDate("2022-04-01")).toBe("2022-04-01");
  });

  it.each(["", "2022-02-30", "0000-00-00", "2022-04-011", "01.04.2022", 20220401, null])(
    "takes %o for no date",
    (value) => {
      expect(cleanDate(value)).toBeNull();
    },
  );

  it("accepts ids that are exact", () => {
    expect([7, " a7 ", 2 ** 53, 1.5, "", null, true].map(cleanId)).toEqual([
      "7",
      "a7",
      ...Array(5).fill(null),
    ]);
  });

  it("keeps several values apart, each once, and a single one as text", () => {
    expect(cleanTags(" English, German,,English ")).toEqual(["English", "German"]);
    expect(cleanTags([" English ", null, "German"])).toEqual(["English", "German"]);
    expect([cleanTags("English"), cleanTags(" , "), cleanTags(null), cleanTags([])]).toEqual([
      "English",
      null,
      null,
      null,
    ]);
    expect(cleanList(["Core, Web", 7])).toEqual(["Core, Web", "7"]);
  });

  it("compares labels by Unicode form, case and blanks", () => {
    expect(labelKey("  Über\u00a0  uns ")).toBe(labelKey("ÜBER UNS"));
  });
});
