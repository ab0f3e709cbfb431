import { describe, expect, it } from "vitest";
import { isWithheld } from "../../../src/providers/support/readable.js";

describe("isWithheld", () => {
  it.each([
    "IBAN",
    "customIBAN",
    "BIC/SWIFT",
    "swift_code",
    "Bank account",
    "Compte banque",
    "baseSalary",
    "Lohngruppe",
    "pay-rate",
  ])("withholds %s", (name) => {
    expect(isWithheld(name)).toBe(true);
  });

  it.each(["Bicycle leasing", "Bank holiday calendar", "Payee", "Team", "customIbanez", "4337"])(
    "lets %s pass",
    (name) => {
      expect(isWithheld(name)).toBe(false);
    },
  );
});
