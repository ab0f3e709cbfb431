import { describe, expect, it } from "vitest";
import { finding } from "./fixtures.js";
import { open, problemOf, tempDir } from "./helpers.js";

describe("findings", () => {
  it("take the place of all others of their entity, with every value", () => {
    const store = open(tempDir());
    const whole = finding("a", { employeeId: null, memberId: null, code: "field_emptied", isCounted: false });
    const person = finding("b", { employeeId: "e2", memberId: "m2" });
    store.replaceFindings("acme-uk", [person, whole]);
    store.replaceFindings("acme-fr", [person]);
    expect(store.findings("acme-uk")).toEqual([whole, person]);
    store.replaceFindings("acme-uk", []);
    expect(store.findings("acme-uk")).toEqual([]);
    expect(store.findings("acme-fr")).toEqual([person]);
  });

  it("are replaced all or not at all", () => {
    const store = open(tempDir());
    store.replaceFindings("acme-uk", [finding("a")]);
    const twice = [finding("b"), finding("b")];
    expect(problemOf(() => store.replaceFindings("acme-uk", twice)).code).toBe("state_failed");
    expect(store.findings("acme-uk")).toEqual([finding("a")]);
  });
});
