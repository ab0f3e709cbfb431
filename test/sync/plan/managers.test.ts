import { describe, expect, it } from "vitest";
import type { Employee } from "../../../src/sync/model/employee.js";
import type { Plan } from "../../../src/sync/model/plan.js";
import { findCircular } from "../../../src/sync/plan/managers.js";
import { decisionFor } from "../../../src/sync/run/explain.js";
import { employee, link, member, planOf, rowText, type World } from "../../support/people.js";

/** An employee whose manager is `managerId`. */
function under(id: string, managerId: string | null, values: Partial<Employee> = {}): Employee {
  return employee(id, { manager: { id: managerId, email: null }, ...values });
}

/** Everybody linked and in step but for the manager. */
function team(employees: readonly Employee[], world: World = {}): Plan {
  return planOf({
    employees,
    members: employees.map(({ id }) => member(id)),
    links: employees.map(({ id }) => link(id)),
    ...world,
  });
}

function managerOf(plan: Plan, employeeId: string) {
  const found = decisionFor(plan, { employeeId });
  return found?.kind === "change" ? (found.row.desired.manager?.memberId ?? null) : null;
}

function warnings(plan: Plan, employeeId: string): string[] {
  const found = decisionFor(plan, { employeeId });
  return found && found.kind !== "note" ? found.row.warnings.map(({ code }) => code) : [];
}

