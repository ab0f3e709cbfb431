import ibanToBic from "iban-to-bic";
import {
  getCountrySpecifications,
  isSEPACountry,
  isValidBIC,
  isValidIBAN,
  ValidationErrorsIBAN,
  validateIBAN,
} from "ibantools";
import { BankDetails, maskIban, type RawBank, type Warning, type WarningCode, warn } from "../model/index.js";

/** Bank details that can be written, if any, and what there is to say about them. */
interface BankCheck {
  readonly details: BankDetails | null;
  readonly warning: Warning | null;
}

/**
 * Countries whose banks also serve accounts of another country's IBAN range, so that IBAN and BIC
 * rightly differ: BIC country to IBAN country.
 */
const BIC_HOME: Readonly<Record<string, string>> = {
  ...Object.fromEntries(["GG", "IM", "JE"].map((code) => [code, "GB"])),
  ...Object.fromEntries(
    ["BL", "GF", "GP", "MF", "MQ", "NC", "PF", "PM", "RE", "TF", "WF", "YT"].map((code) => [code, "FR"]),
  ),
};

const NOTHING: BankCheck = { details: null, warning: null };

/**
 * Checks bank details from the HR tool: a valid IBAN **and** a valid BIC that fit the wallet, or
 * nothing at all. The texts explain what is wrong and show the IBAN only masked, the BIC not at all.
 *
 * IBAN and BIC of different countries are only a warning: banks with accounts in several countries do
 * that.
 *
 * @param walletCurrency ISO 4217; null: not checked
 * @param deriveBic whether a missing BIC is taken from the bank code of the IBAN
 */
export function checkBank(raw: RawBank, walletCurrency: string | null, deriveBic = false): BankCheck {
  if (raw.unclear !== null) return refused("bank_not_readable", raw.unclear);
  const values = raw.reveal();
  const iban = electronic(values.iban);
  const given = electronic(values.bic);
  if (iban === "" && given === "") return NOTHING;
  if (iban === "") return refused("bank_iban_missing", "There is a BIC without an IBAN.");
  if (!isValidIBAN(iban)) return refused("bank_iban_invalid", ibanProblem(iban));
  const bic = given || (deriveBic ? (bicOfBankCode(iban) ?? "") : "");
  if (bic === "") return bicMissing(iban, deriveBic);
  if (!isValidBIC(bic)) return refused("bank_bic_invalid", bicProblem(bic, iban));

  const country = iban.slice(0, 2);
  if (walletCurrency && !fitsWallet(country, walletCurrency)) {
    return refused(
      "bank_currency_mismatch",
      `IBAN ${maskIban(iban)} is from ${country}, which does not fit a wallet in ${walletCurrency}.`,
    );
  }
  const bicCountry = bic.slice(4, 6);
  return {
    details: new BankDetails(iban, bic, given === ""),
    warning:
      (BIC_HOME[bicCountry] ?? bicCountry) === country
        ? null
        : warn(
            "bank_country_mismatch",
            `IBAN ${maskIban(iban)} is from ${country}, its BIC from ${bicCountry}. Both are valid and were taken over.`,
          ),
  };
}

/** In that form already, as nearly all are. */
const PLAIN = /^[A-Z0-9]+$/;

/** An IBAN or a BIC in the form in which it is sent and compared: no blanks or dashes, capitals. */
export function electronic(value: string | null | undefined): string {
  if (!value || PLAIN.test(value)) return value ?? "";
  return value.replace(/[\s-]/gu, "").toUpperCase();
}

function refused(code: WarningCode, problem: string): BankCheck & { readonly warning: Warning } {
  return { details: null, warning: warn(code, `${problem} Bank details were left out.`) };
}

function bicMissing(iban: string, deriveBic: boolean): BankCheck {
  const missing = `There is no BIC for the IBAN ${maskIban(iban)}`;
  if (deriveBic) return refused("bank_bic_missing", `${missing}, and its bank code does not tell it.`);
  const { details, warning } = refused("bank_bic_missing", `${missing}.`);
  if (bicOfBankCode(iban) === null) return { details, warning };
  const hint = "`sync.deriveBic: true` would take it from the bank code.";
  return { details, warning: { ...warning, text: `${warning.text} ${hint}` } };
}

function ibanProblem(iban: string): string {
  const masked = maskIban(iban);
  const country = iban.slice(0, 2);
  const errors = validateIBAN(iban).errorCodes;
  if (errors.includes(ValidationErrorsIBAN.NoIBANCountry)) {
    return /[A-Z]{2}/.test(country)
      ? `IBAN ${masked} starts with ${country}, which is no country with IBANs.`
      : `IBAN ${masked} does not start with a country code.`;
  }
  if (errors.includes(ValidationErrorsIBAN.WrongBBANLength)) {
    const length = getCountrySpecifications()[country]?.chars;
    return `IBAN ${masked} has ${iban.length} characters, one from ${country} has ${length}.`;
  }
  if (errors.includes(ValidationErrorsIBAN.ChecksumNotNumber)) {
    return `The third and fourth characters of IBAN ${masked} are not digits.`;
  }
  if (errors.includes(ValidationErrorsIBAN.WrongBBANFormat)) {
    return `IBAN ${masked} has letters or digits where one from ${country} has not.`;
  }
  return `The checksum of IBAN ${masked} is wrong, so a character is mistyped.`;
}

function bicProblem(bic: string, iban: string): string {
  const of = `The BIC for the IBAN ${maskIban(iban)}`;
  if (bic.length !== 8 && bic.length !== 11) return `${of} has ${bic.length} characters, a BIC has 8 or 11.`;
  return `${of} is not built like one (four letters, a country code, then letters or digits).`;
}

/**
 * The BIC that the bank code of an IBAN stands for, by the published tables of the national banks (AT,
 * BE, DE, ES, FR, LU, NL); null elsewhere, and for bank codes that are not in them. The tables are as
 * old as the library: what comes of it is marked as derived wherever people see it.
 *
 * @param iban valid, in electronic format
 */
export function bicOfBankCode(iban: string): string | null {
  const bic = ibanToBic.ibanToBic(iban)?.trim().toUpperCase();
  return bic && isValidBIC(bic) ? bic : null;
}

/**
 * Which IBAN countries a wallet of a currency can pay to. Spendesk says that bank details must fit the
 * wallet's currency (docs/vendors/spendesk.md §6) but publishes no table, so this one is assumed: the countries
 * where accounts in that currency are usual. Euro wallets pay to all of SEPA.
 */
const COUNTRIES: Readonly<Record<string, readonly string[]>> = {
  GBP: ["GB", "GI", "GG", "IM", "JE"],
  CHF: ["CH", "LI"],
  DKK: ["DK", "FO", "GL"],
  SEK: ["SE"],
  NOK: ["NO"],
  PLN: ["PL"],
  CZK: ["CZ"],
  HUF: ["HU"],
  RON: ["RO"],
  BGN: ["BG"],
  // Their countries have no IBAN.
  USD: [],
  CAD: [],
  AUD: [],
  NZD: [],
  SGD: [],
  HKD: [],
  JPY: [],
};

/**
 * True when an account of this country fits the wallet; also when the currency is not in the table,
 * since Spendesk checks as well.
 * @param country ISO 3166-1 alpha-2, the first two characters of the IBAN
 * @param currency ISO 4217
 */
function fitsWallet(country: string, currency: string): boolean {
  const code = currency.toUpperCase();
  if (code === "EUR") return isSEPACountry(country);
  return COUNTRIES[code]?.includes(country) ?? true;
}
