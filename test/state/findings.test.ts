import { describe, expect, it } from "vitest";
import { finding } from "./fixtures.js";
import { open, problemOf, tempDir } from "./helpers.js";

describe("findings", () => {
  it("take the place of all others of their entity, with every value", async () => {
    const store = await open(tempDir());
    const whole = finding("a", { employeeId: null, memberId: null, code: "field_emptied", isCounted: false });
    const person = finding("b", { employeeId: "e2", memberId: "m2" });
    await store.replaceFindings("acme-uk", [person, whole]);
    await store.replaceFindings("acme-fr", [person]);
    expect(await store.findings("acme-uk")).toEqual([whole, person]);
    await store.replaceFindings("acme-uk", []);
    expect(await store.findings("acme-uk")).toEqual([]);
    expect(await store.findings("acme-fr")).toEqual([person]);
  });

  it("are replaced all or not at all", async () => {
    const store = await open(tempDir());
    await store.replaceFindings("acme-uk", [finding("a")]);
    const twice = [finding("b"), finding("b")];
    expect((await problemOf(() => store.replaceFindings("acme-uk", twice))).code).toBe("state_failed");
    expect(await store.findings("acme-uk")).toEqual([finding("a")]);
  });
});
