import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { RawBank, type RawBankValues } from "../../../src/sync/model/bank.js";
import type { Link } from "../../../src/sync/model/member.js";
import { checkBank } from "../../../src/sync/plan/bank-details.js";
import {
  BANKS,
  bankFingerprint,
  employee,
  link,
  member,
  planOf,
  rawBank,
  rowText,
} from "../../support/people.js";

const { gb, de, fr } = BANKS;

function check(values: RawBankValues, walletCurrency: string | null = null) {
  const { details, warning } = checkBank(rawBank(values), walletCurrency);
  return { masked: details?.masked ?? null, code: warning?.code ?? null, text: warning?.text ?? null };
}

describe("checkBank", () => {
  it("takes valid details in electronic form", () => {
    const { details, warning } = checkBank(
      rawBank({ iban: "gb33 bukb-2020 1555 5555 55", bic: " bukbgb22 " }),
      null,
    );
    expect(details?.reveal()).toEqual({ iban: "GB33BUKB20201555555555", bic: "BUKBGB22" });
    expect(warning).toBeNull();
  });

  it.each<[string, RawBankValues, string | null]>([
    ["nothing at all", {}, null],
    ["empty values", { iban: null, bic: "" }, null],
    ["no IBAN", { bic: gb.bic }, "bank_iban_missing"],
    ["no BIC", { iban: gb.iban, bic: null }, "bank_bic_missing"],
    ["wrong checksum", { iban: "GB33BUKB20201555555556", bic: gb.bic }, "bank_iban_invalid"],
    ["wrong length", { iban: "GB33BUKB202015555", bic: gb.bic }, "bank_iban_invalid"],
    ["no such country", { iban: "XX33BUKB20201555555555", bic: gb.bic }, "bank_iban_invalid"],
    ["a country without IBAN", { iban: "US33BUKB20201555555555", bic: gb.bic }, "bank_iban_invalid"],
    ["no country", { iban: "12345678", bic: gb.bic }, "bank_iban_invalid"],
    ["letters for digits", { iban: "DE89370400440532O13000", bic: de.bic }, "bank_iban_invalid"],
    ["letters for check digits", { iban: "DEXX370400440532013000", bic: de.bic }, "bank_iban_invalid"],
    ["short BIC", { iban: gb.iban, bic: "BUKBGB2" }, "bank_bic_invalid"],
    ["no BIC", { iban: gb.iban, bic: "12345678" }, "bank_bic_invalid"],
    ["BIC of no country", { iban: gb.iban, bic: "BUKBXX22" }, "bank_bic_invalid"],
  ])("takes nothing from %s", (_case, values, code) => {
    expect(check(values)).toMatchObject({ masked: null, code });
  });

  it("takes a missing BIC from the bank code only when it may, and says so", () => {
    const iban = "DE89370400440532013000";
    expect(check({ iban, bic: null })).toMatchObject({
      masked: null,
      code: "bank_bic_missing",
      text: expect.stringContaining("`sync.deriveBic: true`"),
    });
    const { details, warning } = checkBank(rawBank({ iban, bic: " " }), null, true);
    expect(details?.reveal()).toEqual({ iban, bic: "COBADEFFXXX" });
    expect(details?.masked).toBe("•••• 3000 (BIC derived)");
    expect(warning).toBeNull();
  });

  it("keeps the BIC of the HR tool, right or wrong, when it could be derived", () => {
    const iban = "DE89370400440532013000";
    const own = checkBank(rawBank({ iban, bic: "DEUTDEFF" }), null, true);
    expect(own.details?.reveal().bic).toBe("DEUTDEFF");
    expect(own.details?.masked).toBe("•••• 3000");
    expect(checkBank(rawBank({ iban, bic: "12345678" }), null, true)).toMatchObject({
      details: null,
      warning: { code: "bank_bic_invalid" },
    });
  });

  it.each([
    ["a country without tables", gb.iban],
    ["a bank code that is in no table", "DE75999999990000000000"],
    ["an invalid IBAN", "DE00370400440532013000"],
  ])("derives nothing for %s", (_case, iban) => {
    const { details, warning } = checkBank(rawBank({ iban, bic: null }), null, true);
    expect(details).toBeNull();
    expect(warning?.code).toMatch(/^bank_(?:bic_missing|iban_invalid)$/u);
    expect(warning?.text).not.toContain("deriveBic");
  });

  it("takes nothing where the HR tool's account is not clear, and tells the way out", () => {
    const unclear = "There are several accounts. Name one.";
    const { details, warning } = checkBank(new RawBank(gb, unclear), null);
    expect(details).toBeNull();
    expect(warning).toEqual({
      code: "bank_not_readable",
      text: "There are several accounts. Name one. Bank details were left out.",
    });
  });

  it("explains what is wrong without showing the IBAN", () => {
    expect(check({ iban: "GB33BUKB20201 3882", bic: gb.bic }).text).toBe(
      "IBAN •••• 3882 has 17 characters, one from GB has 22. Bank details were left out.",
    );
    expect(check({ iban: "GB33BUKB20201555555556", bic: gb.bic }).text).toContain(
      "checksum of IBAN •••• 5556 is wrong",
    );
    expect(check({ iban: "XX33BUKB20201555555555", bic: gb.bic }).text).toContain("starts with XX");
    expect(check({ iban: "370400440532013000", bic: gb.bic }).text).toContain(
      "does not start with a country code",
    );
    expect(check({ iban: gb.iban }).text).toBe(
      "There is no BIC for the IBAN •••• 5555. Bank details were left out.",
    );
    expect(check({ iban: gb.iban, bic: "BUKB" }).text).toContain("has 4 characters, a BIC has 8 or 11");
  });

  it.each([
    [gb, "GBP", null],
    [gb, "EUR", null],
    [de, "EUR", null],
    [de, "eur", null],
    [de, "GBP", "bank_currency_mismatch"],
    [fr, "SEK", "bank_currency_mismatch"],
    [de, "USD", "bank_currency_mismatch"],
    [de, "XTS", null],
    [de, null, null],
  ])("compares %j with a wallet in %s", (values, currency, code) => {
    expect(check(values, currency).code).toBe(code);
  });

  it("only warns when IBAN and BIC are of different countries", () => {
    expect(check({ iban: de.iban, bic: "REVOLT21" })).toMatchObject({
      masked: "•••• 3000",
      code: "bank_country_mismatch",
    });
    expect(check({ iban: gb.iban, bic: "BARCJESH" }).code).toBeNull();
  });
});

