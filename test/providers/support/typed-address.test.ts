import { describe, expect, it } from "vitest";
import { typedHost, withAddressAdvice } from "../../../src/providers/support/typed-address.js";
import { Problem } from "../../../src/shared/errors.js";

describe("an address that was typed in", () => {
  it.each(["acme.example.test", " https://ACME.example.test/home?x=1#y\n", "http://acme.example.test/"])(
    "has its host taken out of %j",
    (text) => {
      expect(typedHost(text)).toBe("acme.example.test");
    },
  );

  it.each([
    ["configuration", "redirected", "Check the address."],
    ["temporary", "not_json", "Try again in a few minutes. If it stays: Check the address."],
    ["credentials", "permission_missing", "Of the test."],
  ] as const)("is named as a reason of a %s problem %s: %s", (kind, code, next) => {
    const problem = new Problem({ kind, code, what: "It failed.", why: "So it did.", next: "Of the test." });
    expect(withAddressAdvice(problem, "Check the address.")).toMatchObject({
      ...{ kind, code, message: "It failed.", why: "So it did.", next },
    });
  });

  it("is none of the reasons of a defect", () => {
    const defect = new TypeError("of the test");
    expect(withAddressAdvice(defect, "Check the address.")).toBe(defect);
  });
});
