import { describe, expect, it } from "vitest";
import type { Employee } from "../../../src/sync/model/employee.js";
import type { Plan } from "../../../src/sync/model/plan.js";
import { decisionFor } from "../../../src/sync/run/explain.js";
import { employee, link, member, planOf, rowText, type World } from "../../support/people.js";

type Reference = NonNullable<Employee["manager"]>;

/** Ada, who reports to somebody; members are those named, linked and in step but for what is said. */
function planAda(manager: Reference | null, others: readonly Employee[], world: World = {}): Plan {
  const employees = [employee("ada", { manager }), ...others];
  return planOf({
    employees,
    members: employees.map(({ id }) => member(id)),
    links: employees.map(({ id }) => link(id)),
    ...world,
  });
}

function managerOf(plan: Plan, employeeId = "ada"): string | null {
  const found = decisionFor(plan, { employeeId });
  return found?.kind === "change" ? (found.row.desired.manager?.memberId ?? null) : null;
}

function warningTexts(plan: Plan, employeeId = "ada"): string[] {
  const found = decisionFor(plan, { employeeId });
  return found && found.kind !== "note" ? found.row.warnings.map(({ text }) => text) : [];
}

describe("the manager whom the HR tool names", () => {
  it("may be named by e-mail only", () => {
    expect(managerOf(planAda({ id: null, email: "BOB@acme.test" }, [employee("bob")]))).toBe("m-bob");
  });

  it.each([
    ["nobody", null],
    ["an empty reference", { id: null, email: null }],
    ["an empty id", { id: "", email: "" }],
  ])("is %s, of which nothing is said", (_what, reference) => {
    const plan = planAda(reference, []);
    expect(rowText(plan, "ada")).toBe("unchanged in_step");
    expect(warningTexts(plan)).toEqual([]);
  });

  it.each([
    [{ id: "gone", email: null }, "gone"],
    [{ id: "gone", email: "gone@acme.test" }, "gone"],
    [{ id: null, email: "gone@acme.test" }, "gone@acme.test"],
  ])("is said by id, else by e-mail, when nobody has it: %j", (reference, who) => {
    expect(warningTexts(planAda(reference, []))).toEqual([
      `The manager ${who} is not among the employees read. The manager was left out.`,
    ]);
  });

  describe("by an e-mail that several records have", () => {
    const shared = { workEmail: "boss@acme.test" };
    const boss = { id: null, email: "boss@acme.test" };

    it("is the one who works here", () => {
      const left = employee("abe", { ...shared, status: "inactive" });
      const here = employee("bob", shared);
      const members = [member("ada"), member("bob", { email: "boss@acme.test" })];
      expect(managerOf(planAda(boss, [left, here], { members, links: [link("ada")] }))).toBe("m-bob");
    });

    it("is one who stands back for nobody when none of them works here", () => {
      const zoe = { firstName: "Zoe", lastName: "Quinn", status: "inactive" } as const;
      const first = employee("abe", { ...shared, ...zoe, startDate: "2020-01-01" });
      const other = employee("bob", { ...shared, status: "inactive" });
      const last = employee("cyd", { ...shared, ...zoe, startDate: "2024-01-01" });
      const members = [member("ada")];
      expect(warningTexts(planAda(boss, [first, other, last], { members, links: [link("ada")] }))).toEqual([
        "The manager Bob Test (bob) is no member of this entity. The manager was left out.",
      ]);
    });
  });

  it.each<[string, Partial<Employee>, World, string]>([
    [
      "is about to be archived",
      { status: "inactive" },
      {},
      "The manager Bob Test (bob) is about to be archived.",
    ],
    [
      "is archived",
      { status: "inactive" },
      { members: [member("ada"), member("bob", { status: "archived" })] },
      "The manager Bob Test (bob) is archived.",
    ],
    [
      "is in a conflict",
      { workEmail: "cyd@acme.test" },
      { members: [member("ada"), member("bob"), member("cyd")] },
      "The manager Bob Test (bob) is in a conflict.",
    ],
    [
      "is no member",
      {},
      { members: [member("ada")], links: [link("ada")], policy: { create: false } },
      "The manager Bob Test (bob) is no member of this entity.",
    ],
  ])("%s, which is said", (_what, bob, world, text) => {
    const plan = planAda({ id: "bob", email: null }, [employee("bob", bob)], world);
    expect(warningTexts(plan)).toEqual([`${text} The manager was left out.`]);
  });

  it("is set by a plan that creates them, also where Spendesk shows that there is none", () => {
    const members = [member("ada", { managerId: null })];
    const plan = planAda({ id: "bob", email: null }, [employee("bob")], { members, links: [link("ada")] });
    expect(plan.changes.map(({ employeeId, desired }) => [employeeId, desired.manager])).toEqual([
      ["bob", undefined],
      ["ada", { employeeId: "bob", memberId: null }],
    ]);
  });

  it.each<[string, World, string]>([
    ["who is left out", { policy: { absent: "archive" } }, "m-bob"],
    [
      "who is invited and in step",
      { members: [member("ada"), member("bob", { status: "invited" })] },
      "m-bob",
    ],
  ])("may be somebody %s", (_who, world, memberId) => {
    const bob = employee("bob", { workLocation: "Elsewhere" });
    expect(managerOf(planAda({ id: "bob", email: null }, [bob], world))).toBe(memberId);
  });
});

