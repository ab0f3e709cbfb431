import { describe, expect, it } from "vitest";
import type { Employee } from "../../../src/sync/model/employee.js";
import type { Member } from "../../../src/sync/model/member.js";
import type { SyncedField } from "../../../src/sync/model/policy.js";
import { BANKS, employee, link, member, planOf, rawBank, rowText } from "../../support/people.js";

function planFor(ada: Partial<Employee>, values: Partial<Member> = {}, update?: readonly SyncedField[]) {
  return planOf({
    employees: [employee("ada", ada)],
    members: [member("ada", values)],
    links: [link("ada")],
    policy: update ? { update } : {},
  });
}

describe("changed fields", () => {
  it("hold only what differs", () => {
    const [change] = planFor({ lastName: "Lovelace" }).changes;
    expect(change?.fields).toEqual([{ field: "lastName", from: "Test", to: "Lovelace" }]);
    expect(change?.desired).toEqual({ lastName: "Lovelace" });
  });

  it("ignore the case of e-mails, blanks around names and the Unicode form", () => {
    expect(rowText(planFor({ workEmail: "Ada@ACME.test" }), "ada")).toBe("unchanged in_step");
    expect(rowText(planFor({ firstName: " Ada " }), "ada")).toBe("unchanged in_step");
    expect(rowText(planFor({ firstName: "Zoe\u0308" }, { firstName: "Zoë" }), "ada")).toBe(
      "unchanged in_step",
    );
    expect(rowText(planFor({ firstName: "Zoë" }, { firstName: "Zoe\u0308" }), "ada")).toBe(
      "unchanged in_step",
    );
  });

  it.each([
    ["an invisible character in the HR tool", { firstName: "A\u200bda" }, {}],
    ["direction marks in the HR tool", { lastName: "\u202bTest\u202c" }, {}],
    ["an invisible character in Spendesk", {}, { firstName: "Ad\u00ada" }],
    ["control characters and wide blanks", { firstName: "\u0007Ada\u00a0" }, {}],
    ["a joiner that one side does not keep", { firstName: "علی\u200cرضا" }, { firstName: "علیرضا" }],
    ["an invisible character in an e-mail", { workEmail: "ada\u200b@acme.test" }, {}],
  ])("are not there where nobody can see a difference: %s", (_what, ada, values) => {
    expect(rowText(planFor(ada, values), "ada")).toBe("unchanged in_step");
  });

  it("notice the case of names", () => {
    expect(rowText(planFor({ firstName: "ADA" }), "ada")).toBe("update fields_changed");
  });

  it("write names trimmed and composed", () => {
    expect(planFor({ firstName: " Zoe\u0308 " }).changes[0]?.desired.firstName).toBe("Zoë");
  });

  it("write names and e-mails without what nobody sees, and keep joiners that names need", () => {
    const written = (ada: Partial<Employee>) => planFor(ada).changes[0]?.desired;
    expect(written({ lastName: "Love\u200blace\u0000\n" })).toEqual({ lastName: "Lovelace" });
    expect(written({ firstName: "علی\u200cرضا" })).toEqual({ firstName: "علی\u200cرضا" });
    expect(written({ workEmail: "\u202aada.l@acme.test\u202c" })).toEqual({ email: "ada.l@acme.test" });
  });

  it("take a name of nothing that can be seen for no name", () => {
    expect(rowText(planFor({ firstName: "\u200b\u3164", lastName: "\u0007" }), "ada")).toBe(
      "unchanged in_step",
    );
    const unseen = planOf({ employees: [employee("ada", { firstName: "\u200d" })], members: [] });
    expect(rowText(unseen, "ada")).toBe("skipped no_name");
  });

  it("say which word stands in the place of an e-mail", () => {
    expect(planFor({ workEmail: "n/a" }).unchanged[0]?.warnings).toEqual([
      {
        code: "no_work_email",
        text: 'The HR tool has "n/a" in the place of a work e-mail, so the member keeps its e-mail.',
      },
    ]);
  });

  it("fill what Spendesk has empty", () => {
    expect(planFor({}, { email: null, firstName: null }).changes[0]?.fields).toEqual([
      { field: "email", from: null, to: "ada@acme.test" },
      { field: "firstName", from: null, to: "Ada" },
    ]);
  });

  it("never erase: absent, null and blank values change nothing", () => {
    const { firstName: _, lastName: __, ...unreadable } = employee("ada");
    const plan = planOf({ employees: [unreadable], members: [member("ada")], links: [link("ada")] });
    expect(rowText(plan, "ada")).toBe("unchanged in_step");
    const empty = { firstName: null, lastName: " ", workEmail: null, bank: null, manager: null };
    expect(planFor(empty).changes).toEqual([]);
  });

  it("are limited to what is kept in step", () => {
    const ada = {
      workEmail: "x@acme.test",
      firstName: "Eda",
      bank: rawBank(BANKS.gb),
      manager: { id: "bob", email: null },
    };
    const planWith = (update: readonly SyncedField[]) =>
      planOf({
        employees: [employee("ada", ada), employee("bob")],
        members: [member("ada"), member("bob")],
        links: [link("ada"), link("bob")],
        policy: { update },
      }).changes.flatMap((change) => change.fields.map(({ field }) => field));
    expect(planWith([])).toEqual([]);
    expect(planWith(["email"])).toEqual(["email"]);
    expect(planWith(["name"])).toEqual(["firstName"]);
    expect(planWith(["bank"])).toEqual(["bank"]);
    expect(planWith(["manager"])).toEqual(["manager"]);
  });

  it("leave the e-mail and say so when the HR tool has none that is valid", () => {
    const missing = planFor({ workEmail: null, firstName: "Eda" }).changes[0];
    expect(missing?.fields).toEqual([{ field: "firstName", from: "Ada", to: "Eda" }]);
    expect(missing?.warnings.map(({ code }) => code)).toEqual(["no_work_email", "identity_changed"]);
    expect(missing?.email).toBe("ada@acme.test");
    const invalid = planFor({ workEmail: "ada(at)acme.test" }).unchanged[0];
    expect(invalid?.warnings).toEqual([
      {
        code: "invalid_work_email",
        text: 'The work e-mail "ada(at)acme.test" is not an e-mail address, so the member keeps its e-mail.',
      },
    ]);
    expect(planFor({ workEmail: null }, {}, ["name"]).unchanged[0]?.warnings).toEqual([]);
  });

  it("of a creation are e-mail and name, and bank and manager where they are kept in step", () => {
    const employees = [
      employee("ada", { bank: rawBank(BANKS.gb), manager: { id: "bob", email: null } }),
      employee("bob"),
    ];
    const fieldsWith = (update: readonly SyncedField[]) =>
      planOf({ employees, members: [member("bob")], policy: { update } }).changes[0]?.fields.map(
        ({ field }) => field,
      );
    expect(fieldsWith(["email", "name", "bank", "manager"])).toEqual([
      "email",
      "firstName",
      "lastName",
      "bank",
      "manager",
    ]);
    expect(fieldsWith(["name"])).toEqual(["email", "firstName", "lastName"]);
  });
});
