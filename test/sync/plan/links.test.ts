import { describe, expect, it } from "vitest";
import { linksAfter } from "../../../src/sync/identity/index.js";
import { hrStatusOf } from "../../../src/sync/model/member.js";
import { BANKS, employee, link, member, planOf, rawBank, rowText } from "../../support/people.js";

describe("the links of a plan", () => {
  it("link people who are in step from now on", () => {
    const plan = planOf({ employees: [employee("ada")], members: [member("ada")] });
    expect(plan.links).toEqual({ upsert: [link("ada")], remove: [] });
  });

  it("link whoever is found to the member that is to be updated, and nobody who is to be archived", () => {
    const eda = { firstName: "Eda", workEmail: "ada@acme.test" };
    const updated = planOf({
      employees: [employee("ada", { ...eda, lastName: "Test", bank: rawBank(BANKS.gb) })],
      members: [member("ada", { firstName: "Eda" })],
    });
    expect(updated.changes.map(({ action }) => action)).toEqual(["update"]);
    const seen = { ...link("ada").seen, firstName: "Eda" };
    expect(updated.links.upsert).toEqual([link("ada", { seen })]);
    const left = planOf({ employees: [employee("ada", { status: "inactive" })], members: [member("ada")] });
    expect(left.changes.map(({ action }) => action)).toEqual(["archive"]);
    expect(left.links.upsert).toEqual([]);
  });

  it("count nobody as missing whose record has somebody else's e-mail", () => {
    const employees = [employee("ada"), employee("bob", { firstName: null, workEmail: "ada@acme.test" })];
    const members = [member("ada"), member("bob")];
    const links = [link("ada"), link("bob")];
    const plan = planOf({ employees, members, links, policy: { absent: "archive" } });
    expect(plan.notes.filter(({ employeeId }) => employeeId === "bob")).toMatchObject([
      { kind: "conflict", code: "duplicate_work_email" },
    ]);
    const bob = linksAfter(links, plan.links).find(({ employeeId }) => employeeId === "bob");
    expect(bob).toMatchObject({ hrStatus: "managed", absentReads: 0 });
  });

  it("are empty when nothing is new", () => {
    const employees = [employee("ada", { workEmail: "ADA@acme.test" })];
    const plan = planOf({ employees, members: [member("ada")], links: [link("ada")] });
    expect(plan.links).toEqual({ upsert: [], remove: [] });
  });

  it("learn what was seen of people, and nothing of what is not written yet", () => {
    const plan = planOf({
      employees: [employee("ada", { firstName: "Eda", bank: rawBank(BANKS.gb) }), employee("bob")],
      members: [member("ada")],
      links: [link("ada")],
    });
    expect(plan.changes).toHaveLength(2);
    const seen = { ...link("ada").seen, firstName: "Eda" };
    expect(plan.links).toEqual({ upsert: [link("ada", { seen })], remove: [] });
  });

  it("know before the first day that the member is archived, whoever archived it", () => {
    for (const state of [{ archived: true }, { hidden: true }]) {
      const plan = planOf({
        employees: [employee("ada", { status: "pending", startDate: "2027-01-01" })],
        links: [link("ada", state)],
      });
      expect(rowText(plan, "ada")).toBe("unchanged not_started");
      expect(plan.links.upsert).toMatchObject([state]);
    }
  });

  it("follow the filter out and back in", () => {
    const out = planOf({
      employees: [employee("ada", { workLocation: "Elsewhere" })],
      members: [member("ada")],
      links: [link("ada")],
    });
    expect(out.links.upsert).toEqual([link("ada", { hrStatus: "previously_managed", released: "data" })]);
    const back = planOf({ employees: [employee("ada")], members: [member("ada")], links: out.links.upsert });
    expect(back.links.upsert).toEqual([link("ada")]);
  });

  it("keep somebody managed during the days of grace although the location is blank", () => {
    const plan = planOf({
      employees: [employee("ada", { terminationDate: "2026-11-20", workLocation: "Elsewhere" })],
      members: [member("ada")],
      links: [link("ada")],
      policy: { graceDays: 10 },
    });
    expect(plan.links.upsert).toEqual([]);
  });

  it("forget an archive that somebody undid by hand", () => {
    const plan = planOf({
      employees: [employee("ada")],
      members: [member("ada")],
      links: [link("ada", { archived: true })],
    });
    expect(plan.links.upsert).toEqual([link("ada")]);
  });

  it("let nobody go who was missing and is in a conflict now", () => {
    const plan = planOf({
      employees: [employee("ada", { firstName: "Zoe", lastName: "Quinn", workEmail: "zoe@acme.test" })],
      members: [member("ada")],
      links: [link("ada", { account: null, hrStatus: "previously_managed", absentReads: 1 })],
    });
    expect(rowText(plan, "ada")).toBe("conflict identity_unclear");
    expect(plan.releases).toEqual([]);
    expect(plan.links).toEqual({ upsert: [], remove: [] });
  });

  it("keep the one of the same id in another tool, whose accounts may have equal names", () => {
    const other = link("ada", { source: "bamboohr", memberId: "m-old" });
    const plan = planOf({
      employees: [employee("ada")],
      members: [member("ada"), member("old")],
      links: [other],
    });
    const after = linksAfter([other], plan.links);
    expect(after.map(({ source, memberId }) => [source, memberId]).sort()).toEqual([
      ["bamboohr", "m-old"],
      ["personio", "m-ada"],
    ]);
  });

  it("replace the link to a member that is gone", () => {
    const plan = planOf({
      employees: [employee("ada")],
      members: [member("ada")],
      links: [link("ada", { memberId: "m-gone", bankFingerprint: "f", managerMemberId: "m-x" })],
    });
    expect(plan.links.upsert).toEqual([link("ada")]);
  });

  it("drop the link of a former record that lost its member but matches another by e-mail", () => {
    const plan = planOf({
      employees: [employee("old", { status: "inactive" }), employee("ada")],
      members: [member("ada"), member("old", { status: "archived" })],
      links: [link("old", { memberId: "m-ada" })],
    });
    const links = linksAfter([link("old", { memberId: "m-ada" })], plan.links);
    expect(links.map(({ employeeId, memberId }) => [employeeId, memberId])).toEqual([["ada", "m-ada"]]);
  });

  it("keep the one to an archived member when another member only passed through the record's hands", () => {
    const left = { firstName: "Zoe", workEmail: "zoe@acme.test", status: "inactive" } as const;
    const links = [
      link("a", { memberId: "m-archived", archived: true }),
      link("b", { memberId: "m-ada", seen: { ...link("zoe").seen, emails: [] } }),
    ];
    const plan = planOf({
      employees: [employee("a", left), employee("b", left), employee("ada")],
      members: [member("ada")],
      links,
    });
    expect(linksAfter(links, plan.links).map(({ employeeId, memberId }) => [employeeId, memberId])).toEqual([
      ["a", "m-archived"],
      ["ada", "m-ada"],
    ]);
  });

  it("count as managed who is managed then and was not archived before", () => {
    const plan = planOf({
      employees: [
        employee("instep"),
        employee("matched"),
        employee("changed", { firstName: "X" }),
        employee("leaver", { status: "inactive" }),
        employee("odd", { status: "unknown" }),
        employee("joiner"),
        employee("out", { workLocation: "Elsewhere" }),
        employee("left", { status: "inactive" }),
      ],
      members: [
        ...["instep", "matched", "changed", "leaver", "odd", "out", "gone", "manual"].map((id) => member(id)),
        member("left", { status: "archived" }),
      ],
      links: ["instep", "changed", "leaver", "odd", "out", "left", "gone"].map((id) => link(id)),
    });
    // instep, matched, changed, leaver, odd, and out and gone, who are released now
    expect(plan.counts.managedMembers).toBe(7);
  });
});

describe("linksAfter", () => {
  it("removes, replaces and adds", () => {
    const changed = link("bob", { hrStatus: "previously_managed" });
    const after = linksAfter([link("ada"), link("bob")], {
      upsert: [changed, link("cyd")],
      remove: [link("ada")],
    });
    expect(after).toEqual([changed, link("cyd")]);
  });
});

describe("hrStatusOf", () => {
  it("tells managed, previously managed and manual members", () => {
    const statusOf = hrStatusOf([
      link("ada"),
      link("bob", { hrStatus: "previously_managed" }),
      link("bob2", { memberId: "m-bob" }),
      link("cyd", { hrStatus: "previously_managed" }),
    ]);
    expect(["m-ada", "m-bob", "m-cyd", "m-dan"].map(statusOf)).toEqual([
      "managed",
      "managed",
      "previously_managed",
      "manual",
    ]);
  });
});
