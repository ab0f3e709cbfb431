import { describe, expect, it } from "vitest";
import type { Employee } from "../../../src/sync/model/employee.js";
import type { Link, Member } from "../../../src/sync/model/member.js";
import { compareNotes } from "../../../src/sync/plan/plan-rows.js";
import { ACCOUNT, employee, link, member, planOf, type World } from "../../support/people.js";

const LEFT = { status: "inactive" } as const;

describe("the name that a row shows", () => {
  const SEEN = { emails: ["ada@acme.test"], firstName: "Seen", lastName: "Before", startDate: null };
  const NAMELESS = { firstName: null, lastName: null } as const;

  it.each<[string, Partial<Employee>, Partial<Member>, Partial<Link>, string]>([
    ["first and last name of the HR tool", {}, {}, { seen: SEEN }, "Ada Test"],
    ["its only name", { firstName: null }, {}, { seen: SEEN }, "Test"],
    ["its display name", { ...NAMELESS, displayName: "Countess Ada" }, {}, { seen: SEEN }, "Countess Ada"],
    ["the name last seen", NAMELESS, {}, { seen: SEEN }, "Seen Before"],
    ["the one part of it that was seen", NAMELESS, {}, { seen: { ...SEEN, firstName: null } }, "Before"],
    ["the name in Spendesk", NAMELESS, {}, { seen: { ...SEEN, ...NAMELESS } }, "Ada Test"],
    ["the one part of it", NAMELESS, { lastName: null }, { seen: { ...SEEN, ...NAMELESS } }, "Ada"],
    ["the work e-mail", NAMELESS, NAMELESS, { seen: { ...SEEN, ...NAMELESS } }, "ada@acme.test"],
  ])("is %s", (_which, person, shown, known, name) => {
    const plan = planOf({
      employees: [employee("ada", { ...LEFT, ...person })],
      members: [member("ada", shown)],
      links: [link("ada", known)],
    });
    expect(plan.changes.map((change) => change.name)).toEqual([name]);
  });

  it("is the employee's id when nothing else is known", () => {
    const { notes } = planOf({ employees: [employee("ada", { ...NAMELESS, workEmail: null })] });
    expect(notes.map(({ name, email, memberId }) => ({ name, email, memberId }))).toEqual([
      { name: "ada", email: null, memberId: null },
    ]);
  });

  it.each<[string, Partial<Member> | null, Partial<Link>, string]>([
    ["the name in Spendesk", {}, { seen: SEEN }, "Ada Test"],
    ["the one part of it", { firstName: null }, { seen: SEEN }, "Test"],
    ["the name last seen", NAMELESS, { seen: SEEN }, "Seen Before"],
    ["the name last seen of a member that is gone", null, { seen: SEEN }, "Seen Before"],
    ["the one part of it", NAMELESS, { seen: { ...SEEN, lastName: null } }, "Seen"],
    [
      "the e-mail in Spendesk",
      { ...NAMELESS, email: "a@acme.test" },
      { seen: { ...SEEN, ...NAMELESS } },
      "a@acme.test",
    ],
    ["the e-mail last seen", null, { seen: { ...SEEN, ...NAMELESS } }, "ada@acme.test"],
    ["the employee's id", null, { seen: { ...SEEN, ...NAMELESS, emails: [] } }, "ada"],
  ])("of somebody missing is %s", (_which, shown, known, name) => {
    const plan = planOf({ members: shown ? [member("ada", shown)] : [], links: [link("ada", known)] });
    expect(plan.notes.map((note) => note.name)).toEqual([name]);
  });
});

describe("the member that a row shows", () => {
  it("has its own e-mail and status, whatever the HR tool says", () => {
    const plan = planOf({
      employees: [employee("ada", { workEmail: null, firstName: "Eda" })],
      members: [member("ada", { status: "invited" })],
      links: [link("ada")],
    });
    expect(plan.changes[0]).toMatchObject({
      email: "ada@acme.test",
      memberStatus: "invited",
      memberId: "m-ada",
    });
  });

  it("is none of somebody who is created", () => {
    const plan = planOf({ employees: [employee("ada")] });
    expect(plan.changes[0]).toMatchObject({ email: "ada@acme.test", memberStatus: null, memberId: null });
    expect(plan.changes[0]?.link).toMatchObject({ memberId: "", employeeId: "ada", account: ACCOUNT.key });
  });

  it.each([
    ["ada.b@acme.test", "ada.b@acme.test"],
    [null, "ada@acme.test"],
  ])("of somebody missing has the e-mail in Spendesk, %s, or else the one last seen", (email, shown) => {
    const plan = planOf({
      members: [member("ada", { email, status: "invited" })],
      links: [link("ada", { absentReads: 1 })],
      policy: { absent: "archive" },
    });
    expect(plan.changes[0]).toMatchObject({ email: shown, memberStatus: "invited", memberId: "m-ada" });
  });

  it("is none of somebody missing whose member went over to another record", () => {
    const plan = planOf({
      employees: [employee("ada2", { workEmail: "ada@acme.test", firstName: "Ada" })],
      members: [member("ada")],
      links: [link("ada")],
    });
    expect(plan.notes.map(({ employeeId, memberId, code }) => ({ employeeId, memberId, code }))).toEqual([
      { employeeId: "ada", memberId: null, code: "superseded" },
    ]);
  });

  it("has a fresh link when somebody is created anew, and keeps what is known otherwise", () => {
    const known = link("ada", { bankFingerprint: "kept", managerMemberId: "m-bob" });
    const anew = planOf({ employees: [employee("ada")], links: [known] });
    expect(anew.changes[0]?.link).toMatchObject({
      memberId: "m-ada",
      bankFingerprint: null,
      managerMemberId: null,
    });
    const renamed = planOf({
      employees: [employee("ada", { lastName: "King" })],
      members: [member("ada")],
      links: [known],
    });
    expect(renamed.changes[0]?.link).toMatchObject({ bankFingerprint: "kept", managerMemberId: "m-bob" });
  });
});

