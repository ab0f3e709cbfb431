import { describe, expect, it } from "vitest";
import type { Employee } from "../../../src/sync/model/employee.js";
import type { Link, Member } from "../../../src/sync/model/member.js";
import { decided, employee, link, member, planOf, rowText, type World } from "../../support/people.js";

function noteOf(world: World, employeeId = "ada") {
  return planOf(world).notes.find((note) => note.employeeId === employeeId);
}

const ADA: World = { employees: [employee("ada", { lastName: "King" })], members: [member("ada")] };

describe("somebody of whom people decided", () => {
  it.each([
    ["the employee", { employee: "ada" }],
    ["the member", { member: "m-ada" }],
  ])("to leave %s alone gets nothing, with who said so", (_whom, about) => {
    const note = noteOf({ ...ADA, links: [link("ada")], decisions: [decided("ignore", about)] });
    expect(note).toMatchObject({
      kind: "skipped",
      code: "ignored",
      reason: "Nothing is done for this person. carol decided so on 2026-11-20: They asked.",
    });
  });

  it("that a member is not theirs is not invited beside it", () => {
    const world = { ...ADA, decisions: [decided("unlink", { employee: "ada", member: "m-ada" })] };
    expect(rowText(planOf(world), "ada")).toBe("skipped unlinked");
    expect(noteOf(world)?.reason).toContain("the member Ada Test <ada@acme.test> is not this person's");
  });
});

describe("a status without a meaning for this tool", () => {
  it("is named, with what would give it one", () => {
    const note = noteOf({ employees: [employee("ada", { status: "unknown", statusDetail: "Sabbatical" })] });
    expect(note).toMatchObject({ kind: "skipped", code: "unknown_status" });
    expect(note?.reason).toMatch(
      /"Sabbatical" has no known meaning\. Nothing is changed until `source\.statuses`/,
    );
  });

  it("that the configuration ignores is left alone for good", () => {
    const statusRule = { raw: "Contractor", means: "ignore" } as const;
    const world = {
      employees: [employee("ada", { status: "unknown", statusRule })],
      members: [member("ada")],
    };
    expect(noteOf(world)).toMatchObject({
      kind: "skipped",
      code: "status_ignored",
      reason: '`source.statuses` ignores the status "Contractor".',
    });
  });
});

describe("a leaver outside the filter", () => {
  const gone = { status: "inactive", workLocation: "Elsewhere" } as const;

  it.each<[string, Partial<Link> | null, string]>([
    ["managed until now", {}, "archive inactive"],
    [
      "released because their own data left the filter",
      { hrStatus: "previously_managed", released: "data" },
      "archive inactive",
    ],
    [
      "released by a change of the filter",
      { hrStatus: "previously_managed", released: "configuration" },
      "previously_managed left_out_of_filter",
    ],
    ["never linked", null, "skipped out_of_filter"],
  ])("who was %s", (_who, known, row) => {
    const links = known ? [link("ada", known)] : [];
    expect(
      rowText(planOf({ employees: [employee("ada", gone)], members: [member("ada")], links }), "ada"),
    ).toBe(row);
  });
});

describe("an archive that somebody else stands in the way of", () => {
  const left = { status: "inactive" } as const;
  const ZOE = { firstName: "Zoe", lastName: "Quinn" };

  function reasonFor(other: Partial<Employee>, values: Partial<Member> = {}, seen: readonly string[] = []) {
    const known = link("ada", { seen: { ...link("ada").seen, emails: ["ada@acme.test", ...seen] } });
    const note = noteOf({
      employees: [
        employee("ada", { ...left, workEmail: null }),
        employee("zoe", { ...ZOE, status: "unknown", ...other }),
      ],
      members: [member("ada", values)],
      links: [known],
    });
    return `${note?.code}: ${note?.reason}`;
  }

  it("names the e-mail of the member that the other one has", () => {
    expect(reasonFor({ workEmail: "ada@acme.test" })).toBe(
      "member_claimed: Inactive in the HR tool. But Zoe Quinn (zoe) has the member's e-mail ada@acme.test and has not left, so the member is not archived.",
    );
  });

  it.each<[string, Partial<Member>]>([
    ["another e-mail", {}],
    ["no e-mail", { email: null }],
  ])("says that the e-mail is an earlier one of a member that shows %s", (_what, values) => {
    const namesake = { firstName: "Ada", lastName: "Test", workEmail: "ada.old@acme.test" };
    expect(reasonFor(namesake, values, ["ada.old@acme.test"])).toBe(
      "member_claimed: Inactive in the HR tool. But Ada Test (zoe) has an earlier e-mail of the member's person and has not left, so the member is not archived.",
    );
  });
});

describe("a leaver whom only the HR id ties to the member", () => {
  it("is archived with a warning that names who had the member", () => {
    const plan = planOf({
      employees: [employee("ada", { status: "inactive" })],
      members: [member("ada", { firstName: "Zoe", lastName: "Quinn" })],
      acceptsOtherNames: true,
    });
    expect(plan.changes[0]).toMatchObject({ action: "archive", warnings: [{ code: "other_name" }] });
  });

  it.each([
    ["Ada", "Test", "those of Ada Test."],
    ["Ada", null, "those of Ada."],
    [null, "Test", "those of Test."],
    [null, null, "those of the person so far."],
  ])("warns of one who works here and was %s %s", (firstName, lastName, words) => {
    const plan = planOf({
      employees: [employee("ada", { firstName: "Zoe", lastName: "Quinn", workEmail: "zoe@acme.test" })],
      members: [member("ada", { firstName: "Bo", lastName: "Lund" })],
      links: [link("ada", { seen: { emails: ["ada@acme.test"], firstName, lastName, startDate: null } })],
    });
    const text = plan.changes[0]?.warnings.find(({ code }) => code === "identity_changed")?.text;
    expect(text).toBe(`Only the HR id ada agrees: name and e-mail are other ones than ${words}`);
  });
});
