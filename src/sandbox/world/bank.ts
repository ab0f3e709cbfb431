import { composeIBAN, friendlyFormatIBAN } from "ibantools";
import { digits, type Random } from "../random.js";

/** Bank details as an HR tool holds them. */
export interface BankTexts {
  readonly iban: string | null;
  readonly bic: string | null;
}

/** How well the bank details of an invented person are kept. */
export type BankQuality = "valid" | "valid_with_blanks" | "wrong_checksum" | "without_bic" | "empty";

/** Bank details with a real checksum at a bank that does not exist. */
export function inventBank(random: Random, country: string, quality: BankQuality): BankTexts {
  if (quality === "empty") return { iban: null, bic: null };
  const { iban, bic } = account(random, country);
  switch (quality) {
    case "valid":
      return { iban, bic };
    case "valid_with_blanks":
      return { iban: friendlyFormatIBAN(iban) ?? iban, bic: bic.toLowerCase() };
    case "wrong_checksum":
      return { iban: withNextDigit(iban), bic };
    case "without_bic":
      return { iban, bic: null };
  }
}

/** People of a country without an account format here bank in Germany. */
function account(random: Random, country: string): { iban: string; bic: string } {
  switch (country) {
    case "GB":
      return { iban: compose("GB", `EXAM${digits(random, 14)}`), bic: "EXAMGB2L" };
    case "FR":
      return { iban: compose("FR", frenchAccount(random)), bic: "EXAMFRPPXXX" };
    default:
      return { iban: compose("DE", digits(random, 18)), bic: "EXAMDEFFXXX" };
  }
}

/** Bank (5), branch (5), account (11) and the two digits of the RIB key that France checks as well. */
function frenchAccount(random: Random): string {
  const bank = digits(random, 5);
  const branch = digits(random, 5);
  const number = digits(random, 11);
  const key = 97 - ((89 * Number(bank) + 15 * Number(branch) + 3 * Number(number)) % 97);
  return `${bank}${branch}${number}${String(key).padStart(2, "0")}`;
}

function compose(countryCode: string, bban: string): string {
  const iban = composeIBAN({ countryCode, bban });
  if (iban === null) throw new RangeError(`No IBAN can be composed for ${countryCode}.`);
  return iban;
}

/** One digit off: the checksum no longer fits, as after a typing mistake. */
function withNextDigit(iban: string): string {
  return `${iban.slice(0, -1)}${(Number(iban.slice(-1)) + 1) % 10}`;
}
