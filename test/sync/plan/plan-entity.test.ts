import { describe, expect, it } from "vitest";
import { summarize } from "../../../src/sync/model/plan.js";
import { decisionFor } from "../../../src/sync/run/explain.js";
import { employee, link, member, planOf } from "../../support/people.js";

const WORLD = {
  employees: [
    employee("upd2", { firstName: "X" }),
    employee("upd10", { firstName: "X" }),
    employee("arch", { status: "inactive" }),
    employee("new"),
    employee("back"),
    employee("out", { workLocation: "Elsewhere" }),
    employee("later", { status: "pending" }),
    employee("same"),
  ],
  members: [
    ...["upd2", "upd10", "arch", "same"].map((id) => member(id)),
    member("back", { status: "archived" }),
  ],
  links: [...["upd2", "upd10", "arch"].map((id) => link(id)), link("back", { archived: true })],
};

describe("planEntity", () => {
  it("orders changes by action, then employee id; archives come last", () => {
    const plan = planOf(WORLD);
    expect(plan.changes.map(({ action, employeeId }) => `${action} ${employeeId}`)).toEqual([
      "restore back",
      "create new",
      "update upd10",
      "update upd2",
      "archive arch",
    ]);
    expect(plan.notes.map(({ employeeId }) => employeeId)).toEqual(["later", "out"]);
  });

  it("names members by the e-mail that Spendesk has after the change, whoever else has it in the HR tool", () => {
    const plan = planOf({
      employees: [
        employee("ada", { workEmail: "bo@acme.test", status: "inactive" }),
        employee("cy", { workEmail: "cy.new@acme.test", lastName: "Newname" }),
      ],
      members: [member("ada"), member("cy")],
      links: [link("ada"), link("cy")],
      policy: { update: ["name"] },
    });
    expect(plan.changes.map(({ action, email }) => `${action} ${email}`)).toEqual([
      "update cy@acme.test",
      "archive ada@acme.test",
    ]);
    const renamed = planOf({
      employees: [employee("cy", { workEmail: "cy.new@acme.test" })],
      members: [member("cy")],
      links: [link("cy")],
    });
    expect(renamed.changes[0]?.email).toBe("cy.new@acme.test");
  });

  it("gives the head-counts", () => {
    expect(summarize(planOf(WORLD))).toEqual({
      create: 1,
      update: 2,
      archive: 1,
      restore: 1,
      unchanged: 1,
      previouslyManaged: 0,
      skipped: 2,
      conflict: 0,
      blocked: 0,
      handedOff: 0,
    });
  });

  it("plans nothing from nothing", () => {
    expect(planOf({})).toEqual({
      entity: "acme-uk",
      changes: [],
      notes: [],
      unchanged: [],
      links: { upsert: [], remove: [] },
      releases: [],
      counts: { managedMembers: 0, linked: 0, doubtful: 0, membersGone: 0, managedLost: 0 },
      baselines: [],
    });
  });
});

describe("decisionFor", () => {
  const plan = planOf(WORLD);

  it("finds a person by employee id and by member id, whatever was decided", () => {
    expect(decisionFor(plan, { employeeId: "new" })).toMatchObject({
      kind: "change",
      row: { code: "joiner" },
    });
    expect(decisionFor(plan, { memberId: "m-arch" })).toMatchObject({
      kind: "change",
      row: { employeeId: "arch" },
    });
    expect(decisionFor(plan, { memberId: "m-same" })).toMatchObject({ kind: "unchanged" });
    expect(decisionFor(plan, { employeeId: "later" })).toMatchObject({
      kind: "note",
      row: { code: "not_started" },
    });
  });

  it("finds nobody for ids the plan does not know", () => {
    expect(decisionFor(plan, { employeeId: "nobody" })).toBeNull();
    expect(decisionFor(plan, { memberId: "m-nobody" })).toBeNull();
  });
});
