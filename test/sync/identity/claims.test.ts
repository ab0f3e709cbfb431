import { describe, expect, it } from "vitest";
import type { Employee } from "../../../src/sync/model/employee.js";
import type { Plan } from "../../../src/sync/model/plan.js";
import {
  ACCOUNT,
  decided,
  employee,
  link,
  member,
  planOf,
  rowText,
  type World,
} from "../../support/people.js";

const ADA = { firstName: "Ada", lastName: "Test" };
const ZOE = { firstName: "Zoe", lastName: "Quinn" };
const SOON: Partial<Employee> = { status: "pending", startDate: "2026-11-25" };

/** Ada's member, whose person was seen with three e-mails and is missing from the read. */
function claimed(employees: readonly Employee[], world: World = {}): Plan {
  const emails = ["ada@acme.test", "ada@before.test", "ada@long-ago.test"];
  return planOf({
    employees: [...employees],
    members: [member("ada")],
    links: [link("old", { memberId: "m-ada", seen: { ...link("ada").seen, emails } })],
    ...world,
  });
}

const ada = (id: string, domain: string, values: Partial<Employee> = {}) =>
  employee(id, { ...ADA, workEmail: `ada@${domain}`, ...values });

const rows = (plan: Plan, ...ids: string[]) => ids.map((id) => rowText(plan, id));

const memberOf = (plan: Plan, id: string) =>
  plan.links.upsert.find(({ employeeId }) => employeeId === id)?.memberId;

describe("a member that several records of its person claim", () => {
  it("goes to the one with its present e-mail, and is doubtful for the other", () => {
    const plan = claimed([ada("a", "before.test"), ada("z", "acme.test")]);
    expect(rows(plan, "a", "z")).toEqual(["conflict identity_unclear", "unchanged newly_linked"]);
    expect(plan.counts.doubtful).toBe(1);
  });

  it.each([
    ["a", "b"],
    ["b", "a"],
  ])("goes to whoever works here before whoever is to start: %s, not %s", (here, soon) => {
    const plan = claimed([ada(here, "long-ago.test"), ada(soon, "before.test", SOON)]);
    expect(memberOf(plan, here)).toBe("m-ada");
    expect(rows(plan, here, soon)).toEqual(["update email_changed", "skipped not_started"]);
  });

  it("goes to the first employee id, in whatever order people are read", () => {
    const employees = [ada("a", "before.test"), ada("b", "long-ago.test")];
    for (const read of [employees, employees.toReversed()]) {
      expect(rows(claimed(read), "a", "b")).toEqual(["update email_changed", "conflict identity_unclear"]);
    }
  });

  it("stays with the one that has it when both are to start", () => {
    const employees = [ada("old", "acme.test", SOON), ada("new", "before.test", SOON)];
    expect(rows(claimed(employees), "old", "new")).toEqual(["unchanged not_started", "skipped not_started"]);
  });

  it("goes from a record of unknown status to the one that works here", () => {
    const employees = [
      ada("old", "acme.test", { status: "unknown" }),
      employee("zoe", { ...ZOE, workEmail: "ada@acme.test" }),
      ada("new", "before.test"),
    ];
    const plan = claimed(employees);
    expect(rows(plan, "old", "zoe")).toEqual(["skipped unknown_status", "conflict duplicate_work_email"]);
    expect(rowText(plan, "new")).toBe("update email_changed");
  });
});

describe("somebody whose former e-mail leads to two members", () => {
  it.each([[["a", "b"]], [["b", "a"]]])("gets the first one, in whatever order they are read: %j", (ids) => {
    const plan = planOf({
      employees: [ada("new", "before.test")],
      members: ids.map((id) => member(id)),
      links: ids.map((id) => link(id, { seen: { ...ADA, emails: ["ada@before.test"], startDate: null } })),
    });
    expect(memberOf(plan, "new")).toBe("m-a");
  });
});

describe("an e-mail that several members have", () => {
  const members = [member("ada"), member("two", { email: "ada@acme.test" })];
  const OUT = { workLocation: "Elsewhere" };
  const LEFT = { status: "inactive" } as const;

  it.each<[string, Partial<Employee>, string]>([
    ["works here", {}, "conflict members_share_email"],
    ["is out of the filter", OUT, "skipped out_of_filter"],
    ["is to start", SOON, "skipped not_started"],
    ["has left", LEFT, "conflict members_share_email"],
    ["has left, out of the filter", { ...LEFT, ...OUT }, "skipped left_without_member"],
  ])("is a question only for somebody who would be changed: %s", (_what, values, row) => {
    expect(rowText(planOf({ employees: [employee("ada", values)], members }), "ada")).toBe(row);
  });
});

describe("a member that somebody was kept apart from", () => {
  it("does not stand in the way of an invitation when its e-mail is another one", () => {
    const decisions = [decided("unlink", { employee: "new", member: "m-ada" })];
    expect(rowText(claimed([ada("new", "before.test")], { decisions }), "new")).toBe("create joiner");
    expect(rowText(claimed([ada("new", "acme.test")], { decisions }), "new")).toBe("skipped unlinked");
  });
});

describe("a member of whose person it is unclear who they are", () => {
  it("stays theirs, so its e-mail is taken for somebody else", () => {
    const plan = planOf({
      employees: [
        employee("ada", { ...ZOE, workEmail: "zoe@acme.test" }),
        employee("bob", { lastName: "Kahn", workEmail: "ada@acme.test" }),
      ],
      members: [member("ada")],
      links: [link("ada")],
      account: { ...ACCOUNT, isProven: false },
    });
    expect(plan.notes.map(({ code, memberId }) => [code, memberId])).toEqual([
      ["identity_unclear", "m-ada"],
      ["email_taken", null],
    ]);
  });
});

describe("a link that goes over to another record", () => {
  it("names the source and the account of that record", () => {
    const plan = planOf({
      employees: [employee("ada")],
      members: [member("ada")],
      links: [link("ada", { source: "bamboohr" })],
    });
    expect(plan.links.upsert).toMatchObject([{ source: ACCOUNT.source, employeeId: "ada" }]);
  });
});

describe("links of whose person it is unclear who they are", () => {
  it.each<[string, World, number]>([
    ["of a missing person whose address somebody else has", { links: [link("ada")] }, 1],
    ["of nobody, when the member was never linked", {}, 0],
  ])("are counted: %s", (_what, world, doubtful) => {
    const zoe = employee("zoe", { ...ZOE, workEmail: "ada@acme.test" });
    const plan = planOf({ employees: [zoe], members: [member("ada")], ...world });
    expect(rowText(plan, "zoe")).toBe("conflict identity_unclear");
    expect(plan.counts.doubtful).toBe(doubtful);
  });

  it("are none of people who are only missing, although nobody confirmed the account", () => {
    const plan = planOf({ members: [member("ada")], links: [link("ada")], isAccountConfirmed: false });
    expect(plan.counts).toMatchObject({ linked: 1, doubtful: 0 });
  });
});
