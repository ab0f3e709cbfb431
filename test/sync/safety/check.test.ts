import { describe, expect, it } from "vitest";
import { CODES } from "../../../src/sync/model/codes.js";
import type { Plan, PlanCounts } from "../../../src/sync/model/plan.js";
import type { SafetyLimits } from "../../../src/sync/model/policy.js";
import { checkSafety, peopleByKind, withoutArchives } from "../../../src/sync/safety/index.js";
import { employee, LIMITS, link, member, planOf, rowText } from "../../support/people.js";

type SafetyInput = Parameters<typeof checkSafety>[0];
type Action = "create" | "update" | "archive" | "restore";
type Field = "email" | "firstName" | "bank";

const IN_STEP = planOf({});

/** A plan over so many managed members with so many changes of a kind. */
function planWith(
  changes: readonly { readonly action: Action; readonly count: number; readonly field?: Field }[],
  counts: Partial<PlanCounts> = {},
  releases = 0,
): Plan {
  return {
    ...IN_STEP,
    changes: changes.flatMap(({ action, count, field = "firstName" }) =>
      Array.from({ length: count }, (_, index) => ({
        ...{ action, employeeId: `${action}-${field}-${index}`, memberId: `m-${index}`, email: null },
        memberStatus: "active" as const,
        ...{ name: "Ada Test", reason: "", warnings: [], desired: {}, level: 0 },
        code: action === "create" ? "joiner" : "fields_changed",
        fields: action === "update" ? [{ field, from: "a", to: "b" }] : [],
        link: link("ada"),
      })),
    ),
    releases: Array.from({ length: releases }, (_, index) => ({
      ...{ employeeId: `released-${index}`, memberId: `r-${index}`, name: "Ada Test" },
    })),
    counts: { ...IN_STEP.counts, managedMembers: 100, linked: 100, ...counts },
  };
}

/** Nothing was done in the days before, but for archives of so many other people. */
function counted(archives = 0): SafetyInput["window"]["counted"] {
  const ids = Array.from({ length: archives }, (_, index) => `member before-${index}`);
  return { ...peopleByKind([]), archive: new Set(ids) };
}

const FIELDS = { people: 100, filled: { Status: 100, Department: 80 } };

function check(values: Partial<SafetyInput> = {}) {
  return checkSafety({
    plan: planWith([]),
    limits: LIMITS,
    employeesRead: 100,
    membersRead: 100,
    window: { counted: counted(), employees: 100, members: 100 },
    approvals: [],
    fields: FIELDS,
    lastFields: FIELDS,
    confirmation: { configChange: null, accountChange: null },
    overrides: {},
    ...values,
  });
}

function codes(values: Partial<SafetyInput>): string[] {
  return check(values).violations.map(({ code }) => code);
}

