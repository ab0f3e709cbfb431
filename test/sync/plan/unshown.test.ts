import { describe, expect, it } from "vitest";
import type { UnshownFacts } from "../../../src/sync/plan/unshown.js";
import { BANKS, employee, link, member, planOf, rawBank, rowText, type World } from "../../support/people.js";

const RIGHT: UnshownFacts["answers"] = { manager: "right", bank: "right" };

const reportsTo = (id: string) => ({ id, email: null });

/** Ada reports to Bob and has bank details; both are members, and Spendesk shows neither of these. */
function company(world: World = {}): World {
  return {
    employees: [
      employee("ada", { manager: reportsTo("bob"), bank: rawBank(BANKS.gb) }),
      employee("bob", { bank: null }),
    ],
    members: [member("ada"), member("bob")],
    unshown: { answers: {}, baselines: [] },
    ...world,
  };
}

/** The plan after `before` was carried out: what it took to be right is remembered, and settled. */
function planAfter(before: World, world: World): ReturnType<typeof planOf> {
  const { links, baselines } = planOf(before);
  return planOf({ ...before, links: links.upsert, unshown: { answers: RIGHT, baselines }, ...world });
}

function fieldsOf(plan: ReturnType<typeof planOf>, id: string) {
  return plan.changes.find(({ employeeId }) => employeeId === id)?.fields ?? [];
}

