import { describe, expect, it } from "vitest";
import { cleanCode, cleanDetail, itemErrorText } from "../../src/spendesk/error-texts.js";

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

  it("passes an unknown code through with its detail", () => {
    expect(itemErrorText("MOON_PHASE", "full moon")).toBe("Spendesk refuses with MOON_PHASE: full moon");
    expect(itemErrorText("MOON_PHASE", null)).toBe("Spendesk refuses with MOON_PHASE.");
    // Every object of JavaScript has something of these names.
    for (const code of ["constructor", "toString", "__proto__"]) {
      expect(itemErrorText(code, null)).toBe(`Spendesk refuses with ${code}.`);
    }
  });
});

describe("cleanDetail", () => {
  it.each([
    "iban GB33BUKB20201555555555 is invalid",
    "iban gb33 bukb 2020 1555 5555 55 is invalid",
    "iban DE89-3704-0044-0532-0130-00 is invalid",
    "FR14 2004 1010 0505 0001 3M02 606",
    "FR14\u00a02004\u00a01010\u00a00505\u00a00001\u00a03M02\u00a0606",
    "DE8937\u200b0400440532013000",
    "account 370400440532013000 is unknown",
    '{"iban":"DE89370400440532013000"}',
  ])("hides what looks like an account in %j", (detail) => {
    const cleaned = cleanDetail(detail);
    expect(cleaned).toContain("[hidden]");
    expect(cleaned.replace(/\W/g, "")).not.toMatch(/3704|1555|0505|0130/);
  });

  it.each(["email kim@acme.test is taken", "field 12 of 40 is wrong", "unknown since 2026-11-02"])(
    "keeps %j",
    (detail) => {
      expect(cleanDetail(detail)).toBe(detail);
    },
  );

  it("gives one line of at most 200 characters", () => {
    const cleaned = cleanDetail(`a\n\u001b[31mb\u0000${"long ".repeat(100)}`);
    expect(cleaned).toHaveLength(200);
    expect(cleaned).not.toMatch(/[\u0000-\u001f]/);
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
