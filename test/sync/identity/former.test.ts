import { describe, expect, it } from "vitest";
import type { Employee } from "../../../src/sync/model/employee.js";
import type { Member } from "../../../src/sync/model/member.js";
import { employee, link, member, planOf, rowText, type World } from "../../support/people.js";

const ZOE = { firstName: "Zoe", lastName: "Quinn" };
const NO_NAME: Partial<Member> = { firstName: null, lastName: null };

/** Zoe has left under the address of Ada's member. */
function zoeLeft(world: World, values: Partial<Employee> = {}) {
  const zoe = employee("zoe", { ...ZOE, workEmail: "ada@acme.test", status: "inactive", ...values });
  return planOf({ members: [member("ada")], ...world, employees: [zoe, ...(world.employees ?? [])] });
}

describe("the member with a leaver's e-mail", () => {
  it("is theirs when nobody had it and it shows no name", () => {
    const plan = zoeLeft({ members: [member("ada", NO_NAME)] });
    expect(rowText(plan, "zoe")).toBe("archive inactive");
    expect(plan.changes).toMatchObject([{ memberId: "m-ada", warnings: [] }]);
  });

  it("is theirs under another name only while a person confirms, with a warning", () => {
    expect(rowText(zoeLeft({}), "zoe")).toBe("conflict identity_unclear");
    const plan = zoeLeft({ acceptsOtherNames: true });
    expect(rowText(plan, "zoe")).toBe("archive inactive");
    expect(plan.changes[0]?.warnings).toMatchObject([{ code: "other_name" }]);
  });

  it.each([
    ["shows no name", NO_NAME, { acceptsOtherNames: false }],
    ["shows another name, confirming or not", {}, { acceptsOtherNames: true }],
  ])("is a question when it was somebody's of another account and %s", (_what, values, world) => {
    const links = [link("ada", { account: "personio.other.test" })];
    const plan = zoeLeft({ members: [member("ada", values)], links, ...world });
    expect(rowText(plan, "zoe")).toBe("conflict identity_unclear");
  });

  describe("who has changed to another one", () => {
    const renamed: World = {
      employees: [employee("ada", { workEmail: "ada.new@acme.test" })],
      links: [link("ada")],
    };

    it("is not theirs while its person works here", () => {
      expect(rowText(zoeLeft(renamed), "zoe")).toBe("skipped left_without_member");
    });

    it("is the one of the record that works here when the name is the same", () => {
      const plan = zoeLeft(renamed, { firstName: "Ada", lastName: "Test" });
      expect(rowText(plan, "zoe")).toBe("skipped superseded");
      expect(plan.notes[0]?.reason).toContain("Another record, Ada Test (ada),");
    });
  });
});

describe("somebody in the days of grace", () => {
  const IN_GRACE: Partial<Employee> = { status: "inactive", terminationDate: "2026-11-20" };
  const GRACE: World = { policy: { graceDays: 30 } };

  it("is a question when nothing but the id agrees, even where the account is proven", () => {
    const plan = planOf({
      ...GRACE,
      employees: [employee("ada", { ...ZOE, ...IN_GRACE, workEmail: "zoe@acme.test" })],
      members: [member("ada")],
      links: [link("ada")],
    });
    expect(rowText(plan, "ada")).toBe("conflict identity_unclear");
    expect(plan.counts.doubtful).toBe(1);
  });

  it("stands for the person beside a contract that begins much later", () => {
    const plan = planOf({
      ...GRACE,
      employees: [
        employee("ada", IN_GRACE),
        employee("next", {
          ...{ workEmail: "ada@acme.test", firstName: "Ada", status: "pending", startDate: "2027-03-01" },
        }),
      ],
      members: [member("ada")],
      links: [link("ada")],
    });
    expect(rowText(plan, "ada")).toBe("skipped in_grace");
    expect(rowText(plan, "next")).toBe("skipped not_started");
  });
});