describe("the limits on changes", () => {
  it.each<[string, number, string, string, (count: number) => Plan]>([
    [
      "archives",
      10,
      "too_many_archives",
      "--allow-archives",
      (count) => planWith([{ action: "archive", count }]),
    ],
    [
      "updates",
      50,
      "too_many_updates",
      "--allow-updates",
      (count) => planWith([{ action: "update", count }]),
    ],
    [
      "changes of e-mails",
      10,
      "too_many_email_changes",
      "--allow-email-changes",
      (count) => planWith([{ action: "update", count, field: "email" }]),
    ],
    [
      "changes of bank details",
      20,
      "too_many_bank_changes",
      "--allow-bank-changes",
      (count) => planWith([{ action: "update", count, field: "bank" }]),
    ],
    [
      "creations",
      20,
      "too_many_creations",
      "--allow-creations",
      (count) => planWith([{ action: "create", count }]),
    ],
    [
      "restores",
      10,
      "too_many_restores",
      "--allow-restores",
      (count) => planWith([{ action: "restore", count }]),
    ],
    ["releases", 20, "too_many_releases", "--allow-releases", (count) => planWith([], {}, count)],
    [
      "members gone",
      5,
      "too_many_members_gone",
      "--allow-members-gone",
      (count) => planWith([], { membersGone: count }),
    ],
    [
      "doubtful identities",
      5,
      "identities_changed",
      "--allow-identities",
      (count) => planWith([], { doubtful: count }),
    ],
    [
      "strangers",
      50,
      "too_many_strangers",
      "--allow-strangers",
      (count) => planWith([{ action: "create", count }], { managedMembers: 1000 }),
    ],
    ["lost people", 50, "most_people_lost", "--allow-lost", (count) => planWith([], { managedLost: count })],
  ])("let %s pass up to %i of 100 and name the override above", (_what, limit, code, flag, plan) => {
    expect(codes({ plan: plan(limit - 1) })).toEqual([]);
    expect(codes({ plan: plan(limit) })).toEqual([]);
    expect(check({ plan: plan(limit + 1) }).violations).toMatchObject([
      { code, actual: limit + 1, limit, override: `${flag} ${limit + 1}` },
    ]);
  });

  it.each<[number, number]>([
    [1, 1],
    [2, 1],
    [3, 2],
    [6, 3],
    [8, 4],
    [9, 5],
    [10, 5],
    [60, 6],
  ])("never let more than half of %i managed people go: %i archives", (managedMembers, limit) => {
    const archives = (count: number) => planWith([{ action: "archive", count }], { managedMembers });
    expect(codes({ plan: archives(limit) })).toEqual([]);
    expect(codes({ plan: archives(limit + 1) })).toEqual(["too_many_archives"]);
  });

  it("let more people be invited than a small company has", () => {
    const plan = planWith([{ action: "create", count: 10 }], { managedMembers: 2 });
    expect(codes({ plan })).toEqual([]);
  });

  it("count what was done in the days before", () => {
    const window = { counted: counted(8), employees: 100, members: 100 };
    expect(codes({ plan: planWith([{ action: "archive", count: 2 }]), window })).toEqual([]);
    const [violation] = check({ plan: planWith([{ action: "archive", count: 3 }]), window }).violations;
    expect(violation).toMatchObject({ actual: 11, limit: 10, override: "--allow-archives 3" });
    expect(violation?.text).toBe(
      "The plan has 3 archives; with 8 of the last 7 days these are 11, more than the limit of 10 for 100 managed members.",
    );
    expect(codes({ plan: planWith([]), window: { ...window, counted: counted(80) } })).toEqual([]);
  });

  it("count somebody once to whom the same thing happened before", () => {
    const plan = planWith([{ action: "archive", count: 10 }]);
    const before = new Set(["member m-0", "member m-1", "member somebody-else"]);
    const window = { counted: { ...counted(), archive: before }, employees: 100, members: 100 };
    expect(check({ plan, window }).violations).toMatchObject([
      { actual: 11, override: "--allow-archives 10" },
    ]);
    const same = new Set(plan.changes.map(({ memberId }) => `member ${memberId}`));
    expect(codes({ plan, window: { ...window, counted: { ...counted(), archive: same } } })).toEqual([]);
  });

  it("stop nothing that was let through before, however small the company is now", () => {
    const plan = planWith([{ action: "archive", count: 10 }], { managedMembers: 4 });
    const same = new Set(plan.changes.map(({ memberId }) => `member ${memberId}`));
    const window = { counted: { ...counted(), archive: same }, employees: 100, members: 100 };
    expect(codes({ plan, window })).toEqual([]);
  });

  const approve = (plan: Plan, count: number, isCounted: boolean) =>
    plan.changes
      .slice(0, count)
      .map(({ employeeId }) => ({ employeeId, kinds: ["archive"] as const, isCounted }));

  it("leave out what was confirmed before", () => {
    const plan = planWith([{ action: "archive", count: 12 }]);
    expect(codes({ plan, approvals: approve(plan, 2, false) })).toEqual([]);
    expect(check({ plan, approvals: approve(plan, 1, false) }).violations).toMatchObject([
      { actual: 11, override: "--allow-archives 12" },
    ]);
  });

  it("let a run finish what another one began, and nothing on top of it", () => {
    const begun = planWith([{ action: "archive", count: 12 }]);
    expect(codes({ plan: begun, approvals: approve(begun, 12, true) })).toEqual([]);
    expect(check({ plan: begun, approvals: approve(begun, 11, true) }).violations).toMatchObject([
      { actual: 12, override: "--allow-archives 12" },
    ]);
    const small = planWith([{ action: "archive", count: 10 }]);
    expect(codes({ plan: small, approvals: approve(small, 9, true) })).toEqual([]);
  });

  it("take the update that follows a creation for a part of it, and nothing else", () => {
    const plan = planWith([{ action: "update", count: 60, field: "bank" }]);
    const approve = (kind: "creation" | "update") =>
      plan.changes.map(({ employeeId }) => ({ employeeId, kinds: [kind], isCounted: false }));
    expect(codes({ plan, approvals: approve("creation") })).toEqual([]);
    expect(codes({ plan, approvals: approve("update") })).toEqual([
      "too_many_updates",
      "too_many_bank_changes",
    ]);
  });

  it("let all updates pass when their number is allowed, whatever they change", () => {
    const plan = planWith([{ action: "update", count: 60, field: "email" }]);
    expect(codes({ plan, overrides: { allowUpdates: 60 } })).toEqual([]);
    expect(codes({ plan, overrides: { allowEmailChanges: 60 } })).toEqual(["too_many_updates"]);
  });

  it("refuse an override of another number and say the right one", () => {
    const plan = planWith([{ action: "archive", count: 12 }]);
    const { violations } = check({ plan, overrides: { allowArchives: 11 } });
    expect(violations.map(({ code }) => code)).toEqual(["too_many_archives", "override_mismatch"]);
    expect(violations[1]?.text).toContain("`--allow-archives 11` was given, but the number is 12");
    const few = planWith([{ action: "archive", count: 3 }]);
    expect(check({ plan: few, overrides: { allowArchives: 11 } }).violations).toMatchObject([
      { code: "override_mismatch", actual: 3, override: null },
    ]);
  });
});

