import { describe, expect, it } from "vitest";
import { linksAfter } from "../../../src/sync/identity/index.js";
import type { Employee } from "../../../src/sync/model/employee.js";
import type { Link, Member } from "../../../src/sync/model/member.js";
import { acceptedLinks } from "../../../src/sync/plan/plan-links.js";
import { employee, link, member, planOf, rowText } from "../../support/people.js";

const KING = { ...link("ada").seen, lastName: "King" };
const OUT = { workLocation: "Elsewhere" };
const ARCHIVED = { status: "archived" } as const;

interface Case {
  readonly person?: Partial<Employee>;
  readonly shown?: Partial<Member>;
  readonly known: Partial<Link> | null;
  readonly row: string;
  /** Null: nothing is stored. */
  readonly stored: Partial<Link> | null;
}

describe("what a plan teaches the links", () => {
  it.each<[string, Case]>([
    [
      "nothing of somebody whose status nobody understands",
      {
        person: { status: "unknown", lastName: "King" },
        known: {},
        row: "skipped unknown_status",
        stored: null,
      },
    ],
    [
      "that a leaver's member is archived, whoever archived it",
      {
        person: { status: "inactive" },
        shown: ARCHIVED,
        known: {},
        row: "skipped already_archived",
        stored: { archived: true },
      },
    ],
    [
      "nothing new of a leaver whom this tool archived",
      {
        person: { status: "inactive" },
        shown: ARCHIVED,
        known: { archived: true },
        row: "skipped already_archived",
        stored: null,
      },
    ],
    [
      "nothing of a leaver who was never linked",
      {
        person: { status: "inactive" },
        shown: ARCHIVED,
        known: null,
        row: "skipped already_archived",
        stored: null,
      },
    ],
    [
      "nothing of why somebody was left out before",
      {
        person: OUT,
        known: { hrStatus: "previously_managed", released: "configuration" },
        row: "previously_managed out_of_filter",
        stored: null,
      },
    ],
    [
      "that a member to be renamed is active, although this tool archived it",
      {
        person: { lastName: "King" },
        known: { archived: true },
        row: "update fields_changed",
        stored: { seen: KING },
      },
    ],
    [
      "nothing of a restore that is yet to be done",
      { shown: ARCHIVED, known: { archived: true }, row: "restore rehire", stored: null },
    ],
    [
      "that a hidden member is there again",
      { known: { hidden: true }, row: "unchanged in_step", stored: {} },
    ],
    ["nothing while everything is as it was", { known: {}, row: "unchanged in_step", stored: null }],
    [
      "that somebody is managed again who is in step",
      { known: { hrStatus: "previously_managed", released: "data" }, row: "unchanged in_step", stored: {} },
    ],
  ])("%s", (_what, { person = {}, shown = {}, known, row, stored }) => {
    const plan = planOf({
      employees: [employee("ada", person)],
      members: [member("ada", shown)],
      links: known ? [link("ada", known)] : [],
    });
    expect(rowText(plan, "ada")).toBe(row);
    expect(plan.links).toEqual({ upsert: stored ? [link("ada", stored)] : [], remove: [] });
  });

  it("is no release when only the name of somebody who was left out before is another one", () => {
    const plan = planOf({
      employees: [employee("ada", { ...OUT, lastName: "King" })],
      members: [member("ada")],
      links: [link("ada", { hrStatus: "previously_managed" })],
    });
    expect(plan.links.upsert).toEqual([link("ada", { hrStatus: "previously_managed", seen: KING })]);
    expect(plan.releases).toEqual([]);
    expect(plan.counts.managedMembers).toBe(0);
  });

  it("counts somebody as managed who is back and to be renamed", () => {
    const plan = planOf({
      employees: [employee("ada", { lastName: "King" })],
      members: [member("ada")],
      links: [link("ada", { hrStatus: "previously_managed" })],
    });
    expect(plan.counts.managedMembers).toBe(1);
  });

  it("keeps the link of an equal id in another account of the same tool", () => {
    const other = link("ada", { account: "personio.other.test", memberId: "m-old" });
    const plan = planOf({
      employees: [employee("ada")],
      members: [member("ada"), member("old")],
      links: [other],
    });
    const after = linksAfter([other], plan.links).map(({ account, memberId }) => `${account} ${memberId}`);
    expect(after.sort()).toEqual(["personio.acme.test m-ada", "personio.other.test m-old"]);
  });
});

describe("people found under another name, whom a person confirms", () => {
  const plan = planOf({
    employees: [
      employee("ada", { lastName: "Quinn" }),
      employee("bob", { firstName: "Zoe", lastName: "Quinn" }),
      employee("cyd", { firstName: "Yan", lastName: "Quinn" }),
      employee("dan", { lastName: "King" }),
      employee("eve"),
    ],
    members: [
      member("ada", { lastName: "Quinn" }),
      member("bob", ARCHIVED),
      member("cyd"),
      member("dan"),
      member("eve"),
    ],
    links: [link("dan")],
    policy: { update: ["email"] },
    acceptsOtherNames: true,
    archivedBefore: "propose",
  });

  it("are linked, whether there is something to do for them or not", () => {
    expect(plan.changes.map(({ employeeId }) => employeeId)).toEqual(["bob"]);
    expect(acceptedLinks(plan).map(({ employeeId, memberId }) => `${employeeId} ${memberId}`)).toEqual([
      "bob m-bob",
      "cyd m-cyd",
    ]);
  });

  it("are told apart by that warning, beside others", () => {
    const [change] = plan.changes;
    const codes = change?.warnings.map(({ code }) => code);
    expect(codes).toEqual(["other_name", "archived_before"]);
    const changes = plan.changes.map((one) => ({ ...one, warnings: one.warnings.slice(1) }));
    expect(acceptedLinks({ ...plan, changes }).map(({ employeeId }) => employeeId)).toEqual(["cyd"]);
  });
});
