import { describe, expect, it } from "vitest";
import type { Baseline, SettledAnswer, UnshownAnswers } from "../../../src/sync/model/baseline.js";
import type { SyncedField } from "../../../src/sync/model/policy.js";
import { takenAsRight } from "../../../src/sync/plan/plan-warnings.js";
import { answersByDefault, answersInForce, statusText, unshownText } from "../../../src/sync/plan/unshown.js";
import { BANKS, employee, link, member, planOf, rawBank, type World } from "../../support/people.js";

const manager = (id: string, value: string | null = "member m-bob"): Baseline => ({
  memberId: `m-${id}`,
  field: "manager",
  value,
});
const bank = (id: string, value: string | null = "fingerprint"): Baseline => ({
  memberId: `m-${id}`,
  field: "bank",
  value,
});

describe("a member's status for people", () => {
  it.each([
    ["active", "active"],
    ["invited", "invited"],
    ["archived", "archived"],
    ["unknown", "not shown by Spendesk"],
  ] as const)("%s is %s", (status, text) => {
    expect(statusText(status)).toBe(text);
  });
});

describe("what was taken to be right, in words", () => {
  it.each<[string, Baseline[], string | null]>([
    ["nothing", [], null],
    ["nothing of which the HR tool said anything", [manager("ada", null), bank("ada", null)], null],
    ["one manager", [manager("ada"), manager("bob", null)], "line managers of 1 member"],
    ["bank details", [bank("ada"), bank("bob")], "bank details of 2 members"],
    [
      "both",
      [bank("ada"), manager("ada"), manager("bob")],
      "line managers of 2 members and the bank details of 1 member",
    ],
  ])("%s", (_what, baselines, text) => {
    expect(unshownText(baselines)).toBe(text);
  });

  it("is a warning with the way to say that it is wrong", () => {
    expect(takenAsRight(planOf({}))).toEqual([]);
    const [warning, ...others] = takenAsRight({ ...planOf({}), baselines: [bank("ada")] });
    expect(others).toEqual([]);
    expect(warning).toEqual({
      code: "taken_as_right",
      text: "Spendesk does not show the bank details of 1 member. What it has is taken to be right, and nothing is sent until the HR tool changes. If it is not right: `spendesk-hr configure --entity acme-uk --spendesk-is-right no`.",
    });
  });
});

describe("answers about what Spendesk does not show", () => {
  const answer = (values: Partial<SettledAnswer>): SettledAnswer => ({
    ...{ field: "bank", answer: "right", who: "carol", at: "2026-11-01T09:00:00.000Z", endedAt: null },
    ...values,
  });

  it("hold until another one takes their place", () => {
    const ended = answer({ answer: "differs", endedAt: "2026-11-02T09:00:00.000Z" });
    expect(answersInForce([answer({}), ended, answer({ field: "manager", answer: "differs" })])).toEqual({
      bank: "right",
      manager: "differs",
    });
    expect(answersInForce([ended])).toEqual({});
  });

  it.each<[string, SyncedField[], UnshownAnswers, string[]]>([
    [
      "of fields that nobody was asked about",
      ["bank", "manager", "name"],
      {},
      ["manager right", "bank right"],
    ],
    ["of nothing else once they are known", ["bank", "manager"], { bank: "differs", manager: "right" }, []],
    ["of fields that are not kept in step", ["name"], {}, []],
    ["end with the field", ["name", "manager"], { bank: "right", manager: "right" }, ["bank null"]],
  ])("are given by default %s", (_what, update, answers, expected) => {
    const settled = answersByDefault(update, answers);
    expect(settled.map((one) => `${one.field} ${one.answer}`)).toEqual(expected);
    expect(settled.every(({ who }) => who === null)).toBe(true);
  });
});

describe("values that are taken to be right with a plan", () => {
  const under = (id: string, boss: string) => employee(id, { manager: { id: boss, email: null } });
  const NEW: World = { unshown: { answers: {}, baselines: [] } };

  it("are in order of field and member, whatever the order of the people", () => {
    const people = ["ada", "bob", "cyd"];
    const ids: Readonly<Record<string, string>> = { ada: "m-2", bob: "m-3", cyd: "m-1" };
    const { baselines } = planOf({
      ...NEW,
      employees: people.map((id) => employee(id, { bank: rawBank(BANKS.gb), manager: null })),
      members: people.map((id) => member(id, { id: ids[id] ?? "" })),
    });
    expect(baselines.map(({ field, memberId }) => `${field} ${memberId}`)).toEqual([
      "bank m-1",
      "bank m-2",
      "bank m-3",
      "manager m-1",
      "manager m-2",
      "manager m-3",
    ]);
  });

  it("are none where somebody said that they differ, also of members met for the first time", () => {
    const plan = planOf({
      employees: [under("ada", "bob"), employee("bob")],
      members: [member("ada"), member("bob")],
      links: [link("bob")],
      configChanged: true,
      unshown: { answers: { manager: "differs", bank: "differs" }, baselines: [] },
    });
    expect(plan.baselines).toEqual([]);
    expect(plan.changes.map(({ employeeId }) => employeeId)).toEqual(["ada"]);
  });

  it("count for circles in the very same plan", () => {
    const plan = planOf({
      employees: [under("ada", "bob"), under("bob", "ada")],
      members: [member("ada"), member("bob")],
      links: [link("bob")],
      configChanged: true,
      unshown: { answers: { manager: "right", bank: "right" }, baselines: [manager("bob", "member m-cyd")] },
    });
    expect(plan.changes).toEqual([]);
    expect(plan.unchanged.find(({ employeeId }) => employeeId === "bob")?.warnings).toMatchObject([
      { code: "manager_circular" },
    ]);
  });

  it.each<[string, { readonly id: string | null; readonly email: string | null }, string]>([
    ["the HR id", { id: "gone", email: "gone@acme.test" }, "employee gone"],
    ["the e-mail without one", { id: null, email: "gone@acme.test" }, "employee gone@acme.test"],
  ])("name a manager who was not read by %s", (_what, reference, value) => {
    const { baselines } = planOf({
      ...NEW,
      employees: [employee("ada", { manager: reference })],
      members: [member("ada")],
    });
    expect(baselines).toEqual([{ memberId: "m-ada", field: "manager", value }]);
  });
});
