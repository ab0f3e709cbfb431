import { inspect } from "node:util";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { RawBank } from "../../../src/sync/model/bank.js";
import { sharedIbans } from "../../../src/sync/plan/plan-warnings.js";
import { BANKS, employee } from "../../support/people.js";

function paidTo(id: string, iban: string | null | undefined) {
  return employee(id, { bank: iban === undefined ? null : new RawBank({ iban, bic: BANKS.de.bic }) });
}

describe("sharedIbans", () => {
  it("groups the people of one account, however it is written", () => {
    const groups = sharedIbans([
      paidTo("ada", "DE89 3704 0044 0532 0130 00"),
      paidTo("bob", BANKS.fr.iban),
      paidTo("cid", "de89370400440532013000"),
      paidTo("dan", "DE89-3704-0044-0532-0130-00"),
      paidTo("eve", BANKS.gb.iban),
      paidTo("fay", "gb33bukb20201555555555"),
    ]);
    expect(groups).toEqual([
      { masked: "•••• 3000", employeeIds: ["ada", "cid", "dan"] },
      { masked: "•••• 5555", employeeIds: ["eve", "fay"] },
    ]);
  });

  it("knows no group of people without an account, with accounts of their own, or with placeholders", () => {
    const people = [undefined, null, "", "N/A", "N/A", "DE89370400440532013001", "DE89370400440532013001"];
    expect(sharedIbans(people.map((iban, index) => paidTo(`p${index}`, iban)))).toEqual([]);
    expect(sharedIbans([paidTo("ada", BANKS.de.iban), paidTo("bob", BANKS.fr.iban)])).toEqual([]);
  });

  it("counts somebody who is in the list twice once", () => {
    expect(sharedIbans([paidTo("ada", BANKS.de.iban), paidTo("ada", BANKS.de.iban)])).toEqual([]);
  });

  it("holds on to no account", () => {
    const groups = sharedIbans([paidTo("ada", BANKS.de.iban), paidTo("bob", BANKS.de.iban)]);
    const everything = inspect(groups, { depth: null, showHidden: true }) + JSON.stringify(groups);
    expect(everything).not.toContain(BANKS.de.iban.slice(4, 18));
  });

  it("puts everybody into the group of their account, and nobody into two", () => {
    const accounts = [BANKS.de.iban, BANKS.fr.iban, BANKS.gb.iban];
    const company = fc.array(fc.constantFrom(...accounts, "", "broken"), { maxLength: 40 });
    fc.assert(
      fc.property(company, (ibans) => {
        const groups = sharedIbans(ibans.map((iban, index) => paidTo(`p${index}`, iban)));
        const members = groups.flatMap(({ employeeIds }) => employeeIds);
        expect(new Set(members).size).toBe(members.length);
        const shared = ibans.filter(
          (iban) =>
            accounts.some((account) => account === iban) && ibans.filter((one) => one === iban).length > 1,
        );
        expect(members.length).toBe(shared.length);
      }),
    );
  });
});
