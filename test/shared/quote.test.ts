import { describe, expect, it } from "vitest";
import { quotable } from "../../src/shared/text.js";

describe("quotable", () => {
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
    const cleaned = quotable(detail);
    expect(cleaned).toContain("[hidden]");
    expect(cleaned.replace(/\W/g, "")).not.toMatch(/3704|1555|0505|0130/);
  });

  it.each(["email kim@acme.test is taken", "field 12 of 40 is wrong", "unknown since 2026-11-02"])(
    "keeps %j",
    (detail) => {
      expect(quotable(detail)).toBe(detail);
    },
  );

  it("gives one line of at most 200 characters", () => {
    const cleaned = quotable(`a\n\u001b[31mb\u0000${"long ".repeat(100)}`);
    expect(cleaned).toHaveLength(200);
    expect(cleaned).not.toMatch(/[\u0000-\u001f]/);
  });
});
