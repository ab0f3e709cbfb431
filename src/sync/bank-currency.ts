import { isSEPACountry } from "ibantools";

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
export function fitsWallet(country: string, currency: string): boolean {
  const code = currency.toUpperCase();
  if (code === "EUR") return isSEPACountry(country);
  return COUNTRIES[code]?.includes(country) ?? true;
}
