import { describe, expect, it } from "vitest";
import type { Employee } from "../../../src/sync/model/employee.js";
import type { Link, Member } from "../../../src/sync/model/member.js";
import { decided, employee, link, member, planOf, rowText, type World } from "../../support/people.js";

/** Ada joins under a new address; there is a member of her name in Spendesk. */
function joining(values: Partial<Member> | null, world: World = {}, ada: Partial<Employee> = {}) {
  return planOf({
    employees: [employee("ada", { workEmail: "ada@new-domain.test", ...ada })],
    members: values ? [member("ada", values)] : [],
    ...world,
  });
}

describe("a member of the same name that nobody has", () => {
  it.each<[string, Partial<Member>]>([
    ["under a former address", {}],
    ["without an e-mail", { email: null }],
    ["archived, as a rehire's", { status: "archived" }],
    ["in other letters", { firstName: "ÁDA", lastName: "Tést" }],
    ["with first and last name exchanged", { firstName: "Test", lastName: "Ada" }],
    ["with another last name besides", { lastName: "King Test" }],
    ["with a middle name", { firstName: "Ada Augusta" }],
  ])("%s is no reason for an invitation, but for a question", (_case, values) => {
    const plan = joining(values);
    expect(rowText(plan, "ada")).toBe("conflict namesake_member");
    expect(plan.changes).toEqual([]);
  });

  it.each<[string, Partial<Member> | null, Partial<Employee>]>([
    ["there is none", null, {}],
    ["the last name is another one", { lastName: "King" }, {}],
    ["the first name is another one", { firstName: "Eda" }, {}],
    ["the member shows half a name", { lastName: null }, {}],
  ])("is not found when %s", (_case, values, ada) => {
    expect(rowText(joining(values, {}, ada), "ada")).toBe("create joiner");
  });

  it("is found by each of several last names of the joiner", () => {
    for (const lastName of ["King Test", "Test King"]) {
      expect(rowText(joining({}, {}, { lastName }), "ada")).toBe("conflict namesake_member");
    }
  });

  it("is named, with its state and the commands that settle it", () => {
    expect(joining({}).notes[0]?.reason).toBe(
      "There is a member of the same name that nobody has: Ada Test <ada@acme.test>. If it is the same person, run `spendesk-hr link ada m-ada --why …`; if not, `spendesk-hr unlink ada m-ada --why …`.",
    );
    expect(joining({ status: "archived" }).notes[0]?.reason).toContain("There is an archived member of");
  });

  it("is asked for once: who was kept apart from it is invited", () => {
    const apart = (id: string) => decided("unlink", { employee: "ada", member: id });
    expect(rowText(joining({}, { decisions: [apart("m-ada")] }), "ada")).toBe("create joiner");
    const two = {
      members: [member("ada"), member("ada2", { firstName: "Ada" })],
      decisions: [apart("m-ada")],
    };
    expect(joining(null, two).notes[0]?.reason).toContain("ada2@acme.test");
  });

  it("of the first member id is named when there are several", () => {
    const members = ["b", "a", "c"].map((id) => member(id, { firstName: "Ada" }));
    expect(joining(null, { members }).notes[0]?.reason).toContain("<a@acme.test>");
  });

  it("that somebody decided to leave alone needs no question", () => {
    const decisions = [decided("ignore", { member: "m-ada" })];
    expect(rowText(joining({}, { decisions }), "ada")).toBe("create joiner");
  });
});

