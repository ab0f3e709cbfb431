import { describe, expect, it } from "vitest";
import { createAccountPaces } from "../../src/cli/account-paces.js";

const PACED = { callsPerSecond: 4 };

describe("the pace of an HR account", () => {
  it("is one for all of its entities, and another one for another account", () => {
    const paces = createAccountPaces();
    expect(paces.of(PACED, "one")).toBe(paces.of(PACED, "one"));
    expect(paces.of(PACED, "two")).not.toBe(paces.of(PACED, "one"));
  });

  it("is kept only where the HR tool has a limit that its answers do not tell", () => {
    expect(createAccountPaces().of({}, "one")).toBeUndefined();
    expect(createAccountPaces({ unpaced: true }).of(PACED, "one")).toBeUndefined();
  });
});
