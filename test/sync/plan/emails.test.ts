import { describe, expect, it } from "vitest";
import { workEmailOf } from "../../../src/sync/model/employee.js";
import type { Change } from "../../../src/sync/model/plan.js";
import { employee, link, member, planOf, rowText } from "../../support/people.js";

/** People whose HR e-mail is now another one, all linked. */
function renamed(emails: Readonly<Record<string, string>>) {
  const ids = Object.keys(emails);
  return {
    employees: ids.map((id) => employee(id, { workEmail: `${emails[id]}@acme.test` })),
    members: ids.map((id) => member(id)),
    links: ids.map((id) => link(id)),
  };
}

function levels(changes: readonly Change[]) {
  return Object.fromEntries(changes.map(({ employeeId, level }) => [employeeId, level]));
}

describe("new e-mails that are in use", () => {
  it("wait for the member that gives them up", () => {
    const plan = planOf(renamed({ ada: "ada.new", bob: "ada", cyd: "bob" }));
    expect(levels(plan.changes)).toEqual({ ada: 0, bob: 1, cyd: 2 });
  });

  it("make a creation wait too", () => {
    const world = renamed({ ada: "ada.new" });
    const joiner = employee("joiner", { workEmail: "ada@acme.test" });
    const plan = planOf({ ...world, employees: [...world.employees, joiner] });
    expect(rowText(plan, "joiner")).toBe("create joiner");
    expect(levels(plan.changes)).toEqual({ joiner: 1, ada: 0 });
  });

  it("make a conflict of a swap of two and of more", () => {
    for (const emails of [
      { ada: "bob", bob: "ada" },
      { ada: "bob", bob: "cyd", cyd: "ada" },
    ]) {
      const plan = planOf(renamed(emails));
      for (const id of Object.keys(emails)) expect(rowText(plan, id)).toBe("conflict email_swap");
      expect(plan.changes).toEqual([]);
      expect(plan.notes[0]?.reason).toContain("temporary e-mail");
    }
  });

  it("stop only the people of a swap", () => {
    const world = renamed({ ada: "bob", bob: "ada", cyd: "cyd.new", dan: "cyd" });
    expect(levels(planOf(world).changes)).toEqual({ cyd: 0, dan: 1 });
  });

  it("make a conflict of everybody behind an e-mail that stays taken", () => {
    const world = renamed({ ada: "manual", bob: "ada", cyd: "bob" });
    const plan = planOf({ ...world, members: [...world.members, member("manual")] });
    for (const id of ["ada", "bob", "cyd"]) expect(rowText(plan, id)).toBe("conflict email_taken");
    expect(plan.notes[1]?.reason).toContain("the one of Ada Test (ada)");
  });

  it("stay taken by an archived member", () => {
    const world = renamed({ ada: "zoe" });
    const plan = planOf({
      ...world,
      employees: [...world.employees, employee("zoe", { status: "inactive", workEmail: null })],
      members: [...world.members, member("zoe", { status: "archived" })],
      links: [...world.links, link("zoe", { archived: true })],
    });
    expect(rowText(plan, "ada")).toBe("conflict email_taken");
    expect(plan.notes[0]?.reason).toContain("(archived)");
  });

  it("stay taken by somebody who is not changed", () => {
    const world = renamed({ bob: "bob.new" });
    const joiner = employee("joiner", { workEmail: "bob@acme.test" });
    const employees = [...world.employees, joiner];
    const guarded = planOf({ ...world, employees, policy: { protect: ["bob.new@acme.test"] } });
    expect(rowText(guarded, "bob")).toBe("blocked protected");
    expect(rowText(guarded, "joiner")).toBe("conflict email_taken");
    const withoutEmails = planOf({ ...world, employees, policy: { update: ["name"] } });
    expect(rowText(withoutEmails, "joiner")).toBe("conflict email_taken");
  });

  it("stay taken while one of two members with this e-mail keeps it", () => {
    const world = renamed({ ada: "ada.new", bob: "ada" });
    const double = member("double", { email: "ADA@acme.test" });
    for (const members of [
      [...world.members, double],
      [double, ...world.members],
    ]) {
      expect(rowText(planOf({ ...world, members }), "bob")).toBe("conflict email_taken");
    }
  });

  it("leave a person in conflict without any change", () => {
    const world = renamed({ ada: "manual" });
    const plan = planOf({
      ...world,
      employees: [employee("ada", { workEmail: "manual@acme.test", firstName: "Eda" })],
      members: [...world.members, member("manual")],
    });
    expect(plan.changes).toEqual([]);
    expect(plan.notes).toHaveLength(1);
  });

  it("do not matter while e-mails are not kept in step", () => {
    const world = renamed({ ada: "manual" });
    const plan = planOf({
      ...world,
      members: [...world.members, member("manual")],
      policy: { update: ["name"] },
    });
    expect(rowText(plan, "ada")).toBe("unchanged in_step");
  });

  it("resolves a chain of a thousand people", () => {
    const ids = Array.from({ length: 1000 }, (_, index) => `p${index}`);
    const plan = planOf(renamed(Object.fromEntries(ids.map((id, index) => [id, ids[index + 1] ?? "free"]))));
    expect(plan.changes).toHaveLength(1000);
    expect(levels(plan.changes)).toMatchObject({ p999: 0, p0: 999 });
  });
});

