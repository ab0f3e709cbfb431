import { describe, expect, it } from "vitest";
import type { Employee } from "../../../src/sync/model/employee.js";
import type { Link, Member } from "../../../src/sync/model/member.js";
import { employee, link, member, planOf, rowText } from "../../support/people.js";

/** What happens to the member of `old`, who is missing for the second time, while others are there. */
function fateOfOld(others: {
  readonly employees: readonly Employee[];
  readonly members?: readonly Member[];
  readonly links?: readonly Link[];
  readonly old?: Partial<Member>;
  readonly seen?: Partial<Link["seen"]>;
}): string {
  const { employees, members = [], links = [], old = {}, seen = {} } = others;
  const plan = planOf({
    employees: [...employees],
    members: [member("old", old), ...members],
    links: [link("old", { absentReads: 1, seen: { ...link("old").seen, ...seen } }), ...links],
    policy: { absent: "archive" },
  });
  return rowText(plan, "old");
}

describe("the member of somebody who is missing", () => {
  const ZOE = { firstName: "Zoe", lastName: "Quinn" };

  it("is archived while nobody claims it", () => {
    expect(fateOfOld({ employees: [employee("ada")] })).toBe("archive absent");
  });

  it("is archived although Spendesk shows no e-mail of it", () => {
    expect(fateOfOld({ employees: [employee("ada")], old: { email: null } })).toBe("archive absent");
  });

  it.each<[string, Partial<Employee>, string]>([
    ["works here", {}, "conflict member_claimed"],
    ["has an unknown status", { status: "unknown" }, "conflict member_claimed"],
    ["has left", { status: "inactive" }, "archive absent"],
  ])("is kept for a stranger with its e-mail who %s", (_what, values, fate) => {
    const stranger = employee("zoe", { ...ZOE, workEmail: "old@acme.test", ...values });
    expect(fateOfOld({ employees: [stranger] })).toBe(fate);
  });

  it.each<[string, string | null, Partial<Link["seen"]>, string]>([
    ["another e-mail", "zoe@acme.test", { emails: [] }, "conflict member_claimed"],
    ["no e-mail", null, { emails: [] }, "conflict member_claimed"],
    ["the same e-mail", "old@acme.test", { emails: [] }, "archive absent"],
    [
      "another e-mail, and this one was known to be the missing person's",
      "zoe@acme.test",
      {},
      "archive absent",
    ],
  ])("and somebody with its e-mail has a member that shows %s", (_what, email, seen, fate) => {
    const zoe = employee("zoe", { ...ZOE, workEmail: "old@acme.test" });
    const members = [member("zoe", { ...ZOE, email })];
    const links = [link("zoe", { seen: { ...link("zoe").seen, ...ZOE } })];
    expect(fateOfOld({ employees: [zoe], members, links, seen })).toBe(fate);
  });

  describe("and somebody of its name had its e-mail before", () => {
    const seen = { emails: ["old@acme.test", "ada@acme.test"], firstName: "Ada", lastName: "Test" };

    it("is kept while they have no member", () => {
      const withoutMember = { employees: [employee("ada", { status: "unknown" })], seen };
      expect(fateOfOld(withoutMember)).toBe("conflict member_claimed");
    });

    it("is archived when they have one", () => {
      const employees = [employee("ada")];
      const theirs = { members: [member("ada")], links: [link("ada")] };
      expect(fateOfOld({ employees, ...theirs, seen })).toBe("archive absent");
    });

    it("is archived when the record that stands for theirs has one", () => {
      const employees = [employee("ada"), employee("ada2", { firstName: "Ada", workEmail: "ada@acme.test" })];
      const theirs = { members: [member("ada")], links: [link("ada")] };
      expect(fateOfOld({ employees, ...theirs, seen })).toBe("archive absent");
    });

    it("is kept when the record that stands for theirs has another e-mail", () => {
      const employees = [
        employee("ada", { status: "unknown" }),
        employee("ada2", { firstName: "Ada", workEmail: "ada.new@acme.test" }),
      ];
      const stored = { ...link("ada").seen, emails: ["ada@acme.test", "ada.new@acme.test"] };
      const theirs = { members: [member("ada")], links: [link("ada", { seen: stored })] };
      expect(fateOfOld({ employees, ...theirs, seen })).toBe("conflict member_claimed");
    });

    it("is archived when only the e-mail agrees", () => {
      const zoe = employee("zoe", { ...ZOE, workEmail: "ada@acme.test", status: "unknown" });
      expect(fateOfOld({ employees: [zoe], seen })).toBe("archive absent");
    });
  });
});
