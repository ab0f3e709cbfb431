import { describe, expect, it } from "vitest";
import { endOf } from "../../../src/providers/support/build-employee.js";

describe("whether an end counts", () => {
  it.each([
    ["the flags confirm it", { isConfirmed: true, stays: false }],
    ["it stays an end afterwards", { isConfirmed: false, stays: true }],
  ])("it does when %s", (_why, signs) => {
    expect(endOf("2026-12-31", signs)).toEqual({ terminationDate: "2026-12-31", expectedEnd: undefined });
  });

  it("is only expected otherwise", () => {
    const signs = { isConfirmed: false, stays: false };
    expect(endOf("2026-12-31", signs)).toEqual({ terminationDate: null, expectedEnd: "2026-12-31" });
  });

  it("is no end of this employment when it lies before its start", () => {
    const signs = { isConfirmed: false, stays: false, startDate: "2026-01-01" };
    expect(endOf("2025-12-31", signs)).toEqual({ terminationDate: null, expectedEnd: undefined });
    expect(endOf("2026-01-01", signs)).toEqual({ terminationDate: null, expectedEnd: "2026-01-01" });
  });

  it.each([null, undefined])("keeps the difference between empty and not readable: %s", (date) => {
    expect(endOf(date, { isConfirmed: false, stays: false })).toEqual({
      terminationDate: date,
      expectedEnd: undefined,
    });
  });
});
