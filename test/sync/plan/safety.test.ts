import { describe, expect, it } from "vitest";
import { CODES } from "../../../src/sync/codes.js";
import { checkSafety, type SafetyInput, withoutArchives } from "../../../src/sync/safety.js";
import { employee, link, member, planOf, rowText } from "../../support/people.js";

/** A plan over 100 managed members, of whom some leave and some have a new name. */
function bigPlan(archives: number, updates = 0) {
  const ids = Array.from({ length: 100 }, (_, index) => `p${index}`);
  return planOf({
    employees: ids.map((id, index) =>
      employee(id, {
        ...(index < archives && { status: "inactive" }),
        ...(index >= 100 - updates && { lastName: "New" }),
      }),
    ),
    members: ids.map((id) => member(id)),
    links: ids.map((id) => link(id)),
  });
}

function check(values: Partial<SafetyInput> = {}) {
  return checkSafety({
    plan: bigPlan(0),
    limits: {
      archives: { percent: 10, atLeast: 5 },
      updates: { percent: 50, atLeast: 25 },
      minEmployeesPercent: 50,
    },
    employeesRead: 100,
    lastCompleteEmployees: 100,
    configConfirmed: true,
    overrides: {},
    ...values,
  });
}

function codes(values: Partial<SafetyInput>): string[] {
  return check(values).violations.map(({ code }) => code);
}

describe("checkSafety", () => {
  it("passes a plan within all limits", () => {
    expect(check({ plan: bigPlan(10, 50) })).toEqual({ ok: true, violations: [] });
  });

  it("stops more archives than the percentage and names the override for this plan", () => {
    expect(check({ plan: bigPlan(11) })).toEqual({
      ok: false,
      violations: [
        {
          code: "too_many_archives",
          actual: 11,
          limit: 10,
          override: "--allow-archives 11",
          text: "The plan has 11 archives, more than the limit of 10 for 100 managed members.",
        },
      ],
    });
  });

  it("stops more updates than the percentage", () => {
    expect(check({ plan: bigPlan(0, 51) }).violations).toMatchObject([
      { code: "too_many_updates", actual: 51, limit: 50, override: "--allow-updates 51" },
    ]);
  });

  it("allows the minimum in small companies, and rounds percentages down", () => {
    const limits = {
      archives: { percent: 10, atLeast: 5 },
      updates: { percent: 50, atLeast: 25 },
      minEmployeesPercent: 50,
    };
    const small = { ...bigPlan(5), managedMembers: 8 };
    expect(codes({ plan: small, limits })).toEqual([]);
    expect(codes({ plan: { ...bigPlan(6), managedMembers: 8 }, limits })).toEqual(["too_many_archives"]);
    expect(codes({ plan: { ...bigPlan(10), managedMembers: 99 }, limits })).toEqual(["too_many_archives"]);
  });

  it("accepts an override of exactly this plan's number", () => {
    expect(codes({ plan: bigPlan(11), overrides: { allowArchives: 11 } })).toEqual([]);
    expect(codes({ plan: bigPlan(0, 60), overrides: { allowUpdates: 60 } })).toEqual([]);
  });

  it("refuses an override of another number and says the right one", () => {
    const { violations } = check({ plan: bigPlan(12), overrides: { allowArchives: 11 } });
    expect(violations.map(({ code }) => code)).toEqual(["too_many_archives", "override_mismatch"]);
    expect(violations[1]).toMatchObject({ actual: 12, override: "--allow-archives 12" });
    expect(violations[1]?.text).toContain("`--allow-archives 11` was given, but the number is 12");
    expect(check({ plan: bigPlan(3), overrides: { allowArchives: 11 } }).violations).toMatchObject([
      { code: "override_mismatch", actual: 3, override: null },
    ]);
  });

  it("stops a read that lost most employees", () => {
    expect(check({ employeesRead: 49 }).violations).toMatchObject([
      { code: "too_few_employees", actual: 49, limit: 50, override: "--allow-employees 49" },
    ]);
    expect(codes({ employeesRead: 50 })).toEqual([]);
    expect(codes({ employeesRead: 50, lastCompleteEmployees: 101 })).toEqual(["too_few_employees"]);
    expect(codes({ employeesRead: 1, lastCompleteEmployees: null })).toEqual([]);
    expect(codes({ employeesRead: 49, overrides: { allowEmployees: 49 } })).toEqual([]);
    expect(codes({ employeesRead: 48, overrides: { allowEmployees: 49 } })).toEqual([
      "too_few_employees",
      "override_mismatch",
    ]);
    expect(codes({ employeesRead: 90, overrides: { allowEmployees: 49 } })).toEqual(["override_mismatch"]);
  });

  it("stops an empty and an incomplete read whatever is allowed", () => {
    const overrides = { allowEmployees: 0, allowArchives: 0, acceptConfig: true };
    const empty = check({ employeesRead: 0, lastCompleteEmployees: null, overrides });
    expect(empty.violations).toMatchObject([{ code: "no_employees", override: null }]);
    const half = check({ readComplete: false, overrides: { allowEmployees: 100 } });
    expect(half.violations).toMatchObject([{ code: "incomplete_read", override: null }]);
  });

  it("asks for a confirmation of a changed configuration", () => {
    expect(check({ configConfirmed: false }).violations).toMatchObject([
      { code: "config_not_confirmed", override: "--accept-config" },
    ]);
    expect(codes({ configConfirmed: false, overrides: { acceptConfig: true } })).toEqual([]);
  });

  it("reports everything at once, with codes of the catalogue", () => {
    const all = codes({ plan: bigPlan(20, 60), employeesRead: 10, configConfirmed: false });
    expect(all).toEqual([
      "too_few_employees",
      "too_many_archives",
      "too_many_updates",
      "config_not_confirmed",
    ]);
    for (const code of all) expect(CODES.safety).toHaveProperty(code);
  });
});

describe("withoutArchives", () => {
  it("turns archives into notes and keeps the rest", () => {
    const plan = bigPlan(11, 3);
    const rest = withoutArchives(plan);
    expect(rest.changes.map(({ action }) => action)).toEqual(["update", "update", "update"]);
    expect(rest.notes).toHaveLength(11);
    expect(rowText(rest, "p0")).toBe("blocked no_archive");
    expect(rest.notes[0]?.reason).toBe(
      "Inactive in the HR tool. But this run leaves out archives (`--no-archive`).",
    );
    expect(checkSafety({ ...inputOf(rest) }).ok).toBe(true);
  });

  it("gives back a plan that has none", () => {
    const plan = bigPlan(0, 3);
    expect(withoutArchives(plan)).toBe(plan);
  });
});

function inputOf(plan: SafetyInput["plan"]): SafetyInput {
  return {
    plan,
    limits: {
      archives: { percent: 0, atLeast: 0 },
      updates: { percent: 50, atLeast: 25 },
      minEmployeesPercent: 50,
    },
    employeesRead: 100,
    lastCompleteEmployees: null,
    configConfirmed: true,
    overrides: {},
  };
}
