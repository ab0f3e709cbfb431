import { describe, expect, it } from "vitest";
import type { RawBankValues } from "../../../src/sync/model/bank.js";
import { checkBank, electronic } from "../../../src/sync/plan/bank-details.js";
import { sharedAccounts } from "../../../src/sync/plan/plan-warnings.js";
import { BANKS, employee, link, member, planOf, rawBank } from "../../support/people.js";

const { gb, de, fr } = BANKS;
const TURKEY = { iban: "TR330006100519786457841326", bic: "TCZBTR2A" };

function textOf(values: RawBankValues, walletCurrency: string | null = null, deriveBic = false) {
  return checkBank(rawBank(values), walletCurrency, deriveBic).warning?.text ?? null;
}

describe("what is wrong with bank details", () => {
  it.each<[string, RawBankValues, string]>([
    [
      "letters for check digits",
      { iban: "DEXX370400440532013000" },
      "The third and fourth characters of IBAN •••• 3000 are not digits.",
    ],
    [
      "a letter for a digit",
      { iban: "DE89370400440532O13000" },
      "IBAN •••• 3000 has letters or digits where one from DE has not.",
    ],
    [
      "one character too many",
      { iban: "DE893704004405320130001" },
      "IBAN •••• 0001 has 23 characters, one from DE has 22.",
    ],
    [
      "a digit before the country",
      { iban: "1E89370400440532013000" },
      "IBAN •••• 3000 does not start with a country code.",
    ],
    [
      "a digit in the country",
      { iban: "D189370400440532013000" },
      "IBAN •••• 3000 does not start with a country code.",
    ],
    ["one character", { iban: "D" }, "IBAN •••• does not start with a country code."],
    [
      "a country without IBANs",
      { iban: "US89370400440532013000" },
      "IBAN •••• 3000 starts with US, which is no country with IBANs.",
    ],
  ])("is said of an IBAN with %s", (_what, values, text) => {
    expect(textOf({ bic: de.bic, ...values })).toBe(`${text} Bank details were left out.`);
  });

  it.each([
    ["BUKBGB2", "has 7 characters, a BIC has 8 or 11."],
    ["12345678", "is not built like one (four letters, a country code, then letters or digits)."],
    ["BUKBGB222", "has 9 characters, a BIC has 8 or 11."],
    ["BUKBGB2222", "has 10 characters, a BIC has 8 or 11."],
    ["1UKBGB22XXX", "is not built like one (four letters, a country code, then letters or digits)."],
    ["BUKBGB22XXXX", "has 12 characters, a BIC has 8 or 11."],
  ])("is said of the BIC %s", (bic, text) => {
    expect(textOf({ iban: gb.iban, bic })).toBe(
      `The BIC for the IBAN •••• 5555 ${text} Bank details were left out.`,
    );
  });

  it.each<[string, string, boolean, string]>([
    [
      "may be derived and is in no table",
      gb.iban,
      true,
      ", and its bank code does not tell it. Bank details were left out.",
    ],
    ["is in no table", gb.iban, false, ". Bank details were left out."],
    [
      "could be derived",
      de.iban,
      false,
      ". Bank details were left out. `sync.deriveBic: true` would take it from the bank code.",
    ],
  ])("is said of a missing BIC that %s", (_what, iban, deriveBic, text) => {
    const masked = iban === gb.iban ? "•••• 5555" : "•••• 3000";
    expect(textOf({ iban }, null, deriveBic)).toBe(`There is no BIC for the IBAN ${masked}${text}`);
  });

  it.each([
    [
      TURKEY,
      "EUR",
      "IBAN •••• 1326 is from TR, which does not fit a wallet in EUR. Bank details were left out.",
    ],
    [
      TURKEY,
      "eur",
      "IBAN •••• 1326 is from TR, which does not fit a wallet in eur. Bank details were left out.",
    ],
    [TURKEY, "TRY", null],
    [fr, "EUR", null],
  ])("is said of %j for a wallet in %s", (values, currency, text) => {
    expect(textOf(values, currency)).toBe(text);
  });
});

describe("an IBAN or a BIC as it is compared", () => {
  it.each([
    ["gb33  bukb - 2020", "GB33BUKB2020"],
    ["\tAB\u00a0--12\n", "AB12"],
    ["", ""],
    [null, ""],
    [undefined, ""],
  ])("%j", (value, text) => {
    expect(electronic(value)).toBe(text);
  });
});

describe("bank details that are fine", () => {
  it("leave no warning on the row of a change", () => {
    const plan = planOf({
      employees: [employee("ada", { bank: rawBank(gb) })],
      members: [member("ada")],
      links: [link("ada")],
    });
    expect(plan.changes[0]?.warnings).toEqual([]);
  });
});

describe("many shared accounts", () => {
  const BANK = { update: ["bank"] } as const;

  /** A valid German IBAN of an account number. */
  function ibanOf(account: number): string {
    const bban = `37040044${String(account).padStart(10, "0")}`;
    const check = 98n - (BigInt(`${bban}131400`) % 97n);
    return `DE${String(check).padStart(2, "0")}${bban}`;
  }

  function pairs(count: number) {
    return Array.from({ length: count }, (_, index) =>
      ["a", "b"].map((side) =>
        employee(`${side}${index}`, { bank: rawBank({ iban: ibanOf(index), bic: de.bic }) }),
      ),
    ).flat();
  }

  it.each([
    [9, 9, null],
    [10, 10, null],
    [11, 11, "1 more bank account for several people."],
    [13, 11, "3 more bank accounts for several people."],
  ])("are said one by one up to ten: %i", (count, warnings, more) => {
    const found = sharedAccounts(BANK, pairs(count));
    expect(found).toHaveLength(warnings);
    expect(found[0]?.text).toBe("One bank account for several people: A0 Test, B0 Test.");
    expect(found[10]?.text ?? null).toBe(more);
    expect(found.flatMap(({ about = [] }) => about)).toHaveLength(2 * count);
    expect(new Set(found.map(({ code }) => code))).toEqual(new Set(["shared_iban"]));
  });

  it("are none where nobody has a bank account", () => {
    const people = ["ada", "bob"].map((id) => employee(id, { bank: rawBank({ iban: " ", bic: null }) }));
    expect(sharedAccounts(BANK, people)).toEqual([]);
  });
});
