import { describe, expect, it } from "vitest";
import { accountsOf } from "../../../src/sync/identity/index.js";
import type { Employee } from "../../../src/sync/model/employee.js";
import { employeesOfSource } from "../../../src/sync/model/sources.js";
import { decisionFor } from "../../../src/sync/run/explain.js";
import { BANKS, employee, link, member, planOf, rawBank, type World } from "../../support/people.js";

const PERSONIO = { source: "personio", key: "personio.acme.test", isProven: true };
const DEEL = { source: "deel", key: "deel.acme.test", isProven: true };

function inPersonio(...employees: readonly Employee[]): readonly Employee[] {
  return employeesOfSource("personio", employees);
}

function inDeel(...employees: readonly Employee[]): readonly Employee[] {
  return employeesOfSource("deel", employees);
}

const ofDeel = { source: DEEL.source, account: DEEL.key };

function plan(world: World) {
  return planOf({ accounts: accountsOf([PERSONIO, DEEL]), ...world });
}

describe("two sources", () => {
  it("have people of their own under the same id", () => {
    const made = plan({
      employees: [...inPersonio(employee("ada")), ...inDeel({ ...employee("bob"), id: "ada" })],
      members: [member("ada"), member("bob")],
      links: [
        link("ada", { employeeId: "personio:ada" }),
        link("bob", { ...ofDeel, employeeId: "deel:ada" }),
      ],
    });
    expect(made.unchanged.map(({ employeeId, memberId }) => [employeeId, memberId])).toEqual([
      ["deel:ada", "m-bob"],
      ["personio:ada", "m-ada"],
    ]);
    expect(made.links).toEqual({ upsert: [], remove: [] });
  });

  it("give somebody both know one member, linked to the earlier source", () => {
    const made = plan({
      employees: [...inPersonio(employee("ada")), ...inDeel({ ...employee("ada"), id: "77" })],
      members: [member("ada")],
      links: [link("ada", { ...ofDeel, employeeId: "deel:77" })],
    });
    expect(made.changes).toEqual([]);
    expect(decisionFor(made, { employeeId: "personio:ada" })).toMatchObject({ kind: "unchanged" });
    expect(decisionFor(made, { employeeId: "deel:77" })?.row.code).toBe("superseded");
    expect(made.links.upsert).toEqual([
      expect.objectContaining({ source: "personio", employeeId: "personio:ada", alsoIn: ["deel"] }),
    ]);
  });

  it("follow their order in the configuration", () => {
    const employees = [
      ...inPersonio(employee("ada", { firstName: "Ada" })),
      ...inDeel({ ...employee("ada"), id: "77", displayName: "Ada Test", startDate: "2026-01-01" }),
    ];
    const first = planOf({ accounts: accountsOf([DEEL, PERSONIO]), employees });
    expect(first.changes.map(({ employeeId }) => employeeId)).toEqual(["deel:77"]);
    const other = planOf({ accounts: accountsOf([PERSONIO, DEEL]), employees });
    expect(other.changes.map(({ employeeId }) => employeeId)).toEqual(["personio:ada"]);
  });

  it("fill what the earlier one leaves open, while the person works for both", () => {
    const open = inPersonio(employee("ada", { bank: null }), employee("max"));
    const known = {
      ...employee("ada"),
      id: "77",
      bank: rawBank(BANKS.gb),
      manager: { id: "9", email: null },
    };
    const boss = { ...employee("max"), id: "9" };
    const made = plan({ employees: [...open, ...inDeel(known, boss)] });
    const ada = made.changes.find(({ employeeId }) => employeeId === "personio:ada");
    expect(ada?.fields.map(({ field }) => field)).toEqual([
      "email",
      "firstName",
      "lastName",
      "bank",
      "manager",
    ]);
    expect(ada?.desired.manager?.employeeId).toBe("personio:max");
    const over = { ...known, status: "inactive" as const };
    const later = plan({ employees: [...open, ...inDeel(over, boss)] });
    const fields = later.changes.find(({ employeeId }) => employeeId === "personio:ada")?.fields;
    expect(fields?.map(({ field }) => field)).toEqual(["email", "firstName", "lastName"]);
  });

  it("never overwrite what the earlier one says", () => {
    const made = plan({
      employees: [
        ...inPersonio(employee("ada", { bank: rawBank(BANKS.de) })),
        ...inDeel({ ...employee("ada"), id: "77", bank: rawBank(BANKS.gb) }),
      ],
    });
    expect(made.changes[0]?.desired.bank?.details.masked).toContain("3000");
  });

  it("keep somebody who has left by one and works on by the other", () => {
    const made = plan({
      employees: [
        ...inPersonio(employee("ada", { status: "inactive" })),
        ...inDeel({ ...employee("ada"), id: "77" }),
      ],
      members: [member("ada")],
      links: [link("ada", { employeeId: "personio:ada", alsoIn: ["deel"] })],
    });
    expect(made.changes).toEqual([]);
    expect(made.links.upsert).toEqual([expect.objectContaining({ employeeId: "deel:77", source: "deel" })]);
  });

  it("are two people where one address has two names, and neither is touched", () => {
    const bob = { ...employee("bob"), id: "77", workEmail: "ada@acme.test" };
    const made = plan({ employees: [...inPersonio(employee("ada")), ...inDeel(bob)] });
    expect(made.changes).toEqual([]);
    expect(made.notes.map(({ code }) => code)).toEqual(["duplicate_work_email", "duplicate_work_email"]);
  });

  it("leave a member to the source that could not be read, whatever the other one says", () => {
    const made = planOf({
      accounts: accountsOf([PERSONIO]),
      unread: new Set(["deel"]),
      employees: inPersonio(employee("ada", { lastName: "Changed" }), employee("cy")),
      members: [member("ada"), member("bob")],
      links: [
        link("ada", { ...ofDeel, employeeId: "deel:77" }),
        link("bob", { ...ofDeel, employeeId: "deel:78" }),
      ],
    });
    expect(made.changes.map(({ employeeId }) => employeeId)).toEqual(["personio:cy"]);
    const codes = Object.fromEntries(made.notes.map(({ employeeId, code }) => [employeeId, code]));
    expect(codes).toEqual({
      "personio:ada": "source_unread",
      "deel:77": "source_unread",
      "deel:78": "source_unread",
    });
    expect(made.links).toEqual({ upsert: [], remove: [] });
  });
});