describe("bank details in a plan", () => {
  const planFor = (values: RawBankValues, stored: Partial<Link> = {}, walletCurrency: string | null = null) =>
    planOf({
      employees: [employee("ada", { bank: rawBank(values) })],
      members: [member("ada")],
      links: [link("ada", stored)],
      policy: { walletCurrency },
    });
  const fingerprint = (values: RawBankValues) => {
    const { details } = checkBank(rawBank(values), null);
    return details ? bankFingerprint(details) : null;
  };

  it("are written when none were written before", () => {
    const [change] = planFor(gb).changes;
    expect(change?.fields).toEqual([{ field: "bank", from: "not shown by Spendesk", to: "•••• 5555" }]);
    expect(change?.desired.bank?.fingerprint).toBe(fingerprint(gb));
  });

  it("are written when others were written before", () => {
    expect(planFor(de, { bankFingerprint: fingerprint(gb) }).changes[0]?.fields).toEqual([
      { field: "bank", from: "previous details", to: "•••• 3000" },
    ]);
  });

  it("are left alone when the same were written before", () => {
    expect(rowText(planFor(gb, { bankFingerprint: fingerprint(gb) }), "ada")).toBe("unchanged in_step");
    const headOffice = { iban: de.iban, bic: "COBADEFF" };
    expect(rowText(planFor(headOffice, { bankFingerprint: fingerprint(de) }), "ada")).toBe(
      "unchanged in_step",
    );
  });

  it("are written to a member that replaces a deleted one", () => {
    const plan = planOf({
      employees: [employee("ada", { bank: rawBank(gb) })],
      links: [link("ada", { bankFingerprint: fingerprint(gb) })],
    });
    expect(plan.changes[0]?.fields.map(({ field }) => field)).toContain("bank");
    expect(plan.changes[0]?.fields.find(({ field }) => field === "bank")?.from).toBeNull();
  });

  it("leave a warning on an unchanged row when they are not valid", () => {
    const [row] = planFor({ iban: gb.iban }, { bankFingerprint: fingerprint(de) }).unchanged;
    expect(row).toMatchObject({ code: "in_step", warnings: [{ code: "bank_bic_missing" }] });
    expect(planFor(de, {}, "GBP").unchanged[0]?.warnings[0]?.code).toBe("bank_currency_mismatch");
  });

  it("stay masked however a plan is printed", () => {
    const plan = planFor(gb);
    for (const text of [JSON.stringify(plan), inspect(plan, { depth: null, showHidden: true })]) {
      expect(text).not.toContain("BUKB");
      expect(text).not.toContain("2020155555");
    }
  });
});