describe("a chain of managers", () => {
  it("is written whole, up to whoever reports to nobody", () => {
    const ids = ["ada", "bob", "cyd", "dan", "eve"];
    const people = ids.map((id, index) => {
      const boss = ids[index + 1];
      return employee(id, { manager: boss === undefined ? null : { id: boss, email: null } });
    });
    for (const employees of [people, people.toReversed()]) {
      const plan = planOf({
        employees,
        members: ids.map((id) => member(id)),
        links: ids.map((id) => link(id)),
      });
      expect(ids.map((id) => managerOf(plan, id))).toEqual(["m-bob", "m-cyd", "m-dan", "m-eve", null]);
      expect(plan.unchanged.map(({ employeeId, warnings }) => [employeeId, warnings])).toEqual([["eve", []]]);
    }
  });

  it("that leads into a circle is written below it", () => {
    const reports: Readonly<Record<string, string>> = { ada: "bob", bob: "cyd", cyd: "dan", dan: "cyd" };
    const ids = Object.keys(reports);
    const plan = planOf({
      employees: ids.map((id) => employee(id, { manager: { id: reports[id] ?? null, email: null } })),
      members: ids.map((id) => member(id)),
      links: ids.map((id) => link(id)),
    });
    expect(ids.map((id) => managerOf(plan, id))).toEqual(["m-bob", "m-cyd", null, null]);
    expect(warningTexts(plan, "cyd")).toEqual([
      "The manager Dan Test (dan) reports to this person, directly or through others. The manager was left out.",
    ]);
  });
});

describe("a manager who is to be set for a protected person", () => {
  it.each<[string, Partial<Employee>, World]>([
    [
      "the e-mail in Spendesk",
      { workEmail: "new@acme.test" },
      { policy: { update: ["manager"], protect: ["ada@acme.test"] } },
    ],
    [
      "the work e-mail",
      { workEmail: "new@acme.test" },
      { policy: { update: ["manager"], protect: ["new@acme.test"] } },
    ],
    ["an earlier e-mail", {}, { policy: { update: ["manager"], protect: ["old@acme.test"] } }],
  ])("is not written: protected by %s", (_how, ada, world) => {
    const seen = { ...link("ada").seen, emails: ["before@acme.test", "old@acme.test"] };
    const plan = planOf({
      employees: [employee("ada", { manager: { id: "bob", email: null }, ...ada }), employee("bob")],
      members: [member("ada"), member("bob")],
      links: [link("ada", { seen }), link("bob")],
      ...world,
    });
    expect(rowText(plan, "ada")).toBe("blocked protected");
  });
});

describe("the manager whom a member has until now", () => {
  it.each([
    ["name", member("cyd"), "Cyd Test"],
    ["only name", member("cyd", { lastName: null }), "Cyd"],
    ["e-mail", member("cyd", { firstName: null, lastName: null }), "cyd@acme.test"],
    ["id", member("cyd", { firstName: null, lastName: null, email: null }), "m-cyd"],
  ])("is shown by %s", (_by, cyd, from) => {
    const members = [member("ada", { managerId: "m-cyd" }), member("bob"), cyd];
    const plan = planAda({ id: "bob", email: null }, [employee("bob")], { members });
    expect(plan.changes[0]?.fields).toEqual([{ field: "manager", from, to: "Bob Test" }]);
  });
});
