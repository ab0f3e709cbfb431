import { describe, expect, it } from "vitest";
import { employeeName, fieldText, workEmailOf } from "../../../src/sync/model/employee.js";
import { employee } from "../../support/people.js";

describe("the name of an employee", () => {
  const NOBODY = { displayName: null, firstName: null, lastName: null, workEmail: null };

  it.each([
    [{ displayName: "Ada K." }, "Ada K."],
    [{}, "Ada Test"],
    [{ lastName: null }, "Ada"],
    [{ firstName: null }, "Test"],
    [{ ...NOBODY, workEmail: "ada@acme.test" }, "ada@acme.test"],
    [NOBODY, "ada"],
  ])("with %j is %j for people", (values, name) => {
    expect(employeeName(employee("ada", values))).toBe(name);
  });
});

describe("the value of a field", () => {
  it.each([
    ["Paris", "Paris"],
    [["Paris", "London"], "Paris, London"],
    [null, null],
  ])("%j is %j for people", (value, text) => {
    expect(fieldText(value)).toBe(text);
  });
});

describe("a work e-mail", () => {
  it("is said by its first 80 characters when it is none", () => {
    const why = (workEmail: string) => {
      const email = workEmailOf(employee("ada", { workEmail }));
      return email.ok ? "" : email.why;
    };
    expect(why("x".repeat(80))).toContain(`"${"x".repeat(80)}"`);
    expect(why("x".repeat(81))).toContain(`"${"x".repeat(80)}…"`);
  });

  it.each([
    [null, "no_work_email"],
    [" \u200b ", "no_work_email"],
    ["n/a", "no_work_email"],
    ["ada at acme", "invalid_work_email"],
  ])("%j is %s", (workEmail, code) => {
    expect(workEmailOf(employee("ada", { workEmail }))).toMatchObject({ ok: false, code });
  });
});
