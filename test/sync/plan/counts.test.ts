import { describe, expect, it } from "vitest";
import type { Employee } from "../../../src/sync/model/employee.js";
import type { Link, Member } from "../../../src/sync/model/member.js";
import { employee, link, member, planOf, type World } from "../../support/people.js";

interface Ada {
  /** Null: missing from the read. */
  readonly employee?: Partial<Employee> | null;
  /** Null: not listed. */
  readonly member?: Partial<Member> | null;
  readonly link?: Partial<Link> | null;
}

/** Ada, managed and in step but for what is said, beside Zoe, of whom Spendesk tells an archived member. */
function countsOf({ employee: person = {}, member: shown = {}, link: known = {} }: Ada, world: World = {}) {
  const plan = planOf({
    employees: [...(person ? [employee("ada", person)] : []), employee("zoe", { status: "inactive" })],
    members: [...(shown ? [member("ada", shown)] : []), member("zoe", { status: "archived" })],
    links: known ? [link("ada", known)] : [],
    ...world,
  });
  return plan.counts;
}

const LEFT = { status: "inactive" } as const;
const UNKNOWN = { status: "unknown" } as const;
const ARCHIVED = { status: "archived" } as const;

describe("linked members that Spendesk does not list any more", () => {
  it.each<[string, Ada, number]>([
    ["the member is listed", {}, 0],
    ["somebody who works here", { member: null }, 1],
    ["somebody of unknown status", { member: null, employee: UNKNOWN }, 1],
    ["a leaver", { member: null, employee: LEFT }, 0],
    ["somebody without a link", { member: null, link: null }, 0],
    ["somebody who is missing too", { member: null, employee: null }, 1],
    ["somebody who is missing and has a listed member", { employee: null }, 0],
    ["somebody archived by this tool", { member: null, link: { archived: true } }, 0],
    ["somebody archived by hand", { member: null, link: { hidden: true } }, 0],
    [
      "somebody missing, archived by this tool",
      { member: null, employee: null, link: { archived: true } },
      0,
    ],
    ["somebody missing, archived by hand", { member: null, employee: null, link: { hidden: true } }, 0],
  ])("%s", (_who, ada, membersGone) => {
    expect(countsOf(ada).membersGone).toBe(membersGone);
  });

  it("are all counted", () => {
    const ids = ["ada", "bob", "cyd"];
    const { counts } = planOf({
      employees: ids.slice(1).map((id) => employee(id)),
      members: [member("zoe", ARCHIVED)],
      links: ids.map((id) => link(id)),
    });
    expect(counts).toMatchObject({ membersGone: 3, managedMembers: 0, linked: 3 });
  });
});

describe("managed people of whom nothing can be done", () => {
  const TWICE = [link("ada"), link("bob", { memberId: "m-ada" })];

  it.each<[string, Ada, World, number]>([
    ["in step", {}, {}, 0],
    ["of unknown status", { employee: UNKNOWN }, {}, 1],
    [
      "of unknown status, by a rule that ignores it",
      { employee: { ...UNKNOWN, statusRule: { raw: "x", means: "ignore" } } },
      {},
      0,
    ],
    [
      "of unknown status, no longer managed",
      { employee: UNKNOWN, link: { hrStatus: "previously_managed" } },
      {},
      0,
    ],
    ["of unknown status, archived", { employee: UNKNOWN, member: ARCHIVED }, {}, 0],
    ["of unknown status, not linked", { employee: UNKNOWN, link: null }, {}, 0],
    ["of unknown status, whose member is gone", { employee: UNKNOWN, member: null }, {}, 0],
    ["a leaver who is an owner", { employee: LEFT, member: { isOwner: true } }, {}, 0],
    ["to be renamed", { employee: { lastName: "King" } }, {}, 0],
    [
      "in a conflict",
      { employee: { workEmail: "bob@acme.test" } },
      {
        employees: [employee("ada", { workEmail: "bob@acme.test" })],
        members: [member("ada"), member("bob")],
      },
      1,
    ],
    ["missing", { employee: null }, {}, 0],
    ["missing, and linked twice", { employee: null }, { links: TWICE }, 2],
    ["missing, linked twice and archived", { employee: null, member: ARCHIVED }, { links: TWICE }, 0],
  ])("%s", (_who, ada, world, managedLost) => {
    expect(countsOf(ada, world).managedLost).toBe(managedLost);
  });
});

describe("managed members, of whom the limits are a share", () => {
  const AGAIN = { hrStatus: "previously_managed", absentReads: 1 } as const;

  it.each<[string, Ada, World["policy"], number]>([
    ["in step", {}, {}, 1],
    ["newly linked", { link: null }, {}, 1],
    ["to be renamed", { employee: { lastName: "King" } }, {}, 1],
    ["to be archived", { employee: LEFT }, {}, 1],
    ["a leaver who stays, as archives are off", { employee: LEFT }, { archive: false }, 1],
    ["archived already", { employee: LEFT, member: ARCHIVED }, {}, 0],
    ["to be restored", { member: ARCHIVED, link: { archived: true } }, {}, 0],
    ["to be created", { member: null, link: null }, {}, 0],
    ["left out now", { employee: { workLocation: "Elsewhere" } }, {}, 1],
    [
      "left out before",
      { employee: { workLocation: "Elsewhere" }, link: { hrStatus: "previously_managed" } },
      {},
      0,
    ],
    ["missing now", { employee: null }, {}, 1],
    ["missing before", { employee: null, link: AGAIN }, {}, 0],
    ["missing, to be archived", { employee: null, link: AGAIN }, { absent: "archive" }, 1],
    ["missing, and archived already", { employee: null, member: ARCHIVED }, {}, 0],
    [
      "missing, and kept as archives are off",
      { employee: null, link: AGAIN },
      { absent: "archive", archive: false },
      0,
    ],
  ])("%s", (_who, ada, policy = {}, managedMembers) => {
    expect(countsOf(ada, { policy }).managedMembers).toBe(managedMembers);
  });
});

describe("releases", () => {
  const OUT = { workLocation: "Elsewhere" };

  it.each<[string, Ada, string[]]>([
    ["somebody whom the filter leaves out now", { employee: OUT }, ["ada m-ada Ada Test"]],
    ["somebody whom it left out before", { employee: OUT, link: { hrStatus: "previously_managed" } }, []],
    ["somebody left out whose member is archived", { employee: OUT, member: ARCHIVED }, []],
    ["somebody who is missing now", { employee: null }, ["ada m-ada Ada Test"]],
    [
      "somebody who was missing before",
      { employee: null, link: { hrStatus: "previously_managed", absentReads: 1 } },
      [],
    ],
    ["somebody missing whose member is archived", { employee: null, member: ARCHIVED }, []],
    ["somebody in step", {}, []],
  ])("%s", (_who, { employee: person = {}, member: shown = {}, link: known = {} }, expected) => {
    const { releases } = planOf({
      employees: person ? [employee("ada", person)] : [],
      members: [member("ada", shown ?? {})],
      links: [link("ada", known ?? {})],
    });
    expect(releases.map(({ employeeId, memberId, name }) => `${employeeId} ${memberId} ${name}`)).toEqual(
      expected,
    );
  });

  it.each([
    [true, "configuration"],
    [false, "data"],
  ] as const)("remember why: the configuration changed: %s", (configChanged, released) => {
    const plan = planOf({
      employees: [employee("ada", OUT)],
      members: [member("ada")],
      links: [link("ada")],
      configChanged,
    });
    expect(plan.links.upsert).toEqual([link("ada", { hrStatus: "previously_managed", released })]);
  });
});
