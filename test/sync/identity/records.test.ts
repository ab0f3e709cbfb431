import { describe, expect, it } from "vitest";
import type { Employee } from "../../../src/sync/model/employee.js";
import { employee, link, member, planOf, rowText, type World } from "../../support/people.js";

const ZOE: Partial<Employee> = { firstName: "Zoe", lastName: "Quinn" };
const LEFT: Partial<Employee> = { status: "inactive" };
const UNKNOWN: Partial<Employee> = { status: "unknown" };

/** A record of Ada's with her e-mail. */
const record = (id: string, values: Partial<Employee> = {}) =>
  employee(id, { workEmail: "ada@acme.test", firstName: "Ada", ...values });

const adasLink = (id: string, memberId = "m-ada") => link(id, { memberId, seen: link("ada").seen });

function rowsOf(records: readonly Employee[], world: World = {}): string[] {
  const plan = planOf({ employees: [...records], ...world });
  return records.map(({ id }) => rowText(plan, id));
}

describe("of several records of one person", () => {
  it("the one with a start date stands before the linked one without", () => {
    const records = [record("r0", { startDate: "2025-01-01" }), record("r1")];
    const world = { members: [member("ada")], links: [adasLink("r1")] };
    expect(rowsOf(records, world)).toEqual(["unchanged newly_linked", "skipped superseded"]);
  });

  it("the smaller id stands when both are linked", () => {
    const world = {
      members: [member("ada"), member("two", { email: "ada.two@acme.test", firstName: "Ada" })],
      links: [adasLink("r1"), adasLink("r2", "m-two")],
    };
    expect(rowsOf([record("r1"), record("r2")], world)).toEqual(["unchanged in_step", "skipped superseded"]);
  });

  it("one that is to start long from now stands before one of unknown status", () => {
    const records = [
      record("later", { status: "pending", startDate: "2027-01-01" }),
      record("unknown", { ...UNKNOWN, startDate: "2027-02-01" }),
    ];
    expect(rowsOf(records)).toEqual(["skipped not_started", "skipped unknown_status"]);
  });

  it("one stands when all have left and there is no member", () => {
    expect(rowsOf([record("r1", LEFT), record("r2", LEFT)])).toEqual([
      "skipped left_without_member",
      "skipped superseded",
    ]);
  });

  it("none of unknown status gives its member to another one", () => {
    const plan = planOf({
      employees: [record("r1", UNKNOWN), record("r2", { ...UNKNOWN, startDate: "2025-01-01" })],
      members: [member("ada")],
      links: [adasLink("r1")],
    });
    expect(plan.links).toEqual({ upsert: [], remove: [] });
  });

  it("none is one without an e-mail, whatever the names", () => {
    const records = [record("r1", { workEmail: null }), record("r2", { workEmail: null })];
    expect(rowsOf(records)).toEqual(["skipped no_work_email", "skipped no_work_email"]);
  });
});

describe("two people with one e-mail", () => {
  it("are no conflict when one has left and the status of the other one is not known", () => {
    expect(
      rowsOf([record("old", LEFT), employee("zoe", { ...ZOE, ...UNKNOWN, workEmail: "ada@acme.test" })]),
    ).toEqual(["skipped left_without_member", "skipped unknown_status"]);
  });

  it.each([
    [2, "Zoe1 Quinn (z1)"],
    [3, "Zoe1 Quinn (z1), Zoe2 Quinn (z2)"],
    [4, "Zoe1 Quinn (z1), Zoe2 Quinn (z2) and 1 more"],
  ])("are named to each other; of %i it is said: %s", (count, others) => {
    const employees = Array.from({ length: count }, (_, index) =>
      employee(`z${index}`, { firstName: `Zoe${index}`, lastName: "Quinn", workEmail: "zoe@acme.test" }),
    );
    expect(planOf({ employees }).notes[0]?.reason).toBe(
      `The work e-mail zoe@acme.test also belongs to ${others}. Correct it in the HR tool.`,
    );
  });
});
