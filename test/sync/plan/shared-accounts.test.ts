import { describe, expect, it } from "vitest";
import { RawBank } from "../../../src/sync/model/bank.js";
import type { Employee } from "../../../src/sync/model/employee.js";
import { employeeName } from "../../../src/sync/model/employee.js";
import { sharedAccounts } from "../../../src/sync/plan/plan-warnings.js";
import { BANKS, employee } from "../../support/people.js";

function paidTo(
  id: string,
  bank: { readonly iban: string; readonly bic: string },
  more: Partial<Employee> = {},
) {
  return employee(id, { bank: new RawBank(bank), ...more });
}

const BANK = { update: ["name", "bank"] } as const;

describe("warnings of shared bank accounts", () => {
  it("name the people of each account, and nothing of the account", () => {
    const people = [paidTo("bob", BANKS.de), paidTo("ada", BANKS.de), paidTo("cid", BANKS.fr)];
    const names = [people[0], people[1]].map((one) => one && employeeName(one)).sort();
    const text = `One bank account for several people: ${names.join(", ")}.`;
    const about = people
      .slice(0, 2)
      .map((one) => ({ key: one.id, employeeId: one.id, name: employeeName(one) }));
    expect(sharedAccounts(BANK, people)).toEqual([{ code: "shared_iban", text, about }]);
  });

  it("are given only when bank details are kept in step", () => {
    const people = [paidTo("ada", BANKS.de), paidTo("bob", BANKS.de)];
    expect(sharedAccounts({ update: ["email", "name", "manager"] }, people)).toEqual([]);
    expect(sharedAccounts(BANK, people)).toHaveLength(1);
  });

  it("leave out who has left: somebody who came back has two records", () => {
    const people = [paidTo("ada-1", BANKS.de, { status: "inactive" }), paidTo("ada-2", BANKS.de)];
    expect(sharedAccounts(BANK, people)).toEqual([]);
  });

  it("name ten people of an account, and count the others", () => {
    const people = Array.from({ length: 13 }, (_, index) => paidTo(`p${index}`, BANKS.de));
    const [warning] = sharedAccounts(BANK, people);
    expect(warning?.text).toMatch(/ and 3 more\.$/);
    expect(warning?.about).toHaveLength(13);
  });
});