describe("line managers", () => {
  it("are found by id, else by e-mail", () => {
    const byEmail = employee("cyd", { manager: { id: "elsewhere", email: " BOB@acme.test" } });
    const plan = team([under("ada", "bob"), employee("bob"), byEmail]);
    expect(managerOf(plan, "ada")).toBe("m-bob");
    expect(managerOf(plan, "cyd")).toBe("m-bob");
    expect(plan.changes[0]?.fields).toEqual([
      { field: "manager", from: "not shown by Spendesk", to: "Bob Test" },
    ]);
  });

  it("are compared with what the read says, else with what was last written", () => {
    const employees = [under("ada", "bob"), employee("bob")];
    const links = [link("ada", { managerMemberId: "m-bob" }), link("bob")];
    expect(team(employees, { links }).changes).toEqual([]);
    const read = [member("ada", { managerId: "m-cyd" }), member("bob"), member("cyd")];
    expect(team(employees, { links, members: read }).changes[0]?.fields).toEqual([
      { field: "manager", from: "Cyd Test", to: "Bob Test" },
    ]);
    const emptied = [member("ada", { managerId: null }), member("bob")];
    expect(rowText(team(employees, { links, members: emptied }), "ada")).toBe("update fields_changed");
    const inStep = [member("ada", { managerId: "m-bob" }), member("bob")];
    expect(rowText(team(employees, { members: inStep }), "ada")).toBe("unchanged in_step");
  });

  it("who are absent or empty in the HR tool erase nothing", () => {
    const links = [link("ada", { managerMemberId: "m-bob" }), link("bob")];
    for (const manager of [null, { id: null, email: null }]) {
      expect(team([employee("ada", { manager }), employee("bob")], { links }).changes).toEqual([]);
    }
  });

  it("may be created or restored in the same plan", () => {
    const created = planOf({ employees: [under("ada", "bob"), employee("bob")], members: [member("ada")] });
    expect(created.changes.map(({ employeeId, action }) => [employeeId, action])).toEqual([
      ["bob", "create"],
      ["ada", "update"],
    ]);
    expect(created.changes[1]?.desired.manager).toEqual({ employeeId: "bob", memberId: null });

    const restored = team([under("ada", "bob"), employee("bob")], {
      members: [member("ada"), member("bob", { status: "archived" })],
    });
    expect(managerOf(restored, "ada")).toBe("m-bob");
  });

  it("may be manual members outside the filter", () => {
    const plan = planOf({
      employees: [under("ada", "ceo"), employee("ceo", { workLocation: "Elsewhere" })],
      members: [member("ada"), member("ceo")],
    });
    expect(managerOf(plan, "ada")).toBe("m-ceo");
    expect(rowText(plan, "ceo")).toBe("skipped out_of_filter");
  });

  it("are the successor when the record stands back for another", () => {
    const plan = planOf({
      employees: [
        under("ada", "old"),
        employee("old", { workEmail: "bob@acme.test", status: "inactive" }),
        employee("bob"),
      ],
      members: [member("ada"), member("bob")],
      links: [link("old", { memberId: "m-bob" })],
    });
    expect(managerOf(plan, "ada")).toBe("m-bob");
  });

  it("are written at the leaving of the old one", () => {
    const employees = [under("ada", "cyd"), employee("bob", { status: "inactive" }), employee("cyd")];
    const links = [link("ada", { managerMemberId: "m-bob" }), link("bob"), link("cyd")];
    const plan = team(employees, { links });
    expect(managerOf(plan, "ada")).toBe("m-cyd");
    expect(rowText(plan, "bob")).toBe("archive inactive");
  });

  it.each<[string, Employee[], World]>([
    ["manager_self", [under("ada", "ada")], {}],
    ["manager_not_found", [under("ada", "nobody")], {}],
    ["manager_archived", [under("ada", "bob"), employee("bob", { status: "inactive" })], {}],
    [
      "manager_archived",
      [under("ada", "bob"), employee("bob", { status: "inactive" })],
      { members: [member("ada"), member("bob", { status: "archived" })] },
    ],
    [
      "manager_archived",
      [under("ada", "bob"), employee("bob")],
      {
        members: [member("ada"), member("bob", { status: "archived" })],
        policy: { archivedByHand: "report" },
      },
    ],
    [
      "manager_not_member",
      [under("ada", "bob"), employee("bob")],
      { members: [member("ada")], links: [link("ada")], policy: { create: false } },
    ],
    [
      "manager_not_member",
      [under("ada", "bob"), employee("bob", { status: "inactive" })],
      { members: [member("ada")], links: [link("ada")] },
    ],
    [
      "manager_in_conflict",
      [under("ada", "bob"), employee("bob"), employee("bob2", { workEmail: "bob@acme.test" })],
      { members: [member("ada"), member("bob")], links: [link("ada")] },
    ],
    [
      "manager_in_conflict",
      [under("ada", "bob"), employee("bob", { workEmail: "taken@acme.test" })],
      { members: [member("ada"), member("bob"), member("taken")] },
    ],
  ])("leave a warning %s and change nothing", (code, employees, world) => {
    const plan = team(employees, world);
    expect(warnings(plan, "ada")).toEqual([code]);
    expect(managerOf(plan, "ada")).toBeNull();
  });

  it.each([[2], [3], [7]])("are left out for everybody in a cycle of %i, and for nobody else", (length) => {
    const ids = Array.from({ length }, (_, index) => `p${index}`);
    const cycle = ids.map((id, index) => under(id, ids[(index + 1) % length] ?? null));
    const plan = team([...cycle, under("outside", "p0")]);
    for (const id of ids) expect(warnings(plan, id)).toEqual(["manager_circular"]);
    expect(managerOf(plan, "outside")).toBe("m-p0");
    expect(plan.changes).toHaveLength(1);
  });

  it("are left out where the present manager of a promoted person would close a cycle", () => {
    const plan = team([under("ada", "bob"), employee("bob", { manager: null })], {
      links: [link("ada"), link("bob", { managerMemberId: "m-ada" })],
    });
    expect(warnings(plan, "ada")).toEqual(["manager_circular"]);
  });

  it("still let other fields through", () => {
    const plan = team([under("ada", "ada", { firstName: "Eda" })]);
    expect(plan.changes[0]).toMatchObject({
      fields: [{ field: "firstName", from: "Ada", to: "Eda" }],
      warnings: [{ code: "manager_self" }],
    });
  });

  it("of protected people are not changed", () => {
    const plan = team([under("ada", "bob"), employee("bob")], { policy: { protect: ["ada@acme.test"] } });
    expect(rowText(plan, "ada")).toBe("blocked protected");
  });
});

describe("findCircular", () => {
  it("looks again at the present managers that come back", () => {
    const present = new Map([["a", "c"]]);
    const wanted = new Map([
      ["a", "b"],
      ["b", "a"],
      ["c", "a"],
    ]);
    const circular = findCircular(wanted, (node) => present.get(node) ?? null);
    expect([...circular].sort()).toEqual(["a", "b", "c"]);
  });

  it("accepts a cycle that is there already and not touched", () => {
    const present = new Map([
      ["a", "b"],
      ["b", "a"],
    ]);
    expect(findCircular(new Map([["c", "a"]]), (node) => present.get(node) ?? null).size).toBe(0);
  });
});
