import { describe, expect, it } from "vitest";
import type { LimitKind } from "../../src/sync/model/state-store.js";
import { violationsOf } from "./limits.js";
import type { LimitsInput, ModelApproval, ModelPlan, Row } from "./types.js";
import { DEFAULT_LIMITS } from "./worlds/story.js";

const NOBODY = {
  archive: people(0),
  update: people(0),
  email_change: people(0),
  bank_change: people(0),
  creation: people(0),
  restore: people(0),
  release: people(0),
};

/** People who are in no plan. */
function people(count: number): ReadonlySet<string> {
  return new Set(Array.from({ length: count }, (_, index) => `before${index}`));
}

function rows(kind: Row["kind"], count: number, written: Row["written"] = {}, first = 0): Row[] {
  return Array.from({ length: count }, (_, index) => {
    const employeeId = `e${first + index}`;
    return { employeeId, memberId: `m${first + index}`, kind, code: "x", written, warnings: [], level: 0 };
  });
}

function planOf(values: Partial<ModelPlan>, managed = 100): ModelPlan {
  const members = Array.from({ length: managed }, (_, index) => `m${index}`);
  const nothing = { rows: [], absent: [], links: [], released: [], strangers: [], gone: [], doubtful: [] };
  return { ...nothing, managed: new Set(members), ...values };
}

function over(plan: ModelPlan, facts: Partial<LimitsInput> = {}): string[] {
  const known = { approvals: [], employeesRead: 100, membersRead: 100, highest: null, linked: 100 };
  const found = violationsOf(plan, { limits: DEFAULT_LIMITS, counted: NOBODY, ...known, ...facts });
  return found.map(({ code, actual, limit }) => `${code} ${actual} > ${limit}`);
}

function approvals(count: number, kind: LimitKind, isConfirmed: boolean): ModelApproval[] {
  return Array.from({ length: count }, (_, index) => ({
    employeeId: `e${index}`,
    kinds: [kind],
    isConfirmed,
  }));
}

