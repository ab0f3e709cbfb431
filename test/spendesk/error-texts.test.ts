import { describe, expect, it } from "vitest";
import { cleanCode, itemErrorText } from "../../src/spendesk/error-texts.js";

describe("itemErrorText", () => {
  it.each([
    "USER_ALREADY_EXISTS",
    "NOT_FOUND",
    "FORBIDDEN_ERROR",
    "SEAT_LIMIT_REACHED",
    "OWNER_CANNOT_BE_ARCHIVED",
    "ACTIVE_SUBSCRIPTIONS",
    "PENDING_APPROVALS",
  ])("has a sentence for %s that needs no code", (code) => {
    const text = itemErrorText(code, "raw detail");
    expect(text).toMatch(/^[A-Z].*\.$/);
    expect(text).not.toContain(code);
    expect(text).not.toContain("raw detail");
  });

  it("adds the detail where only that is clear", () => {
    expect(itemErrorText("BAD_REQUEST_INCORRECT_OR_MISSING_FIELD", "lastName is empty")).toBe(
      "Spendesk finds a field missing or incorrect: lastName is empty",
    );
  });

  it.each(["constructor", "toString", "__proto__", "valueOf"])("knows no sentence for %s", (code) => {
    expect(itemErrorText(code, "no")).toBe(`Spendesk refuses with ${code}: no`);
  });

  it("passes an unknown code through with its detail", () => {
    expect(itemErrorText("MOON_PHASE", "full moon")).toBe("Spendesk refuses with MOON_PHASE: full moon");
    expect(itemErrorText("MOON_PHASE", null)).toBe("Spendesk refuses with MOON_PHASE.");
    // Every object of JavaScript has something of these names.
    for (const code of ["constructor", "toString", "__proto__"]) {
      expect(itemErrorText(code, null)).toBe(`Spendesk refuses with ${code}.`);
    }
  });
});

describe("cleanCode", () => {
  it.each([
    ["SEAT_LIMIT_REACHED", "SEAT_LIMIT_REACHED"],
    [null, "UNKNOWN_ERROR"],
    ["", "UNKNOWN_ERROR"],
    ["two words", "UNKNOWN_ERROR"],
    ["X".repeat(61), "UNKNOWN_ERROR"],
  ])("reads %j as %s", (code, expected) => {
    expect(cleanCode(code)).toBe(expected);
  });
});
