import { composeIBAN, isValidBIC } from "ibantools";
import { describe, expect, it } from "vitest";
import { bicOfBankCode } from "../../../src/sync/plan/bank-details.js";

describe("the BIC of a bank code", () => {
  it.each([
    ["AT", "1200000234573201", "BKAUATWW"],
    ["BE", "001007547080", "GEBABEBB"],
    ["DE", "370400440532013000", "COBADEFF"],
    ["ES", "21000418450200051332", "CAIXESBB"],
    ["FR", "30006000011234567890189", "AGRIFRPP"],
    ["LU", "0019400644750000", "BCEELULL"],
    ["NL", "ABNA0417164300", "ABNANL2A"],
  ] as const)("is known in %s", (countryCode, bban, bic) => {
    const iban = composeIBAN({ countryCode, bban });
    if (iban === null) throw new Error(`${countryCode} has no IBAN of ${bban}`);
    const derived = bicOfBankCode(iban) ?? "";
    expect(derived.startsWith(bic)).toBe(true);
    expect(isValidBIC(derived)).toBe(true);
  });

  it.each(["GB33BUKB20201555555555", "IT60X0542811101000000123456", "NL91XXXX0417164300", ""])(
    "is not known for %j",
    (iban) => {
      expect(bicOfBankCode(iban)).toBeNull();
    },
  );
});
