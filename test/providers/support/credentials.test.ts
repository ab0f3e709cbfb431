import { describe, expect, it } from "vitest";
import { credentialCheck } from "../../../src/providers/support/credentials.js";

describe("credential check", () => {
  const check = credentialCheck("client secret");

  it("accepts a value, also with blanks around it", () => {
    expect([check("papi-7f"), check(" papi-7f\n")]).toEqual([null, null]);
  });

  it.each([
    ["", "is empty"],
    [" \n", "is empty"],
    ["half one", "blank or line break inside"],
    ["<your secret>", "blank or line break inside"],
    ["<secret>", "placeholder"],
    ["********", "placeholder"],
  ])("refuses %o", (value, message) => {
    expect(check(value)).toContain(message);
    expect(check(value)).toContain("client secret");
  });
});
