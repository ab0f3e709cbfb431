import { describe, expect, it } from "vitest";
import type { Employee } from "../../../src/sync/model/employee.js";
import type { Link, Member } from "../../../src/sync/model/member.js";
import type { SyncPolicy } from "../../../src/sync/model/policy.js";
import { employee, link, member, planOf, rowText } from "../../support/people.js";

interface Case {
  readonly ada: Partial<Employee>;
  readonly member?: Partial<Member>;
  readonly link?: Partial<Link>;
  readonly policy?: Partial<SyncPolicy>;
  readonly row: string;
}

function planCase(world: Case) {
  return planOf({
    employees: [employee("ada", world.ada)],
    members: world.member ? [member("ada", world.member)] : [],
    links: world.link ? [link("ada", world.link)] : [],
    policy: world.policy ?? {},
  });
}

const LEFT: Partial<Employee> = { status: "inactive" };
const OUT: Partial<Employee> = { workLocation: "Elsewhere" };

describe("the decision table", () => {
  it.each<[string, Case]>([
    ["eligible, no member", { ada: {}, row: "create joiner" }],
    ["eligible, same values, not linked", { ada: {}, member: {}, row: "unchanged newly_linked" }],
    ["eligible, same values, linked", { ada: {}, member: {}, link: {}, row: "unchanged in_step" }],
    [
      "eligible, name differs",
      { ada: { firstName: "Eda" }, member: {}, link: {}, row: "update fields_changed" },
    ],
    [
      "eligible, e-mail differs",
      { ada: { workEmail: "x@acme.test" }, member: {}, link: {}, row: "update email_changed" },
    ],
    [
      "eligible, invited member",
      { ada: {}, member: { status: "invited" }, link: {}, row: "unchanged in_step" },
    ],
    [
      "eligible, archived by this tool",
      { ada: {}, member: { status: "archived" }, link: { archived: true }, row: "restore rehire" },
    ],
    [
      "eligible, archived by hand",
      { ada: {}, member: { status: "archived" }, link: {}, row: "restore archived_by_hand" },
    ],
    [
      "eligible, archived, not linked",
      { ada: {}, member: { status: "archived" }, row: "blocked archived_before" },
    ],
    [
      "eligible, archived, an earlier termination date",
      {
        ada: { startDate: "2026-11-01", terminationDate: "2025-06-30" },
        member: { status: "archived" },
        row: "restore rehire",
      },
    ],
    [
      "eligible, archived, rehires only reported",
      {
        ada: {},
        member: { status: "archived" },
        link: { archived: true },
        policy: { rehires: "report" },
        row: "blocked rehire_reported",
      },
    ],
    [
      "eligible, restored by hand",
      { ada: {}, member: {}, link: { archived: true }, row: "unchanged in_step" },
    ],
    [
      "status not told, archived before",
      { ada: {}, member: { status: "unknown" }, link: { archived: true }, row: "restore rehire" },
    ],
    [
      "status not told, not archived before",
      { ada: {}, member: { status: "unknown" }, link: {}, row: "unchanged in_step" },
    ],
    [
      "status not told, not linked",
      { ada: {}, member: { status: "unknown" }, row: "unchanged newly_linked" },
    ],

    ["leaver by status", { ada: LEFT, member: {}, link: {}, row: "archive inactive" }],
    [
      "leaver by date",
      { ada: { terminationDate: "2026-11-23" }, member: {}, link: {}, row: "archive terminated" },
    ],
    [
      "leaver, invited member",
      { ada: LEFT, member: { status: "invited" }, link: {}, row: "archive inactive" },
    ],
    [
      "leaver, restored by hand",
      { ada: LEFT, member: {}, link: { archived: true }, row: "archive inactive" },
    ],
    [
      "leaver, blank location, managed",
      { ada: { ...LEFT, ...OUT }, member: {}, link: {}, row: "archive inactive" },
    ],
    [
      "leaver, out of filter since before",
      {
        ada: { ...LEFT, ...OUT },
        member: {},
        link: { hrStatus: "previously_managed" },
        row: "previously_managed left_out_of_filter",
      },
    ],
    [
      "leaver in filter, previously managed",
      { ada: LEFT, member: {}, link: { hrStatus: "previously_managed" }, row: "archive inactive" },
    ],
    [
      "leaver, blank location, back after an absence",
      {
        ada: { ...LEFT, ...OUT },
        member: {},
        link: { hrStatus: "previously_managed", absentReads: 1 },
        row: "archive inactive",
      },
    ],
    ["leaver, never managed", { ada: LEFT, member: {}, row: "archive inactive" }],
    [
      "leaver, never managed, kept",
      { ada: LEFT, member: {}, policy: { neverManaged: "keep" }, row: "skipped never_managed" },
    ],
    [
      "leaver, managed, never-managed ones kept",
      { ada: LEFT, member: {}, link: {}, policy: { neverManaged: "keep" }, row: "archive inactive" },
    ],
    [
      "leaver, never managed, out of filter",
      { ada: { ...LEFT, ...OUT }, member: {}, row: "skipped out_of_filter" },
    ],
    ["leaver without member", { ada: LEFT, row: "skipped left_without_member" }],
    [
      "leaver, member archived",
      { ada: LEFT, member: { status: "archived" }, link: {}, row: "skipped already_archived" },
    ],
    [
      "leaver, status not told, archived before",
      { ada: LEFT, member: { status: "unknown" }, link: { archived: true }, row: "skipped already_archived" },
    ],
    [
      "leaver, status not told, not archived before",
      { ada: LEFT, member: { status: "unknown" }, link: {}, row: "archive inactive" },
    ],
    [
      "leaver, archived and no longer listed",
      { ada: LEFT, link: { archived: true }, row: "skipped already_archived" },
    ],

    [
      "inactive within the days of grace",
      {
        ada: { ...LEFT, terminationDate: "2026-11-20" },
        member: {},
        link: {},
        policy: { graceDays: 7 },
        row: "skipped in_grace",
      },
    ],
    [
      "active within the days of grace",
      {
        ada: { terminationDate: "2026-11-20" },
        member: {},
        link: {},
        policy: { graceDays: 7 },
        row: "unchanged in_step",
      },
    ],
    [
      "active within the days of grace, blank location",
      {
        ada: { terminationDate: "2026-11-20", ...OUT },
        member: {},
        link: {},
        policy: { graceDays: 7 },
        row: "skipped in_grace",
      },
    ],
    [
      "within the days of grace without member",
      {
        ada: { ...LEFT, terminationDate: "2026-11-20" },
        policy: { graceDays: 7 },
        row: "skipped left_without_member",
      },
    ],

    [
      "pending, no member",
      { ada: { status: "pending", startDate: "2026-12-01" }, row: "skipped not_started" },
    ],
    [
      "pending, invited in time",
      {
        ada: { status: "pending", startDate: "2026-12-01" },
        policy: { inviteDaysBefore: 14 },
        row: "create joiner",
      },
    ],
    [
      "pending, linked",
      { ada: { status: "pending", firstName: "Eda" }, member: {}, link: {}, row: "unchanged not_started" },
    ],
    ["pending, manual member", { ada: { status: "pending" }, member: {}, row: "skipped not_started" }],
    [
      "pending, linked, out of filter",
      { ada: { status: "pending", ...OUT }, member: {}, link: {}, row: "previously_managed out_of_filter" },
    ],

    ["out of filter, linked", { ada: OUT, member: {}, link: {}, row: "previously_managed out_of_filter" }],
    ["out of filter, manual member", { ada: OUT, member: {}, row: "skipped out_of_filter" }],
    ["out of filter, no member", { ada: OUT, row: "skipped out_of_filter" }],
    ["out of filter, linked member gone", { ada: OUT, link: {}, row: "skipped out_of_filter" }],
    [
      "back in the filter",
      {
        ada: { firstName: "Eda" },
        member: {},
        link: { hrStatus: "previously_managed" },
        row: "update fields_changed",
      },
    ],

    ["no work e-mail, no member", { ada: { workEmail: null }, row: "skipped no_work_email" }],
    ["blank work e-mail", { ada: { workEmail: "  " }, row: "skipped no_work_email" }],
    ["invalid work e-mail", { ada: { workEmail: "ada@acme" }, row: "skipped invalid_work_email" }],
    [
      "no work e-mail, linked",
      { ada: { workEmail: null, firstName: "Eda" }, member: {}, link: {}, row: "update fields_changed" },
    ],
    ["no first name", { ada: { firstName: null }, row: "skipped no_name" }],
    ["no last name", { ada: { lastName: " " }, row: "skipped no_name" }],
    [
      "no names, linked",
      { ada: { firstName: null, lastName: null }, member: {}, link: {}, row: "unchanged in_step" },
    ],

    ["linked member gone", { ada: {}, link: {}, row: "create member_gone" }],
    [
      "linked member gone, another with the e-mail",
      { ada: {}, member: {}, link: { memberId: "m-gone" }, row: "unchanged newly_linked" },
    ],
    ["linked member gone, leaver", { ada: LEFT, link: {}, row: "skipped left_without_member" }],
    [
      "archived by this tool and not listed since",
      { ada: {}, link: { archived: true }, row: "restore rehire" },
    ],

    [
      "unknown status, linked",
      { ada: { status: "unknown", firstName: "Eda" }, member: {}, link: {}, row: "skipped unknown_status" },
    ],
    ["unknown status, no member", { ada: { status: "unknown" }, row: "skipped unknown_status" }],
    [
      "unknown status, out of filter",
      { ada: { status: "unknown", ...OUT }, member: {}, link: {}, row: "skipped unknown_status" },
    ],
  ])("%s", (_case, world) => {
    expect(rowText(planCase(world), "ada")).toBe(world.row);
  });

  it.each<[string, Case, string]>([
    [
      "a creation",
      { ada: {}, row: "" },
      "Active in the HR tool. There is no member with this work e-mail yet.",
    ],
    [
      "an update",
      { ada: { firstName: "Eda", workEmail: "eda@acme.test" }, member: {}, link: {}, row: "" },
      "Differs from the HR tool: e-mail, first name. The e-mail is what card payments (3-D Secure) and single sign-on know this person by.",
    ],
    [
      "an archive",
      { ada: { terminationDate: "2026-10-31" }, member: {}, link: {}, row: "" },
      "Left: the termination date is 2026-10-31.",
    ],
    [
      "a rehire",
      { ada: {}, member: { status: "archived" }, link: { archived: true }, row: "" },
      "Works here again while the member is archived.",
    ],
  ])("gives %s a reason in words", (_case, world, reason) => {
    expect(planCase(world).changes[0]?.reason).toBe(reason);
  });

  it("names the raw text of an unknown status", () => {
    const plan = planCase({ ada: { status: "unknown", statusDetail: "On loan" }, member: {}, row: "" });
    expect(plan.notes[0]?.reason).toContain('"On loan"');
  });

  it("restores with the changed fields in the same change", () => {
    const plan = planCase({
      ada: { lastName: "New" },
      member: { status: "archived" },
      link: { archived: true },
      row: "",
    });
    expect(plan.changes[0]?.fields).toEqual([{ field: "lastName", from: "Test", to: "New" }]);
  });

  it("creates a member anew when archived members are listed and the archived one is not", () => {
    const plan = planOf({
      employees: [employee("ada")],
      members: [member("bob", { status: "archived" })],
      links: [link("ada", { archived: true })],
    });
    expect(rowText(plan, "ada")).toBe("create member_gone");
  });

  it("never mentions members nobody in the HR tool belongs to", () => {
    const plan = planOf({ employees: [employee("ada")], members: [member("ada"), member("ceo")] });
    expect(JSON.stringify(plan)).not.toContain("ceo");
    expect(plan.unchanged).toHaveLength(1);
  });

  it("refuses reads with repeated ids", () => {
    expect(() => planOf({ employees: [employee("ada"), employee("ada")] })).toThrow("same id");
    expect(() => planOf({ members: [member("ada"), member("ada")] })).toThrow("same id");
  });
});
