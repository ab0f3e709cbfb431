import { describe, expect, it } from "vitest";
import { memberText } from "../../../src/sync/identity/index.js";
import type { Employee } from "../../../src/sync/model/employee.js";
import type { Link, Member } from "../../../src/sync/model/member.js";
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

const LEFT: Partial<Employee> = { status: "inactive" };
const seen = (id: string, values: Partial<Link["seen"]>) => ({ seen: { ...link(id).seen, ...values } });

/** Ada has left, and her e-mail was emptied; this tool archived her member, which Spendesk does not list. */
function adaArchived(world: World = {}, stored: Partial<Link> = {}) {
  return planOf({
    employees: [employee("ada", { ...LEFT, workEmail: null }), employee("bob")],
    members: [member("bob")],
    links: [link("ada", { archived: true, ...stored }), link("bob")],
    ...world,
  });
}

describe("a member that was archived and is not listed", () => {
  it.each<[string, World, Partial<Link>, string]>([
    ["is still archived", {}, {}, "skipped already_archived"],
    [
      "is still archived although no e-mail of it is known",
      {},
      seen("ada", { emails: [] }),
      "skipped already_archived",
    ],
    [
      "is gone when another one has its e-mail, in any case",
      { members: [member("new", { email: "ADA@acme.test", firstName: "Zoe" })] },
      {},
      "skipped left_without_member",
    ],
    [
      "is gone when Spendesk lists archived ones",
      { members: [member("cyd", { status: "archived" })] },
      {},
      "skipped left_without_member",
    ],
    [
      "is no second one when it is listed after all, under another e-mail",
      { members: [member("ada", { email: "ada.new@acme.test", status: "unknown" })] },
      {},
      "skipped already_archived",
    ],
  ])("%s", (_case, world, stored, row) => {
    expect(rowText(adaArchived(world, stored), "ada")).toBe(row);
  });

  it("has the e-mail of the first employee id when several were linked to it", () => {
    const links = ["a", "b"].map((id) => link(id, { memberId: "m-x", archived: true }));
    const zoe = employee("zoe", { ...LEFT, firstName: "Zoe", workEmail: "a@acme.test" });
    for (const stored of [links, links.toReversed()]) {
      const plan = planOf({ employees: [zoe], members: [member("bob")], links: stored });
      expect(rowText(plan, "zoe")).toBe("skipped superseded");
    }
  });
});

describe("two links of one employee id", () => {
  const links = [link("ada", { account: null, memberId: "m-old", ...seen("old", {}) }), link("ada")];

  it("the one of this account is theirs, in whatever order they are stored", () => {
    for (const stored of [links, links.toReversed()]) {
      const plan = planOf({
        employees: [employee("ada")],
        members: [member("ada"), member("old", { lastName: "Quinn" })],
        links: stored,
      });
      expect(plan.unchanged).toMatchObject([{ employeeId: "ada", memberId: "m-ada" }]);
      expect(plan.notes).toMatchObject([{ employeeId: "ada", memberId: "m-old", code: "absent" }]);
    }
  });
});

describe("a member that is linked twice", () => {
  it("is said once of each employee", () => {
    const plan = planOf({
      employees: [employee("ada"), employee("bob")],
      members: [member("ada")],
      links: [link("ada"), link("bob", { memberId: "m-ada" }), link("zoe", { memberId: "m-ada" })],
    });
    expect(plan.notes.map(({ employeeId, code }) => `${employeeId} ${code}`)).toEqual([
      "ada member_linked_twice",
      "bob member_linked_twice",
      "zoe member_linked_twice",
    ]);
  });

  it("is known by the link of the first account when both have one employee id, in whatever order", () => {
    const links = [
      link("a", { account: "personio.first.test", memberId: "m-x", ...seen("a", { firstName: "Ada" }) }),
      link("a", { account: "personio.second.test", memberId: "m-x", ...seen("a", { firstName: "Bob" }) }),
    ];
    const rows = [links, links.toReversed()].map((stored) => {
      const plan = planOf({
        employees: [employee("new", { firstName: "Ada" })],
        members: [member("x", { firstName: "Zoe", lastName: "Quinn" })],
        links: stored,
      });
      return rowText(plan, "new");
    });
    expect(rows).toEqual(["conflict namesake_member", "conflict namesake_member"]);
  });

  it("is known by the name of the first employee id, in whatever order the links are stored", () => {
    const links = [
      link("a", { memberId: "m-x", ...seen("a", { firstName: "Ada" }) }),
      link("b", { memberId: "m-x", ...seen("b", { firstName: "Bob" }) }),
    ];
    for (const stored of [links, links.toReversed()]) {
      const plan = planOf({
        employees: [employee("new", { firstName: "Ada" })],
        members: [member("x", { firstName: "Zoe", lastName: "Quinn" })],
        links: stored,
      });
      expect(rowText(plan, "new")).toBe("conflict namesake_member");
    }
  });
});

describe("a decision", () => {
  const world: World = { employees: [employee("ada")], members: [member("ada")], links: [link("ada")] };
  const elsewhere = { source: "bamboohr", account: ACCOUNT.key, id: "ada" };

  it.each([
    ["to link two keeps nobody apart", decided("link", { employee: "ada", member: "m-ada" })],
    [
      "to keep two apart is not about the same number in another account",
      decided("unlink", { employee: "ada", member: "m-ada", account: "personio.other.test" }),
    ],
    [
      "to ignore somebody is not about the same number in another HR tool",
      { ...decided("ignore", { employee: "ada" }), employee: elsewhere },
    ],
  ])("%s", (_case, decision) => {
    expect(rowText(planOf({ ...world, decisions: [decision] }), "ada")).toBe("unchanged in_step");
  });

  it("without a last day is said without one", () => {
    const plan = planOf({ ...world, decisions: [decided("ignore", { employee: "ada" })] });
    expect(plan.notes[0]?.reason).toBe(
      "Nothing is done for this person. carol decided so on 2026-11-20: They asked.",
    );
  });
});

describe("a person in words", () => {
  const NOBODY = { firstName: null, lastName: null };

  it.each<[Partial<Member>, string]>([
    [{}, "Ada Test <ada@acme.test>"],
    [{ firstName: null }, "Test <ada@acme.test>"],
    [{ email: null }, "Ada Test"],
    [NOBODY, "<ada@acme.test>"],
    [{ ...NOBODY, email: null }, "m-ada"],
  ])("as a member with %j is %j", (values, text) => {
    expect(memberText({ member: member("ada", values) })).toBe(text);
  });

  it.each<[Partial<Link["seen"]>, string]>([
    [{}, "Ada Test <ada@acme.test>"],
    [{ firstName: null }, "Test <ada@acme.test>"],
    [{ emails: [] }, "Ada Test"],
    [NOBODY, "<ada@acme.test>"],
    [{ ...NOBODY, emails: [] }, "employee ada"],
  ])("as last seen with %j is %j", (values, text) => {
    const plan = planOf({
      employees: [employee("ada", { firstName: "Zoe", lastName: "Quinn", workEmail: "zoe@acme.test" })],
      members: [member("ada", { firstName: "Old", email: "old@acme.test" })],
      links: [link("ada", seen("ada", values))],
      account: { ...ACCOUNT, isProven: false },
    });
    expect(plan.notes[0]?.reason).toContain(`HR id ada was ${text} until now and has the member Old Test`);
  });
});