describe("what Spendesk does not show", () => {
  it("is taken to be right before anybody was asked, and what the HR tool said is remembered", () => {
    const plan = planOf(company());
    expect(plan.changes).toEqual([]);
    expect(rowText(plan, "ada")).toBe("unchanged newly_linked");
    expect(plan.baselines).toEqual([
      { memberId: "m-ada", field: "bank", value: expect.stringMatching(/^[0-9a-f]{64}$/) },
      { memberId: "m-bob", field: "bank", value: null },
      { memberId: "m-ada", field: "manager", value: "member m-bob" },
      { memberId: "m-bob", field: "manager", value: null },
    ]);
    expect(JSON.stringify(plan.baselines)).not.toContain("BUKB");
  });

  it("is left alone as long as the HR tool says the same", () => {
    expect(planAfter(company(), {}).changes).toEqual([]);
    expect(planAfter(company(), {}).baselines).toEqual([]);
  });

  it("is written once the HR tool changes, with the unknown called so", () => {
    const plan = planAfter(company({ employees: [...(company().employees ?? []), employee("cyd")] }), {
      employees: [
        employee("ada", { manager: reportsTo("cyd"), bank: rawBank(BANKS.de) }),
        employee("bob", { manager: reportsTo("cyd"), bank: rawBank(BANKS.fr) }),
        employee("cyd"),
      ],
      members: [member("ada"), member("bob"), member("cyd")],
    });
    expect(fieldsOf(plan, "ada")).toEqual([
      { field: "bank", from: "not shown by Spendesk", to: "•••• 3000" },
      { field: "manager", from: "not shown by Spendesk", to: "Cyd Test" },
    ]);
    // What the HR tool did not have then is news as well.
    expect(fieldsOf(plan, "bob").map(({ field }) => field)).toEqual(["bank", "manager"]);
  });

  it("is written to everybody when it was said to differ", () => {
    const plan = planOf(
      company({ unshown: { answers: { manager: "differs", bank: "differs" }, baselines: [] } }),
    );
    expect(fieldsOf(plan, "ada").map(({ field, from }) => `${field} ${from}`)).toEqual([
      "bank not shown by Spendesk",
      "manager not shown by Spendesk",
    ]);
    expect(plan.baselines).toEqual([]);
  });

  it("is asked about field by field", () => {
    const plan = planOf(company({ unshown: { answers: { manager: "differs" }, baselines: [] } }));
    expect(fieldsOf(plan, "ada").map(({ field }) => field)).toEqual(["manager"]);
    expect(new Set(plan.baselines.map(({ field }) => field))).toEqual(new Set(["bank"]));
  });

  it("is compared with what this tool wrote, whatever was said", () => {
    const written = link("ada", { managerMemberId: "m-cyd", bankFingerprint: "other" });
    for (const answers of [{}, RIGHT]) {
      const plan = planOf(company({ links: [written, link("bob")], unshown: { answers, baselines: [] } }));
      expect(fieldsOf(plan, "ada")).toEqual([
        { field: "bank", from: "previous details", to: "•••• 5555" },
        { field: "manager", from: "m-cyd", to: "Bob Test" },
      ]);
    }
  });

  it("is compared as ever where Spendesk does show it", () => {
    const members = [member("ada", { managerId: null }), member("bob", { managerId: null })];
    const plan = planOf(company({ members }));
    expect(fieldsOf(plan, "ada")).toEqual([{ field: "manager", from: null, to: "Bob Test" }]);
    expect(plan.baselines.filter(({ field }) => field === "manager")).toEqual([]);
  });

  it("is written to members that this tool invites, and to those that somebody invites later", () => {
    const invited = planOf(company({ members: [member("bob")], unshown: { answers: RIGHT, baselines: [] } }));
    expect(fieldsOf(invited, "ada")).toContainEqual({ field: "manager", from: null, to: "Bob Test" });
    const byHand = planOf(company({ links: [link("bob")], unshown: { answers: RIGHT, baselines: [] } }));
    expect(fieldsOf(byHand, "ada").map(({ field }) => field)).toEqual(["bank", "manager"]);
  });

  it("is taken to be right of members whom a new configuration meets for the first time", () => {
    const unshown = { answers: RIGHT, baselines: [] };
    const plan = planOf(company({ links: [link("bob")], configChanged: true, unshown }));
    expect(plan.changes).toEqual([]);
    expect(plan.baselines.map(({ memberId }) => memberId)).toEqual(["m-ada", "m-ada"]);
  });

  it("holds for a manager who gets a member, and for another HR account with other ids", () => {
    const alone = company({ members: [member("ada")], policy: { create: false } });
    expect(planOf(alone).baselines).toContainEqual({
      memberId: "m-ada",
      field: "manager",
      value: "employee bob",
    });
    expect(planAfter(alone, { members: [member("ada"), member("bob")] }).changes).toEqual([]);
    const moved = planAfter(company(), {
      employees: [
        employee("ada", { id: "2-ada", manager: reportsTo("2-bob"), bank: rawBank(BANKS.gb) }),
        employee("bob", { id: "2-bob", bank: null }),
      ],
    });
    expect(moved.changes.filter(({ action }) => action === "update")).toEqual([]);
  });

  it("is not looked at where it is not kept in step", () => {
    const plan = planOf(company({ policy: { update: ["email", "name"] } }));
    expect(plan.changes).toEqual([]);
    expect(plan.baselines).toEqual([]);
  });

  it("says nothing of people who are not kept in step: leavers, and those outside the filter", () => {
    const plan = planOf(
      company({
        employees: [
          employee("ada", { status: "inactive", manager: reportsTo("bob"), bank: rawBank(BANKS.gb) }),
          employee("bob", { workLocation: "Elsewhere", bank: rawBank(BANKS.fr) }),
        ],
      }),
    );
    expect(rowText(plan, "ada")).toBe("archive inactive");
    expect(plan.baselines).toEqual([]);
  });

  it("remembers nothing of bank details that were not read, or can't be used", () => {
    const plan = planOf(
      company({
        employees: [employee("ada"), employee("bob", { bank: rawBank({ iban: "GB00", bic: null }) })],
      }),
    );
    expect(plan.baselines.filter(({ field }) => field === "bank")).toEqual([]);
  });

  it("knows a cycle of managers also through one that was taken to be right", () => {
    const plan = planAfter(company(), {
      employees: [
        employee("ada", { bank: rawBank(BANKS.gb), manager: null }),
        employee("bob", { bank: null, manager: reportsTo("ada") }),
      ],
    });
    expect(fieldsOf(plan, "bob")).toEqual([]);
    expect(plan.unchanged.find(({ employeeId }) => employeeId === "bob")?.warnings).toMatchObject([
      { code: "manager_circular" },
    ]);
  });

  it("is taken from the order of the people in no way", () => {
    const world = company();
    const turned = {
      ...world,
      employees: [...(world.employees ?? [])].reverse(),
      members: [...(world.members ?? [])].reverse(),
    };
    expect(planOf(turned).baselines).toEqual(planOf(world).baselines);
  });
});