describe("the order of rows", () => {
  const world: World = {
    employees: [
      employee("fay", LEFT),
      employee("eve"),
      employee("dan"),
      employee("cyd", { lastName: "King" }),
      employee("bob", { workEmail: "ada@acme.test" }),
      employee("ada", { workEmail: "ada.new@acme.test" }),
      employee("abe", LEFT),
    ],
    members: [
      ...["ada", "bob", "cyd", "abe", "fay"].map((id) => member(id)),
      member("dan", { status: "archived" }),
    ],
    links: ["ada", "bob", "cyd", "dan", "abe", "fay"].map((id) => link(id)),
  };

  it("is restores, creations, updates and archives, each by level and then by id", () => {
    const text = planOf(world).changes.map(
      ({ action, employeeId, level }) => `${action} ${level} ${employeeId}`,
    );
    expect(text).toEqual([
      "restore 0 dan",
      "create 0 eve",
      "update 0 ada",
      "update 0 cyd",
      "update 1 bob",
      "archive 0 abe",
      "archive 0 fay",
    ]);
  });

  it("does not depend on the order of the reads", () => {
    const { employees = [], members = [], links = [] } = world;
    const reversed = {
      employees: employees.toReversed(),
      members: members.toReversed(),
      links: links.toReversed(),
    };
    expect(planOf(reversed)).toEqual(planOf(world));
  });

  it("is by member where one id stands in two rows", () => {
    const links = ["m-2", "m-1"].map((memberId, index) => link("ada", { memberId, account: `old-${index}` }));
    const plan = planOf({
      members: ["m-1", "m-2"].map((id) => member("x", { id, email: `${id}@acme.test` })),
      links,
    });
    expect(plan.notes.map(({ memberId }) => memberId)).toEqual(["m-1", "m-2"]);
    expect(plan.links.upsert.map(({ memberId }) => memberId)).toEqual(["m-1", "m-2"]);
    const again = links.map((one) => ({ ...one, absentReads: 1 }));
    const members = ["m-1", "m-2"].map((id) => member("x", { id, email: `${id}@acme.test` }));
    const archives = planOf({ members, links: again, policy: { absent: "archive" } });
    expect(archives.changes.map(({ memberId }) => memberId)).toEqual(["m-1", "m-2"]);
  });

  it("is the same for links that are stored and removed", () => {
    const ids = ["cyd", "ada", "bob"];
    const found = planOf({ employees: ids.map((id) => employee(id)), members: ids.map((id) => member(id)) });
    expect(found.links.upsert.map(({ employeeId }) => employeeId)).toEqual(["ada", "bob", "cyd"]);
    const mixed = planOf({
      employees: [employee("bob")],
      members: ids.map((id) => member(id)),
      links: ids.slice(0, 2).map((id) => link(id)),
    });
    expect(mixed.links.upsert.map(({ employeeId }) => employeeId)).toEqual(["ada", "bob", "cyd"]);
    const gone = planOf({ links: ids.map((id) => link(id)) });
    expect(gone.links.remove.map(({ employeeId }) => employeeId)).toEqual(["ada", "bob", "cyd"]);
  });

  it("is by employee and member for notes, those without any first", () => {
    const [note] = planOf({ members: [member("ada")], links: [link("ada")] }).notes;
    if (!note) throw new Error("no note was planned");
    const pairs = [
      [null, null],
      [null, "m-ada"],
      [null, "m-bob"],
      ["ada", null],
      ["ada", "m-ada"],
      ["bob", null],
    ] as const;
    const notes = pairs.map(([employeeId, memberId]) => ({ ...note, employeeId, memberId }));
    expect(notes.toReversed().sort(compareNotes)).toEqual(notes);
  });
});
