import { describe, expect, it } from "vitest";
import type { Plan } from "../../../src/sync/model/plan.js";
import { LIMITS } from "../../support/people.js";
import { check, codes, counted, planWith } from "./support.js";

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
    const others = planWith([
      { action: "update", count: 60, field: "bank" },
      { action: "archive", count: 11 },
    ]);
    expect(codes({ plan: others, overrides: { allowUpdates: 60 } })).toEqual(["too_many_archives"]);
  });

  it("say of a plan whether it may be carried out", () => {
    expect(check().ok).toBe(true);
    expect(check({ plan: planWith([{ action: "archive", count: 11 }]) }).ok).toBe(false);
  });

  it("keep the limit on e-mails when it is allowed that there are no updates", () => {
    const updates = planWith([{ action: "update", count: 11, field: "email" }]);
    const plan = {
      ...updates,
      changes: updates.changes.map((change) => ({ ...change, action: "restore" as const })),
    };
    const limits = { ...LIMITS, restores: { percent: 100, atLeast: 100 } };
    expect(codes({ plan, limits, overrides: { allowUpdates: 0 } })).toEqual(["too_many_email_changes"]);
  });

  it("refuse an override of another number and say the right one", () => {
    const plan = planWith([{ action: "archive", count: 12 }]);
    const { violations } = check({ plan, overrides: { allowArchives: 11 } });
    expect(violations.map(({ code }) => code)).toEqual(["too_many_archives", "override_mismatch"]);
    expect(violations[1]?.text).toBe(
      "`--allow-archives 11` was given, but the number is 12: use `--allow-archives 12`.",
    );
    const few = planWith([{ action: "archive", count: 3 }]);
    const [mismatch] = check({ plan: few, overrides: { allowArchives: 11 } }).violations;
    expect(mismatch).toMatchObject({ code: "override_mismatch", actual: 3, override: null });
    expect(mismatch?.text).toContain("leave the flag out, the limit is not passed");
  });
});

describe("what is said of a limit that is passed", () => {
  it("counts what was not confirmed before apart", () => {
    const plan = planWith([{ action: "archive", count: 12 }]);
    const approvals = plan.changes
      .slice(0, 1)
      .map(({ employeeId }) => ({ employeeId, kinds: ["archive"] as const, isCounted: false }));
    expect(check({ plan, approvals }).violations[0]?.text).toBe(
      "The plan has 12 archives, 11 of them not confirmed before, more than the limit of 10 for 100 managed members.",
    );
  });

  it("speaks of one archive and of one member", () => {
    const plan = planWith([{ action: "archive", count: 1 }], { managedMembers: 1 });
    const limits = { ...LIMITS, archives: { percent: 0, atLeast: 0 } };
    expect(check({ plan, limits }).violations[0]?.text).toBe(
      "The plan has 1 archive, more than the limit of 0 for 1 managed member.",
    );
  });
});

describe("the limit on creations", () => {
  it.each([
    [32, []],
    [33, ["too_many_creations"]],
  ])("grows with the joiners that were confirmed: %i besides 60 of them", (others, expected) => {
    const plan = planWith([{ action: "create", count: 60 + others }]);
    const approvals = plan.changes
      .slice(0, 60)
      .map(({ employeeId }) => ({ employeeId, kinds: ["creation"] as const, isCounted: false }));
    expect(codes({ plan, approvals })).toEqual(expected);
  });
});

describe("the limit on members that are gone", () => {
  it.each([
    [1, 1],
    [2, 1],
    [3, 2],
    [5, 3],
    [79, 3],
    [80, 4],
  ])("of %i linked people lets %i be missing from Spendesk", (linked, limit) => {
    expect(codes({ plan: planWith([], { linked, membersGone: limit }) })).toEqual([]);
    expect(codes({ plan: planWith([], { linked, membersGone: limit + 1 }) })).toEqual([
      "too_many_members_gone",
    ]);
  });
});

describe("the limit on lost people", () => {
  it.each([
    [1, 1],
    [2, 1],
    [3, 1],
    [4, 2],
    [5, 2],
  ])("of %i managed people lets nothing be done for %i", (managedMembers, limit) => {
    expect(codes({ plan: planWith([], { managedMembers, managedLost: limit }) })).toEqual([]);
    expect(codes({ plan: planWith([], { managedMembers, managedLost: limit + 1 }) })).toEqual([
      "most_people_lost",
    ]);
  });

  it("counts people who are left out now, unless that was confirmed", () => {
    expect(codes({ plan: planWith([], { managedLost: 30 }, 20) })).toEqual([]);
    const plan = planWith([], { managedLost: 31 }, 20);
    expect(codes({ plan })).toEqual(["most_people_lost"]);
    const approvals = plan.releases.map(({ employeeId }) => ({
      ...{ employeeId, kinds: ["release"] as const, isCounted: false },
    }));
    expect(codes({ plan, approvals })).toEqual([]);
  });
});

describe("the limit on identities", () => {
  it.each([
    [1, 0],
    [2, 0],
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
