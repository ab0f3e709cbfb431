import { describe, expect, it } from "vitest";
import { RawBank } from "../../../src/sync/model/bank.js";
import type { Employee } from "../../../src/sync/model/employee.js";
import { diffPlans, keptPlan } from "../../../src/sync/run/kept-plan.js";
import type { PlannedEntity } from "../../../src/sync/run/plan-task.js";
import { BANKS, employee, link, member, planOf } from "../../support/people.js";

const KEY = new Uint8Array(32).fill(3);

function kept(employees: readonly Employee[], key = KEY) {
  const ids = ["ada", "bea"];
  const plan = planOf({
    employees,
    members: ids.map((id) => member(id)),
    links: ids.map((id) => link(id)),
    inFilter: ({ workLocation }) => workLocation !== "Elsewhere",
  });
  return keptPlan({ task: { entity: "acme-uk" }, plan } as PlannedEntity, key);
}

const BEA = employee("bea", { lastName: "Newname" });

describe("a plan that is kept", () => {
  it("holds no value, and nobody who is merely skipped", () => {
    const plan = kept([
      employee("ada", { bank: new RawBank(BANKS.gb) }),
      BEA,
      employee("out", { workLocation: "Elsewhere" }),
    ]);
    expect(plan.people?.map(({ name }) => name).sort()).toEqual(["Ada Test", "Bea Newname"]);
    const said = JSON.stringify(plan.rows);
    for (const value of ["Newname", "Test", "ada", "bea", BANKS.gb.iban.slice(-4), "••••"]) {
      expect(said).not.toContain(value);
    }
    expect(plan.rows.map(({ kind, fields }) => [kind, fields]).sort()).toEqual([
      ["update", ["bank"]],
      ["update", ["lastName"]],
    ]);
  });

  it("can't be guessed without the key", () => {
    const persons = [KEY, new Uint8Array(32).fill(4)].map((key) => kept([BEA], key).rows[0]?.person);
    expect(persons[0]).toMatch(/^[0-9a-f]{32}$/);
    expect(persons[1]).not.toBe(persons[0]);
  });
});

describe("the difference of two plans", () => {
  it("is nothing for the same people and values, in whatever order they were read", () => {
    const ada = employee("ada", { firstName: "Adele" });
    expect(diffPlans(kept([ada, BEA]), kept([BEA, ada]))).toEqual({
      added: [],
      gone: [],
      different: [],
      same: 2,
    });
  });

  it("names who is new, who is gone, and of whom something else is said", () => {
    const then = kept([employee("ada", { firstName: "Adele" }), BEA]);
    const now = kept([
      employee("ada"),
      { ...BEA, status: "inactive", terminationDate: "2026-11-20" },
      employee("kim"),
    ]);
    const { added, gone, different } = diffPlans(then, now);
    expect(added).toMatchObject([{ kind: "create", who: { name: "Kim Test" } }]);
    expect(gone).toMatchObject([{ kind: "update", fields: ["firstName"], who: { employeeId: "ada" } }]);
    expect(different).toMatchObject([
      { from: { kind: "update" }, to: { kind: "archive", who: { memberId: "m-bea" } } },
    ]);
  });

  it("sees that other bank details are written, of which neither plan holds a digit", () => {
    const withBank = (bank: typeof BANKS.gb | typeof BANKS.fr) =>
      kept([employee("ada", { bank: new RawBank(bank) }), employee("bea")]);
    expect(diffPlans(withBank(BANKS.gb), withBank(BANKS.fr))).toMatchObject({
      different: [{ from: { fields: ["bank"] }, to: { fields: ["bank"] } }],
    });
    expect(diffPlans(withBank(BANKS.gb), withBank(BANKS.gb)).same).toBe(1);
  });

  it("goes on without names, and without one of the plans", () => {
    const plan = kept([BEA, employee("ada")]);
    expect(diffPlans(null, { ...plan, people: null })).toMatchObject({
      added: [{ kind: "update", who: null }],
      same: 0,
    });
    expect(diffPlans(plan, null).gone).toHaveLength(1);
  });
});