describe("the limits", () => {
  it.each<[string, number, number, string[]]>([
    ["a share", 10, 100, []],
    ["more than a share", 11, 100, ["too_many_archives 11 > 10"]],
    ["a few of few", 5, 30, []],
    ["more than a few of few", 6, 30, ["too_many_archives 6 > 5"]],
    ["half of very few", 3, 6, []],
    ["more than half of very few", 4, 6, ["too_many_archives 4 > 3"]],
    ["the only one", 1, 1, []],
  ])("on archives: %s", (_case, archives, managed, found) => {
    expect(over(planOf({ rows: rows("archive", archives) }, managed))).toEqual(found);
  });

  it("on creations may be more than half", () => {
    expect(over(planOf({ rows: rows("create", 10) }, 3))).toEqual([]);
    expect(over(planOf({ rows: rows("create", 11) }, 3))).toEqual(["too_many_creations 11 > 10"]);
  });

  it("on updates count e-mails and bank details on their own, at restores too", () => {
    const written = { email: "a@acme.test", bank: "f" };
    expect(over(planOf({ rows: rows("update", 21, written) }))).toEqual([
      "too_many_bank_changes 21 > 20",
      "too_many_email_changes 21 > 10",
    ]);
    expect(over(planOf({ rows: rows("restore", 11, written) }))).toEqual([
      "too_many_email_changes 11 > 10",
      "too_many_restores 11 > 10",
    ]);
  });

  it("count the days before", () => {
    const plan = planOf({ rows: rows("archive", 4) });
    expect(over(plan, { counted: { ...NOBODY, archive: people(6) } })).toEqual([]);
    expect(over(plan, { counted: { ...NOBODY, archive: people(7) } })).toEqual(["too_many_archives 11 > 10"]);
    expect(over(planOf({ released: ["e1", "e2"] }), { counted: { ...NOBODY, release: people(19) } })).toEqual(
      ["too_many_releases 21 > 20"],
    );
    // Who was changed in those days already counts once.
    const again = new Set([...people(7), "e0"]);
    expect(over(plan, { counted: { ...NOBODY, archive: again } })).toEqual(["too_many_archives 11 > 10"]);
    expect(over(planOf({ rows: rows("archive", 1) }), { counted: { ...NOBODY, archive: again } })).toEqual(
      [],
    );
  });

  it("are not met again by what a person confirmed", () => {
    const plan = planOf({ rows: rows("archive", 40) });
    expect(over(plan, { approvals: approvals(40, "archive", true) })).toEqual([]);
    expect(over(plan, { approvals: approvals(29, "archive", true) })).toEqual(["too_many_archives 11 > 10"]);
    expect(over(plan, { approvals: approvals(40, "update", true) })).toEqual(["too_many_archives 40 > 10"]);
  });

  it("are not met again by what was begun, but what is new comes on top of it", () => {
    // Five of ten are done; the ninety that are left would allow nine.
    const counted = { ...NOBODY, archive: people(5) };
    const begun = approvals(5, "archive", false);
    expect(over(planOf({ rows: rows("archive", 5) }, 90), { counted, approvals: begun })).toEqual([]);
    expect(over(planOf({ rows: rows("archive", 6) }, 90), { counted, approvals: begun })).toEqual([
      "too_many_archives 11 > 9",
    ]);
  });

  it("let whoever is created or restored with approval be completed", () => {
    const plan = planOf({ rows: rows("update", 60, { email: "a@acme.test" }) });
    for (const kind of ["creation", "restore"] as const) {
      expect(over(plan, { approvals: approvals(60, kind, true) })).toEqual([]);
    }
  });

  it("compare with the highest read", () => {
    const highest = { employees: 100, members: 100 };
    const read = (employeesRead: number, membersRead: number) =>
      over(planOf({}), { highest, employeesRead, membersRead });
    expect(read(50, 50)).toEqual([]);
    expect(read(49, 49)).toEqual(["too_few_employees 49 > 50", "too_few_members 49 > 50"]);
    expect(read(200, 300)).toEqual([]);
    expect(read(201, 300)).toEqual(["too_many_employees 201 > 200"]);
    expect(read(0, 100)).toEqual(["no_employees 0 > 1"]);
  });

  it("stop at strangers, but not at those who are awaited", () => {
    const strangers = Array.from({ length: 51 }, (_, index) => `e${index}`);
    const facts = { highest: { employees: 100, members: 100 } };
    expect(over(planOf({ strangers }), facts)).toEqual(["too_many_strangers 51 > 50"]);
    expect(over(planOf({ strangers }))).toEqual([]);
    expect(over(planOf({ strangers }), { ...facts, approvals: approvals(1, "creation", true) })).toEqual([]);
    const few = { highest: { employees: 4, members: 4 }, employeesRead: 4, membersRead: 4 };
    expect(over(planOf({ strangers: ["a", "b", "c"] }), few)).toEqual([]);
    expect(over(planOf({ strangers: ["a", "b", "c", "d"] }), few)).toEqual(["too_many_strangers 4 > 3"]);
  });

  it.each<[number, number, string[]]>([
    [5, 100, []],
    [6, 100, ["identities_changed 6 > 5"]],
    [3, 20, []],
    [4, 20, ["identities_changed 4 > 3"]],
    [6, 19, []],
    [7, 19, ["identities_changed 7 > 6"]],
    [1, 2, ["identities_changed 1 > 0"]],
  ])("stop at %i people in doubt of %i linked ones", (count, linked, found) => {
    const doubtful = Array.from({ length: count }, (_, index) => `e${index}`);
    expect(over(planOf({ doubtful }), { linked })).toEqual(found);
    expect(over(planOf({ doubtful }), { linked, approvals: approvals(count, "update", true) })).toEqual([]);
  });

  it("stop at linked members that are gone", () => {
    const gone = Array<never>(6).fill({} as never);
    expect(over(planOf({ gone }))).toEqual(["members_gone 6 > 5"]);
    expect(over(planOf({ gone: gone.slice(1) }))).toEqual([]);
  });
});
