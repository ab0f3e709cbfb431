import { describe, expect, it } from "vitest";
import type { Employee } from "../../../src/sync/model/employee.js";
import { decided, employee, link, member, planOf, rowText, type World } from "../../support/people.js";

const OLD = { workEmail: "ada@acme.test", firstName: "Ada" };

describe("matching", () => {
  it("follows the link when the e-mail changed", () => {
    const plan = planOf({
      employees: [employee("ada", { workEmail: "ada.new@acme.test" })],
      members: [member("ada")],
      links: [link("ada")],
    });
    expect(plan.changes).toHaveLength(1);
    expect(plan.changes[0]).toMatchObject({
      action: "update",
      memberId: "m-ada",
      email: "ada.new@acme.test",
      fields: [{ field: "email", from: "ada@acme.test", to: "ada.new@acme.test" }],
    });
  });

  it("compares e-mails without case and blanks around", () => {
    const plan = planOf({
      employees: [employee("ada", { workEmail: " ADA@Acme.Test " })],
      members: [member("ada")],
    });
    expect(rowText(plan, "ada")).toBe("unchanged newly_linked");
  });

  it("moves the link to a rehire under a new HR id and archives nobody", () => {
    const plan = planOf({
      employees: [employee("old", { ...OLD, status: "inactive" }), employee("new", OLD)],
      members: [member("ada", { status: "active" })],
      links: [link("old", { memberId: "m-ada", bankFingerprint: "f" })],
    });
    expect(rowText(plan, "new")).toBe("unchanged newly_linked");
    expect(rowText(plan, "old")).toBe("skipped superseded");
    expect(plan.changes).toEqual([]);
    expect(plan.links.remove.map(({ employeeId }) => employeeId)).toEqual(["old"]);
    const seen = {
      emails: ["ada@acme.test", "old@acme.test"],
      firstName: "Ada",
      lastName: "Test",
      startDate: null,
    };
    expect(plan.links.upsert).toEqual([link("new", { memberId: "m-ada", bankFingerprint: "f", seen })]);
  });

  it("restores the archived member of a rehire under a new HR id", () => {
    const plan = planOf({
      employees: [employee("old", { ...OLD, status: "inactive" }), employee("new", OLD)],
      members: [member("ada", { status: "archived" })],
      links: [link("old", { memberId: "m-ada", archived: true })],
    });
    expect(rowText(plan, "new")).toBe("restore rehire");
    expect(plan.changes).toHaveLength(1);
  });

  it("keeps the member of a rehire whose old record lost its e-mail", () => {
    for (const workEmail of [null, "old.ada@acme.test"]) {
      const plan = planOf({
        employees: [employee("old", { workEmail, status: "inactive" }), employee("new", OLD)],
        members: [member("ada")],
        links: [link("old", { memberId: "m-ada" })],
      });
      expect(rowText(plan, "old")).toBe("skipped superseded");
      expect(rowText(plan, "new")).toBe("unchanged newly_linked");
      expect(plan.links.remove.map(({ employeeId }) => employeeId)).toEqual(["old"]);
    }
  });

  it("keeps the member of a rehire who got a new e-mail too", () => {
    const plan = planOf({
      employees: [
        employee("old", { workEmail: "ada.new@acme.test", firstName: "Ada", status: "inactive" }),
        employee("new", { workEmail: "ada.new@acme.test", firstName: "Ada" }),
      ],
      members: [member("ada")],
      links: [link("old", { memberId: "m-ada" })],
    });
    expect(rowText(plan, "new")).toBe("update email_changed");
    expect(plan.changes).toMatchObject([{ employeeId: "new", memberId: "m-ada" }]);
  });

  it("archives no member of somebody whose other record works here, although that has a member of its own", () => {
    const plan = planOf({
      employees: [employee("old", { ...OLD, status: "inactive" }), employee("ada")],
      members: [member("ada"), member("old")],
      links: [link("old"), link("ada")],
    });
    expect(rowText(plan, "old")).toBe("skipped superseded");
    expect(rowText(plan, "ada")).toBe("unchanged in_step");
    expect(plan.changes).toEqual([]);
  });

  it("lets a former record without link yield", () => {
    const plan = planOf({
      employees: [employee("old", { ...OLD, status: "inactive" }), employee("ada")],
      members: [member("ada")],
      links: [link("ada")],
    });
    expect(rowText(plan, "old")).toBe("skipped superseded");
    expect(plan.changes).toEqual([]);
  });

  it("gives one of several former records the member, so that it is archived once", () => {
    const plan = planOf({
      employees: [
        employee("old2", { ...OLD, status: "inactive" }),
        employee("old1", { ...OLD, status: "inactive" }),
      ],
      members: [member("ada")],
    });
    expect(rowText(plan, "old1")).toBe("archive inactive");
    expect(rowText(plan, "old2")).toBe("skipped superseded");
  });

  it("puts two eligible people with one e-mail in conflict, whatever the filter and the links", () => {
    for (const workLocation of ["London", "Elsewhere"]) {
      for (const links of [[], [link("ada")]]) {
        const plan = planOf({
          employees: [employee("ada"), employee("bob", { workEmail: "ADA@acme.test", workLocation })],
          members: [member("ada")],
          links,
        });
        expect(rowText(plan, "ada")).toBe("conflict duplicate_work_email");
        expect(rowText(plan, "bob")).toBe("conflict duplicate_work_email");
        expect(plan.changes).toEqual([]);
        expect(plan.notes[0]?.reason).toContain("Bob Test (bob)");
      }
    }
  });

  it("names two of the others when thousands share a placeholder", () => {
    const ids = Array.from({ length: 2000 }, (_, index) => `p${1000 + index}`);
    const plan = planOf({ employees: ids.map((id) => employee(id, { workEmail: "none@acme.test" })) });
    expect(plan.notes).toHaveLength(2000);
    expect(plan.notes[0]?.reason).toContain("P1001 Test (p1001), P1002 Test (p1002) and 1997 more");
    expect(plan.notes[1999]?.reason).toContain("P1000 Test (p1000), P1001 Test (p1001) and 1997 more");
  });

  it("archives no former record's member while two eligible people claim its e-mail", () => {
    const plan = planOf({
      employees: [
        employee("ada"),
        employee("bob", { workEmail: "ada@acme.test" }),
        employee("old", { workEmail: null, status: "inactive" }),
      ],
      members: [member("ada")],
      links: [link("old", { memberId: "m-ada" })],
    });
    expect(rowText(plan, "old")).toBe("conflict member_claimed");
    expect(plan.changes).toEqual([]);
  });

  it("archives no member whose e-mail belongs to somebody of unknown status", () => {
    const plan = planOf({
      employees: [employee("ada", { status: "unknown" }), employee("old", { ...OLD, status: "inactive" })],
      members: [member("ada")],
      links: [link("old", { memberId: "m-ada" })],
    });
    expect(rowText(plan, "ada")).toBe("skipped unknown_status");
    expect(rowText(plan, "old")).toBe("conflict member_claimed");
  });

  it("archives no member of somebody of unknown status who has an earlier e-mail and the name of its person", () => {
    const planWith = (values: Partial<Employee>, world: World = {}) =>
      planOf({
        employees: [
          employee("ada", { status: "unknown", ...values }),
          employee("old", { ...OLD, workEmail: "old@acme.test", status: "inactive" }),
        ],
        members: [member("ada", { email: "old@acme.test" })],
        links: [
          link("old", {
            memberId: "m-ada",
            seen: { ...link("ada").seen, emails: ["old@acme.test", "ada@acme.test"] },
          }),
        ],
        ...world,
      });
    expect(rowText(planWith({}), "old")).toBe("conflict member_claimed");
    expect(planWith({}).notes.find(({ code }) => code === "member_claimed")?.reason).toBe(
      "Inactive in the HR tool. But Ada Test (ada) has an earlier e-mail of the member's person and has not left, so the member is not archived.",
    );
    const employees = [
      employee("ada", { status: "unknown" }),
      employee("old", { ...OLD, status: "inactive" }),
    ];
    expect(rowText(planWith({}, { employees }), "old")).toBe("conflict member_claimed");
    expect(rowText(planWith({ firstName: "Zoe", lastName: "Quinn" }), "old")).toBe("archive inactive");
    expect(rowText(planWith({ workEmail: "zoe@acme.test" }), "old")).toBe("archive inactive");
    expect(
      rowText(planWith({}, { decisions: [decided("unlink", { employee: "ada", member: "m-ada" })] }), "old"),
    ).toBe("archive inactive");
  });

  it("guesses nothing when an eligible and an unknown person share an e-mail", () => {
    const plan = planOf({
      employees: [employee("ada"), employee("bob", { workEmail: "ada@acme.test", status: "unknown" })],
      members: [member("ada")],
    });
    expect(rowText(plan, "ada")).toBe("conflict duplicate_work_email");
    expect(rowText(plan, "bob")).toBe("skipped unknown_status");
  });

  it("keeps the member over a change of contract, and archives it before a longer break", () => {
    const planFor = (startDate: string) =>
      planOf({
        employees: [
          employee("old", { ...OLD, terminationDate: "2026-11-23" }),
          employee("new", { ...OLD, status: "pending", startDate }),
        ],
        members: [member("ada")],
        links: [link("old", { memberId: "m-ada" })],
      });
    expect(rowText(planFor("2026-11-24"), "old")).toBe("skipped superseded");
    expect(rowText(planFor("2026-11-24"), "new")).toBe("unchanged not_started");
    expect(rowText(planFor("2027-03-01"), "old")).toBe("archive terminated");
    expect(rowText(planFor("2027-03-01"), "new")).toBe("skipped not_started");
  });

  it("puts everybody on a member linked twice in conflict, present or absent", () => {
    const plan = planOf({
      employees: [employee("ada", { lastName: "King" }), employee("bob", { status: "inactive" })],
      members: [member("ada")],
      links: [link("ada"), link("bob", { memberId: "m-ada" }), link("zoe", { memberId: "m-ada" })],
    });
    for (const id of ["ada", "bob", "zoe"]) expect(rowText(plan, id)).toBe("conflict member_linked_twice");
    // Else what is new of one of them would settle whose it is.
    expect(plan.links).toEqual({ upsert: [], remove: [] });
  });

  it("moves the link of an absent employee to the one who has the member's e-mail now", () => {
    const plan = planOf({
      employees: [employee("new", OLD)],
      members: [member("ada")],
      links: [link("old", { memberId: "m-ada", hrStatus: "previously_managed", absentReads: 1 })],
      policy: { absent: "archive" },
    });
    expect(rowText(plan, "new")).toBe("unchanged newly_linked");
    expect(rowText(plan, "old")).toBe("skipped superseded");
    expect(plan.links.remove.map(({ employeeId }) => employeeId)).toEqual(["old"]);
    expect(plan.links.upsert).toMatchObject([{ employeeId: "new", hrStatus: "managed", absentReads: 0 }]);
  });

  it("lets no former record take over the member of an absent employee", () => {
    const plan = planOf({
      employees: [employee("old", { ...OLD, status: "inactive" })],
      members: [member("ada")],
      links: [link("ada")],
    });
    expect(rowText(plan, "old")).toBe("skipped superseded");
    expect(rowText(plan, "ada")).toBe("previously_managed absent");
    expect(plan.changes).toEqual([]);
  });

  it("puts an employee in conflict whose e-mail several members have", () => {
    const plan = planOf({
      employees: [employee("ada")],
      members: [member("ada"), member("two", { email: "Ada@acme.test" })],
    });
    expect(rowText(plan, "ada")).toBe("conflict members_share_email");
  });

  it("takes no member from a former record that is in a conflict itself", () => {
    const shared = { workEmail: "shared@acme.test" };
    const plan = planOf({
      employees: [
        employee("ada"),
        employee("old", { ...shared, status: "inactive" }),
        employee("x1", shared),
        employee("x2", shared),
      ],
      members: [member("ada")],
      links: [link("old", { memberId: "m-ada" })],
    });
    expect(rowText(plan, "ada")).toBe("conflict identity_unclear");
    expect(rowText(plan, "old")).toBe("conflict duplicate_work_email");
  });

  it("archives no member that is linked twice for a third record with its e-mail", () => {
    const plan = planOf({
      employees: [employee("old", { ...OLD, status: "inactive" })],
      members: [member("ada")],
      links: [
        link("a", { memberId: "m-ada", account: "personio.other.test" }),
        link("b", { memberId: "m-ada", account: "personio.other.test" }),
      ],
    });
    expect(rowText(plan, "old")).toBe("skipped superseded");
    expect(plan.changes).toEqual([]);
  });

  it("takes over no member that is linked twice", () => {
    const plan = planOf({
      employees: [employee("ada")],
      members: [member("ada")],
      links: [link("old1", { memberId: "m-ada" }), link("old2", { memberId: "m-ada" })],
    });
    expect(rowText(plan, "ada")).toBe("conflict namesake_member");
    for (const id of ["old1", "old2"]) expect(rowText(plan, id)).toBe("conflict member_linked_twice");
  });

  it("does not choose between the members of several former records", () => {
    const shared = { workEmail: "new@acme.test", firstName: "Ada" };
    const plan = planOf({
      employees: [
        employee("ada", shared),
        employee("old1", { ...shared, status: "inactive" }),
        employee("old2", { ...shared, status: "inactive" }),
      ],
      members: [member("old1"), member("old2")],
      links: ["old1", "old2"].map((id) => link(id, { seen: { ...link(id).seen, firstName: "Ada" } })),
    });
    expect(rowText(plan, "ada")).toBe("conflict identity_unclear");
    for (const id of ["old1", "old2"]) expect(rowText(plan, id)).toBe("skipped superseded");
  });

  it("lets the record of a later contract stand back for the present one", () => {
    const plan = planOf({
      employees: [employee("ada"), employee("next", { ...OLD, status: "pending", startDate: "2027-01-01" })],
      members: [member("ada")],
      links: [link("ada")],
    });
    expect(rowText(plan, "ada")).toBe("unchanged in_step");
    expect(rowText(plan, "next")).toBe("skipped superseded");
  });

  it("names the member only in the row of the one who has it", () => {
    const plan = planOf({
      employees: [employee("new", { ...OLD, workLocation: "Elsewhere" })],
      members: [member("ada")],
      links: [link("a-former", { memberId: "m-ada" })],
    });
    expect(plan.notes.map(({ employeeId, memberId }) => [employeeId, memberId])).toEqual([
      ["a-former", null],
      ["new", "m-ada"],
    ]);
  });

  it("believes that an archived member is gone when another one has its e-mail", () => {
    const plan = planOf({
      employees: [employee("ada")],
      members: [member("ada")],
      links: [link("ada", { memberId: "m-before", archived: true })],
    });
    expect(rowText(plan, "ada")).toBe("unchanged newly_linked");
  });
});