describe("what is said of an e-mail that stays taken", () => {
  const reasonOf = (world: Parameters<typeof planOf>[0]) =>
    planOf(world).notes.find(({ employeeId }) => employeeId === "ada")?.reason;
  const ada = { employee: employee("ada", { workEmail: "taken@acme.test" }), links: [link("ada")] };

  it.each([
    ["a manual member", [member("taken")], "another member."],
    [
      "a manual member that is archived",
      [member("taken", { status: "archived" })],
      "another (archived) member.",
    ],
    ["two members", [member("taken"), member("double", { email: "taken@acme.test" })], "another member."],
  ])("by %s", (_whom, others, text) => {
    const members = [member("ada"), ...others];
    expect(reasonOf({ employees: [ada.employee], members, links: ada.links })).toBe(
      `The work e-mail taken@acme.test is in use by ${text} Change it there or in the HR tool.`,
    );
  });

  it("by somebody whose own e-mail is another one", () => {
    const holder = employee("zoe", { workEmail: null });
    const members = [member("ada"), member("zoe", { email: "taken@acme.test" })];
    const links = [...ada.links, link("zoe")];
    expect(reasonOf({ employees: [ada.employee, holder], members, links })).toBe(
      "The work e-mail taken@acme.test is in use by another member, the one of Zoe Test (zoe). Change it there or in the HR tool.",
    );
  });

  it("leaves whoever waits for nobody else alone", () => {
    const members = [member("ada"), member("bob"), member("taken")];
    const plan = planOf({
      employees: [ada.employee, employee("bob", { workEmail: "bob.new@acme.test" })],
      members,
      links: [...ada.links, link("bob")],
    });
    expect(rowText(plan, "ada")).toBe("conflict email_taken");
    expect(levels(plan.changes)).toEqual({ bob: 0 });
  });
});

describe("workEmailOf", () => {
  it.each([
    ["ada@acme.test", "ada@acme.test"],
    ["  Ada.O'Neil+x@Mail.Acme.test ", "ada.o'neil+x@mail.acme.test"],
    ["zoë@acmé.test", "zoë@acmé.test"],
  ])("accepts %j", (workEmail, key) => {
    expect(workEmailOf(employee("ada", { workEmail }))).toMatchObject({
      ok: true,
      key,
      value: workEmail.trim(),
    });
  });

  it.each([
    "ada",
    "ada@acme",
    "@acme.test",
    "ada@",
    "ada@@acme.test",
    "ada@acme@x.test",
    "ada@.test",
    "ada@acme.",
    "ada@acme..test",
    "ada b@acme.test",
    "ada@acme.test\u0000",
    "ada\u0007@acme.test",
    `${"a".repeat(250)}@acme.test`,
  ])("refuses %j", (workEmail) => {
    expect(workEmailOf(employee("ada", { workEmail }))).toMatchObject({
      ok: false,
      code: "invalid_work_email",
      why: expect.stringMatching(/^The work e-mail ".*" is not an e-mail address\.$/s),
    });
  });

  it("tells a missing e-mail from an invalid one", () => {
    for (const workEmail of [null, "", " "]) {
      expect(workEmailOf(employee("ada", { workEmail }))).toMatchObject({ ok: false, code: "no_work_email" });
    }
    const { workEmail: _, ...withoutPermission } = employee("ada");
    expect(workEmailOf(withoutPermission)).toMatchObject({
      ok: false,
      code: "no_work_email",
      why: "The HR tool has no work e-mail for this person, or it may not be read.",
    });
  });

  it("takes a word in its place for none, and says which", () => {
    expect(workEmailOf(employee("ada", { workEmail: " N/A " }))).toEqual({
      ok: false,
      code: "no_work_email",
      why: 'The HR tool has "N/A" in the place of a work e-mail.',
    });
  });

  it("is written without what nobody sees, composed", () => {
    const pasted = "\u202aada\u200b.zoe\u0308@acme.test\u202c\ufeff ";
    expect(workEmailOf(employee("ada", { workEmail: pasted }))).toEqual({
      ok: true,
      value: "ada.zo\u00eb@acme.test",
      key: "ada.zo\u00eb@acme.test",
    });
  });

  it("is shown cut off where somebody pasted a page", () => {
    const reading = workEmailOf(employee("ada", { workEmail: "x ".repeat(500) }));
    expect(reading).toMatchObject({ code: "invalid_work_email", why: expect.stringMatching(/^.{1,150}$/s) });
  });
});
