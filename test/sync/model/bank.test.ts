import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { BankDetails, maskIban, RawBank } from "../../../src/sync/model/bank.js";
import { BANKS } from "../../support/people.js";

const GB = "GB33BUKB20201555555555";

describe("bank details that are printed", () => {
  it.each<[string, () => RawBank | BankDetails, string]>([
    ["as the HR tool gave them", () => new RawBank(BANKS.gb), "•••• 5555"],
    ["without an IBAN", () => new RawBank({ iban: null, bic: "BUKBGB22" }), "(empty)"],
    ["valid ones", () => new BankDetails(GB, "BUKBGB22"), "•••• 5555"],
    ["with a derived BIC", () => new BankDetails(GB, "BUKBGB22", true), "•••• 5555 (BIC derived)"],
  ])("are masked in every way: %s", (_what, made, masked) => {
    const bank = made();
    expect(`${bank}`).toBe(masked);
    expect(JSON.stringify({ bank })).toBe(`{"bank":"${masked}"}`);
    expect(inspect(bank)).toBe(masked);
    expect(inspect({ bank }, { depth: 5, showHidden: true })).not.toContain("2020");
  });

  it("are revealed whole where they are asked for", () => {
    expect(new RawBank(BANKS.gb).reveal()).toEqual(BANKS.gb);
    expect(new BankDetails(GB, "BUKBGB22").reveal()).toEqual({ iban: GB, bic: "BUKBGB22" });
  });

  it("say why no account can be told, if there is a reason", () => {
    expect(new RawBank(BANKS.gb).unclear).toBeNull();
    expect(new RawBank({}, "Two accounts.").unclear).toBe("Two accounts.");
  });
});

describe("an IBAN", () => {
  it.each([
    [GB, "•••• 5555"],
    ["GB33 BUKB 2020 1555 5555 55", "•••• 5555"],
    ["NO9386011117", "•••• 1117"],
    ["NO 93 8601 11", "••••"],
    ["NO938601111", "••••"],
    ["", "••••"],
  ])("%j shows its last four characters when it is long enough: %j", (iban, masked) => {
    expect(maskIban(iban)).toBe(masked);
  });
});