describe("the limit on identities", () => {
  it.each([
    [3, 1],
    [9, 3],
    [19, 6],
    [20, 3],
    [59, 3],
    [80, 4],
  ])("of %i linked people lets %i be doubtful", (linked, limit) => {
    expect(codes({ plan: planWith([], { linked, doubtful: limit }) })).toEqual([]);
    expect(codes({ plan: planWith([], { linked, doubtful: limit + 1 }) })).toEqual(["identities_changed"]);
  });
});

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
    expect(codes({ employeesRead: 90, overrides: { allowEmployees: 49 } })).toEqual(["override_mismatch"]);
  });

  it("stop a list in which most people came once more", () => {
    const twice = (seconds: number): Plan => {
      const row = { employeeId: "x", memberId: null, email: null, name: "Ada Test", reason: "" };
      const note = { ...row, kind: "skipped", code: "superseded" } as const;
      return { ...planWith([]), notes: Array.from({ length: seconds }, () => note) };
    };
    expect(codes({ employeesRead: 150, plan: twice(50) })).toEqual([]);
    expect(codes({ employeesRead: 149, plan: twice(51) })).toEqual([]);
    expect(check({ employeesRead: 150, plan: twice(51) }).violations).toEqual([
      {
        ...{ code: "too_many_employees", actual: 150, limit: 200, override: "--allow-employees 150" },
        text: "The HR tool returned 150 employees; the last complete read had 100, and 51 records are second ones of people who have one already: was something imported twice?",
      },
    ]);
    const few = { employeesRead: 6, plan: { ...twice(3), counts: { ...IN_STEP.counts, managedMembers: 3 } } };
    expect(codes({ ...few, window: window(3, 3) })).toEqual([]);
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
    expect(check({ fields }).violations[0]?.text).toContain("Status is understood for 3 of 100 people");
  });
});

describe("a confirmation", () => {
  const CHANGED = { configChange: "The filter is another one.", accountChange: null };

  it("is asked for when the configuration or the account is another one", () => {
    expect(check({ confirmation: CHANGED }).violations).toMatchObject([
      { code: "config_not_confirmed", override: "--accept-config", text: "The filter is another one." },
    ]);
    const account = { configChange: null, accountChange: "Another company." };
    expect(codes({ confirmation: account })).toEqual(["account_not_confirmed"]);
    expect(codes({ confirmation: account, overrides: { acceptConfig: true } })).toEqual([]);
  });

  it("covers the creations, updates and releases that were shown with it, and no archives", () => {
    const plan = planWith(
      [
        { action: "create", count: 300 },
        { action: "update", count: 90, field: "bank" },
        { action: "archive", count: 11 },
      ],
      {},
      60,
    );
    const overrides = { acceptConfig: true };
    expect(codes({ plan, confirmation: CHANGED, overrides })).toEqual(["too_many_archives"]);
  });

  it("lifts no limit when there is nothing to confirm", () => {
    const plan = planWith([{ action: "create", count: 300 }]);
    expect(codes({ plan, overrides: { acceptConfig: true } })).toEqual([
      "too_many_strangers",
      "too_many_creations",
    ]);
  });

  it("reports everything at once, with codes of the catalogue", () => {
    const all = codes({
      plan: planWith([{ action: "archive", count: 20 }]),
      employeesRead: 10,
      confirmation: CHANGED,
    });
    expect(all).toEqual(["too_few_employees", "too_many_archives", "config_not_confirmed"]);
    for (const code of all) expect(CODES.safety).toHaveProperty(code);
  });
});

describe("limits from the configuration", () => {
  it("take the place of the defaults", () => {
    const limits: SafetyLimits = { ...LIMITS, archives: { percent: 0, atLeast: 0 } };
    expect(codes({ plan: planWith([{ action: "archive", count: 1 }]), limits })).toEqual([
      "too_many_archives",
    ]);
  });
});

describe("withoutArchives", () => {
  const leavers = planOf({
    employees: ["ada", "bob"].map((id) => employee(id, { status: "inactive" })),
    members: ["ada", "bob"].map((id) => member(id)),
    links: ["ada", "bob"].map((id) => link(id)),
  });

  it("turns archives into notes and keeps the rest", () => {
    const rest = withoutArchives(leavers);
    expect(rest.changes).toEqual([]);
    expect(rowText(rest, "ada")).toBe("blocked no_archive");
    expect(rest.notes[0]?.reason).toBe(
      "Inactive in the HR tool. But this run leaves out archives (`--no-archive`).",
    );
  });

  it("gives back a plan that has none", () => {
    const plan = planWith([{ action: "create", count: 1 }]);
    expect(withoutArchives(plan)).toBe(plan);
  });
});
