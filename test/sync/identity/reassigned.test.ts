import { describe, expect, it } from "vitest";
import type { Employee } from "../../../src/sync/model/employee.js";
import type { Plan } from "../../../src/sync/model/plan.js";
import { decided, employee, link, member, planOf, type World } from "../../support/people.js";

/** HR id 7 was Ada's and is Zoe's now. */
function reassigned(world: World = {}, zoe: Partial<Employee> = {}): Plan {
  return planOf({
    employees: [employee("7", { firstName: "Zoe", lastName: "Quinn", workEmail: "zoe@acme.test", ...zoe })],
    members: [member("zoe", { lastName: "Quinn" }), member("ada")],
    links: [link("7", { memberId: "m-ada", seen: link("ada").seen })],
    ...world,
  });
}

/** What is said of Ada's member; nothing when nobody is missing. */
function saidOfAda(plan: Plan): string | undefined {
  const note = plan.notes.find(({ memberId }) => memberId === "m-ada");
  return note && `${note.code}: ${note.reason}`;
}

describe("the member of somebody whose HR id is another person's now", () => {
  it("is no longer managed, and never archived for that", () => {
    const stored = link("7", { memberId: "m-ada", absentReads: 5, seen: link("ada").seen });
    const plan = reassigned({ links: [stored], policy: { absent: "archive" } });
    expect(saidOfAda(plan)).toBe(
      "absent: HR id 7 belongs to somebody else now, and this person is missing from the employees read. The member stays as it is and is no longer managed.",
    );
    expect(plan.changes).toEqual([]);
  });

  it("is still theirs while it is open who comes with the id", () => {
    const twin = employee("8", { firstName: "Bea", workEmail: "zoe@acme.test" });
    const zoe = employee("7", { firstName: "Zoe", lastName: "Quinn", workEmail: "zoe@acme.test" });
    const plan = reassigned({ employees: [zoe, twin] });
    expect(plan.notes.map(({ employeeId, code }) => `${employeeId} ${code}`)).toEqual([
      "7 duplicate_work_email",
      "8 duplicate_work_email",
    ]);
  });

  it("is nobody's when somebody said that it is not the one of the person with the id", () => {
    const decisions = [decided("unlink", { employee: "7", member: "m-ada" })];
    const world = { decisions, members: [member("ada")] };
    expect(saidOfAda(reassigned(world))).toContain("absent: HR id 7 belongs to somebody else now");
  });

  it("says nothing of people who keep theirs, or whose member is gone", () => {
    const kept = planOf({ employees: [employee("ada")], members: [member("ada")], links: [link("ada")] });
    expect(kept.notes).toEqual([]);
    const gone = planOf({ employees: [employee("ada")], members: [], links: [link("ada")] });
    expect(gone.notes).toEqual([]);
    const none = planOf({ employees: [employee("ada")], members: [member("ada")] });
    expect(none.notes).toEqual([]);
  });

  it("is named among those who are newly left out in the order of their ids", () => {
    const links = ["9", "1"].map((id) => link(id));
    const plan = reassigned({
      members: [member("zoe", { lastName: "Quinn" }), member("ada"), member("9"), member("1")],
      links: [...links, link("7", { memberId: "m-ada", seen: link("ada").seen })],
    });
    expect(plan.releases.map(({ employeeId }) => employeeId)).toEqual(["1", "7", "9"]);
  });

  it("is named in the order of member ids where one id had several", () => {
    const other = (memberId: string) => ({ memberId, account: "personio.other.test" });
    for (const ids of [
      ["m-a", "m-b"],
      ["m-b", "m-a"],
    ]) {
      const plan = planOf({
        members: [member("a"), member("b")],
        links: ids.map((id) => link("9", other(id))),
      });
      expect(plan.releases.map(({ memberId }) => memberId)).toEqual(["m-a", "m-b"]);
    }
  });
});
