import { describe, expect, it } from "vitest";
import type { Plan } from "../../../src/sync/model/plan.js";
import { check, codes, counted, IN_STEP, planWith } from "./support.js";

describe("the limits on reads", () => {
  const window = (employees: number | null, members: number | null) => ({
    ...{ counted: counted(), employees, members },
  });

  it("stop far fewer and far more employees than the largest read", () => {
    expect(codes({ employeesRead: 50 })).toEqual([]);
    expect(check({ employeesRead: 49 }).violations).toMatchObject([
      { code: "too_few_employees", actual: 49, limit: 50, override: "--allow-employees 49" },
    ]);
    expect(codes({ employeesRead: 200 })).toEqual([]);
    expect(check({ employeesRead: 201 }).violations).toMatchObject([
      { code: "too_many_employees", actual: 201, limit: 200, override: "--allow-employees 201" },
    ]);
    expect(codes({ employeesRead: 49, overrides: { allowEmployees: 49 } })).toEqual([]);
    expect(check({ employeesRead: 90, overrides: { allowEmployees: 49 } }).violations).toMatchObject([
      { code: "override_mismatch", actual: 90, limit: 200, override: null },
    ]);
  });

  it("stop a list in which most people came once more", () => {
    const twice = (seconds: number, code = "superseded"): Plan => {
      const row = { employeeId: "x", memberId: null, email: null, name: "Ada Test", reason: "" };
      const note = { ...row, kind: "skipped", code } as const;
      return { ...planWith([]), notes: Array.from({ length: seconds }, () => note) };
    };
    expect(codes({ employeesRead: 150, plan: twice(50) })).toEqual([]);
    expect(codes({ employeesRead: 149, plan: twice(51) })).toEqual([]);
    expect(codes({ employeesRead: 150, plan: twice(51, "out_of_filter") })).toEqual([]);
    expect(check({ employeesRead: 150, plan: twice(51) }).violations).toEqual([
      {
        ...{ code: "too_many_employees", actual: 150, limit: 200, override: "--allow-employees 150" },
        text: "The HR tool returned 150 employees; the last complete read had 100, and 51 records are second ones of people who have one already: was something imported twice?",
      },
    ]);
    const few = { employeesRead: 6, plan: { ...twice(3), counts: { ...IN_STEP.counts, managedMembers: 3 } } };
    expect(codes({ ...few, window: window(3, 3) })).toEqual([]);
    expect(codes({ ...few, employeesRead: 7, window: window(3, 3) })).toEqual([]);
    expect(codes({ ...few, employeesRead: 8, window: window(3, 3) })).toEqual(["too_many_employees"]);
    expect(codes({ employeesRead: 150, plan: twice(51), window: window(null, null) })).toEqual([]);
  });

  it("say how many there were and must be", () => {
    expect(check({ employeesRead: 49 }).violations[0]?.text).toBe(
      "The HR tool returned 49 employees; the last complete read had 100, and 50 % of them (50) must be there.",
    );
    expect(check({ employeesRead: 201 }).violations[0]?.text).toBe(
      "The HR tool returned 201 employees; the last complete read had 100, and at most 200 % of them (200) may be there.",
    );
  });

  it("round the share that must be there up", () => {
    const small = window(3, 3);
    expect(codes({ employeesRead: 2, membersRead: 2, window: small })).toEqual([]);
    expect(codes({ employeesRead: 1, membersRead: 1, window: small })).toEqual([
      "too_few_employees",
      "too_few_members",
    ]);
  });

  it("say nothing of another account, whose people are other ones", () => {
    const confirmation = { configChange: null, accountChange: "Another company." };
    const other = { employeesRead: 10, membersRead: 10, fields: { people: 10, filled: { Status: 0 } } };
    expect(codes(other)).toEqual(["too_few_employees", "too_few_members", "field_emptied"]);
    expect(codes({ ...other, confirmation })).toEqual(["account_not_confirmed"]);
  });

  it("let a company of three become one of eight", () => {
    expect(codes({ employeesRead: 8, window: window(3, 3) })).toEqual([]);
    expect(codes({ employeesRead: 9, window: window(3, 3) })).toEqual(["too_many_employees"]);
  });

  it("stop far fewer members than the largest read", () => {
    expect(codes({ membersRead: 50 })).toEqual([]);
    expect(check({ membersRead: 49 }).violations).toMatchObject([
      { code: "too_few_members", actual: 49, limit: 50, override: "--allow-members 49" },
    ]);
  });

  it.each([
    [4, 3],
    [7, 3],
    [8, 4],
  ])("let, after a read of %i, %i strangers be invited", (people, limit) => {
    const strangers = (count: number) => ({
      plan: planWith([{ action: "create" as const, count }]),
      employeesRead: people,
      window: window(people, 100),
    });
    expect(codes(strangers(limit))).toEqual([]);
    expect(codes(strangers(limit + 1))).toEqual(["too_many_strangers"]);
  });

  it("take nobody for a stranger who was confirmed, or whose member is gone", () => {
    const plan = planWith([{ action: "create", count: 60 }], { managedMembers: 1000 });
    const approvals = plan.changes.map(({ employeeId }) => ({
      ...{ employeeId, kinds: ["creation"] as const, isCounted: true },
    }));
    expect(codes({ plan, approvals })).toEqual([]);
    const known = { ...plan, changes: plan.changes.map((change) => ({ ...change, code: "member_gone" })) };
    expect(codes({ plan: known })).toEqual([]);
    expect(codes({ plan })).toEqual(["too_many_strangers"]);
  });

  it("compare with nothing before the first read", () => {
    expect(codes({ employeesRead: 1, membersRead: 0, window: window(null, null) })).toEqual([]);
    expect(
      codes({
        employeesRead: 300,
        plan: planWith([{ action: "create", count: 300 }], { managedMembers: 2000 }),
        window: window(null, null),
      }),
    ).toEqual([]);
  });

  it("stop a read of nobody whatever is allowed", () => {
    const overrides = { allowEmployees: 0, acceptConfig: true };
    expect(check({ employeesRead: 0, overrides }).violations).toMatchObject([
      { code: "no_employees", override: null },
    ]);
  });

  it("stop a field that lost half of its values, in relation to the head-count", () => {
    const read = (people: number, department: number) => ({
      fields: { people, filled: { Status: people, Department: department } },
    });
    expect(codes(read(100, 40))).toEqual([]);
    expect(codes(read(50, 20))).toEqual([]);
    expect(check(read(100, 39)).violations).toMatchObject([
      { code: "field_emptied", actual: 39, limit: 40, override: '--allow-empty "Department"' },
    ]);
    expect(codes({ ...read(100, 0), overrides: { allowEmpty: ["department"] } })).toEqual([]);
    expect(codes({ ...read(100, 0), lastFields: { people: 100, filled: { Department: 2 } } })).toEqual([]);
    expect(codes({ ...read(100, 0), lastFields: null })).toEqual([]);
  });

  it("say of a status that it is not understood", () => {
    const fields = { people: 100, filled: { Status: 3, Department: 80 } };
    expect(check({ fields }).violations[0]?.text).toBe(
      "Status is understood for 3 of 100 people; in the last good read it was for 100 of 100. At least 50 must be.",
    );
    const departments = { people: 100, filled: { Status: 100, Department: 3 } };
    expect(check({ fields: departments }).violations[0]?.text).toContain(
      "Department is filled for 3 of 100 people",
    );
  });
});