describe("a member of the same name that somebody has", () => {
  const withHolder = (holder: Partial<Employee> | null, stored: Partial<Link> = {}) =>
    planOf({
      employees: [
        employee("new", { workEmail: "ada@new-domain.test", firstName: "Ada" }),
        ...(holder ? [employee("ada", holder)] : []),
      ],
      members: [member("ada")],
      links: [link("ada", stored)],
    });

  it.each<[string, Partial<Employee> | null, string]>([
    ["who works here is a namesake's", {}, "create joiner"],
    ["who is to start is a namesake's", { status: "pending", startDate: "2027-01-01" }, "create joiner"],
    ["who has left may be a rehire's", { status: "inactive" }, "conflict namesake_member"],
    ["who is missing from the read may be theirs under a new record", null, "conflict namesake_member"],
  ])("%s", (_case, holder, row) => {
    expect(rowText(withHolder(holder), "new")).toBe(row);
  });

  it("is found by the name last seen, although Spendesk shows another one", () => {
    const plan = planOf({
      employees: [employee("new", { workEmail: "ada@new-domain.test", firstName: "Ada" })],
      members: [member("ada", { lastName: "Byhand" })],
      links: [link("ada")],
    });
    expect(rowText(plan, "new")).toBe("conflict namesake_member");
  });

  it("is left to be archived when the leaver goes", () => {
    expect(rowText(withHolder({ status: "inactive" }), "ada")).toBe("archive inactive");
  });

  describe("who leaves when somebody of the name begins", () => {
    const moving = (startDate: string, holder: Partial<Employee> = {}, world: World = {}) =>
      planOf({
        employees: [
          employee("new", { workEmail: "ada@new-domain.test", firstName: "Ada", startDate }),
          employee("ada", { status: "inactive", terminationDate: "2026-05-31", ...holder }),
        ],
        members: [member("ada")],
        links: [link("ada")],
        ...world,
      });

    it.each([
      ["2026-06-01", "conflict member_claimed"],
      ["2026-05-24", "conflict member_claimed"],
      ["2026-05-23", "archive terminated"],
    ])("is kept until somebody says whether they are one person: from %s on, %s", (startDate, row) => {
      const plan = moving(startDate);
      expect(rowText(plan, "new")).toBe("conflict namesake_member");
      expect(rowText(plan, "ada")).toBe(row);
    });

    it("is kept without a date as if the leaver had gone today", () => {
      expect(rowText(moving("2026-11-20", { terminationDate: null }), "ada")).toBe("conflict member_claimed");
      expect(rowText(moving("2026-05-01", { terminationDate: null }), "ada")).toBe("archive inactive");
    });

    it("says why, and whose the member is", () => {
      const reasons = moving("2026-06-01").notes.map(({ reason }) => reason);
      expect(reasons).toContainEqual(
        expect.stringContaining(
          "But Ada Test (new) has the same name, starts on 2026-06-01 and may be this person, so the member is not archived.",
        ),
      );
      expect(reasons).toContainEqual(
        expect.stringContaining(
          "There is a member of the same name whose person has left or is missing: Ada Test",
        ),
      );
    });

    it("is archived when somebody decided that they are two", () => {
      const decisions = [decided("unlink", { employee: "new", member: "m-ada" })];
      const plan = moving("2026-06-01", {}, { decisions });
      expect(rowText(plan, "new")).toBe("create joiner");
      expect(rowText(plan, "ada")).toBe("archive terminated");
    });
  });
});

describe("people who are not to be invited", () => {
  it.each<[string, Partial<Employee>, World, string]>([
    ["without an e-mail", { workEmail: null }, {}, "skipped no_work_email"],
    ["out of the filter", { workLocation: "Elsewhere" }, {}, "skipped out_of_filter"],
    ["before their first day", { status: "pending", startDate: "2027-01-01" }, {}, "skipped not_started"],
    ["who are protected", {}, { policy: { protect: ["ada@new-domain.test"] } }, "blocked protected"],
  ])("%s are not asked about", (_case, ada, world, row) => {
    expect(rowText(joining({}, world, ada), "ada")).toBe(row);
  });

  it("are asked about all the same where creating is off: the member may be theirs", () => {
    expect(rowText(joining({}, { policy: { create: false } }), "ada")).toBe("conflict namesake_member");
  });
});

describe("the member of somebody missing whose name people have who are to have a member and get none", () => {
  it.each<[string, readonly string[], string]>([
    ["is kept for either of them", [], "conflict member_claimed"],
    ["is kept for the second when it is not the first one's", ["a"], "conflict member_claimed"],
    ["is kept for the first when it is not the second one's", ["b"], "conflict member_claimed"],
    ["is archived when it is neither's", ["a", "b"], "archive absent"],
  ])("%s", (_case, apart, row) => {
    const plan = planOf({
      employees: ["a", "b"].map((id) => employee(id, { firstName: "Ada", workEmail: null })),
      members: [member("ada")],
      links: [link("ada", { absentReads: 1 })],
      decisions: apart.map((id) => decided("unlink", { employee: id, member: "m-ada" })),
      policy: { absent: "archive" },
    });
    expect(rowText(plan, "ada")).toBe(row);
  });
});
