import { describe, expect, it } from "vitest";
import type { Employee } from "../../../src/sync/model/employee.js";
import type { Link, Member } from "../../../src/sync/model/member.js";
import type { SyncPolicy } from "../../../src/sync/model/policy.js";
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

function planMissing(
  stored: Partial<Link> = {},
  policy: Partial<SyncPolicy> = {},
  values: Partial<Member> | null = {},
) {
  return planOf({
    employees: [employee("bob")],
    members: [...(values ? [member("ada", values)] : []), member("bob")],
    links: [link("ada", stored), link("bob")],
    policy,
  });
}

const ONCE: Partial<Link> = { hrStatus: "previously_managed", absentReads: 1 };

describe("linked people missing from a complete read", () => {
  it("are previously managed, and counted", () => {
    for (const absent of ["keep", "archive"] as const) {
      const plan = planMissing({}, { absent });
      expect(rowText(plan, "ada")).toBe("previously_managed absent");
      expect(plan.links.upsert).toEqual([link("ada", ONCE)]);
    }
  });

  it("are archived at the second read in a row when the configuration says so", () => {
    const plan = planMissing(ONCE, { absent: "archive" });
    expect(rowText(plan, "ada")).toBe("archive absent");
    expect(plan.changes[0]).toMatchObject({ memberId: "m-ada", email: "ada@acme.test", name: "Ada Test" });
    expect(plan.changes[0]?.reason).toContain("2 complete reads");
    expect(rowText(planMissing(ONCE, { absent: "keep" }), "ada")).toBe("previously_managed absent");
  });

  it("are never archived when the filter had left them out before", () => {
    const plan = planMissing({ hrStatus: "previously_managed" }, { absent: "archive" });
    expect(rowText(plan, "ada")).toBe("previously_managed absent");
    expect(plan.links.upsert).toEqual([]);
  });

  it("are left alone while somebody decided so, and only in the account that was meant", () => {
    const planWith = (account: string) =>
      planOf({
        members: [member("ada")],
        links: [link("ada", ONCE)],
        policy: { absent: "archive" },
        decisions: [decided("ignore", { employee: "ada", account })],
      });
    expect(rowText(planWith(ACCOUNT.key), "ada")).toBe("skipped ignored");
    expect(planWith(ACCOUNT.key).links).toEqual({ upsert: [], remove: [] });
    expect(rowText(planWith("personio.other.test"), "ada")).toBe("archive absent");
  });

  it("start anew when they come back", () => {
    const plan = planOf({
      employees: [employee("ada")],
      members: [member("ada")],
      links: [link("ada", ONCE)],
    });
    expect(rowText(plan, "ada")).toBe("unchanged in_step");
    expect(plan.links.upsert).toEqual([link("ada")]);
  });

  it("start anew when they come back with an unknown status", () => {
    const plan = planOf({
      employees: [employee("ada", { status: "unknown" })],
      members: [member("ada")],
      links: [link("ada", ONCE)],
    });
    expect(plan.links.upsert).toEqual([link("ada")]);
  });

  it.each<[string, Partial<Link>, Partial<SyncPolicy>, Partial<Member>, string]>([
    ["protected", ONCE, { protect: ["ADA@acme.test"] }, {}, "blocked protected"],
    ["an owner", ONCE, {}, { isOwner: true }, "blocked owner"],
    ["under a configuration without archives", ONCE, { archive: false }, {}, "blocked archive_off"],
    ["archived already", ONCE, {}, { status: "archived" }, "skipped already_archived"],
    ["archived by this tool", { archived: true }, {}, { status: "unknown" }, "skipped already_archived"],
  ])("are not archived when they are %s", (_case, stored, policy, values, row) => {
    const plan = planMissing(stored, { absent: "archive", ...policy }, values);
    expect(rowText(plan, "ada")).toBe(row);
    expect(plan.changes).toEqual([]);
    expect(plan.links.upsert).toEqual([]);
  });

  it("are not archived while somebody of unknown status has the member's e-mail", () => {
    const plan = planOf({
      employees: [employee("ada2", { workEmail: "ada@acme.test", status: "unknown" })],
      members: [member("ada")],
      links: [link("ada", ONCE)],
      policy: { absent: "archive" },
    });
    expect(rowText(plan, "ada")).toBe("conflict member_claimed");
  });

  it("keep their member while somebody with another one has its e-mail, unless it was known to be theirs", () => {
    const zoe = employee("zoe", { workEmail: "ada@acme.test" });
    const rowWith = (seen: Partial<Link["seen"]>) => {
      const ada = link("ada", { absentReads: 1, seen: { ...link("ada").seen, ...seen } });
      const links = [ada, link("zoe")];
      const members = [member("ada"), member("zoe")];
      return rowText(planOf({ employees: [zoe], members, links, policy: { absent: "archive" } }), "ada");
    };
    expect(rowWith({ emails: [] })).toBe("conflict member_claimed");
    expect(rowWith({})).toBe("archive absent");
  });

  it("keep their member while somebody of their name, who is to have one, gets none", () => {
    const rowWith = (values: Partial<Employee>, world: World = {}) =>
      rowText(
        planOf({
          employees: [employee("new", { firstName: "Ada", workEmail: "ada@new.test", ...values })],
          members: [member("ada", { lastName: "Byhand" })],
          links: [link("ada", ONCE)],
          policy: { absent: "archive" },
          ...world,
        }),
        "ada",
      );
    expect(rowWith({})).toBe("conflict member_claimed");
    expect(rowWith({ workEmail: null })).toBe("conflict member_claimed");
    expect(rowWith({ workLocation: "Elsewhere" })).toBe("archive absent");
    expect(rowWith({ lastName: "Quinn" })).toBe("archive absent");
    expect(rowWith({ status: "inactive" })).toBe("archive absent");
    const other = member("new", { email: "ada@new.test", firstName: "Ada", status: "archived" });
    expect(rowWith({}, { members: [member("ada", { lastName: "Byhand" }), other] })).toBe("archive absent");
    expect(rowWith({}, { decisions: [decided("unlink", { employee: "new", member: "m-ada" })] })).toBe(
      "archive absent",
    );
  });

  it("are forgotten when the member is gone too", () => {
    const plan = planMissing({}, {}, null);
    expect(rowText(plan, "ada")).toBe("skipped member_gone");
    expect(plan.links.remove).toEqual([link("ada")]);
  });
});
