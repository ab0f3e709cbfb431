import { composeIBAN, isValidBIC, isValidIBAN } from "ibantools";
import { type Draw, respelled } from "./spelling.js";

/** Far more than it takes: of the numbers of an account that a country checks itself, about one in 97 is right. */
const MOST_TRIES = 5000;

/** An IBAN as it is compared. */
export function compactIban(text: string): string {
  return text.replace(/\s+/gu, "").toUpperCase();
}

/** Whether a text is a valid IBAN, with blanks or without. */
export function isIban(text: string): boolean {
  return text.length <= 50 && isValidIBAN(compactIban(text));
}

/** An invented IBAN of the same country that is valid too. @param compact without blanks, in capitals */
export function inventedIban(compact: string, draw: Draw): string {
  const countryCode = compact.slice(0, 2);
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const iban = composeIBAN({ countryCode, bban: respelled(compact.slice(4), draw) });
    if (iban !== null && isValidIBAN(iban)) return iban;
  }
  // A country whose own check is never met by chance: any other one is valid as well.
  const bban = Array.from({ length: 18 }, () => draw(10)).join("");
  return composeIBAN({ countryCode: "DE", bban }) ?? "";
}

/** An IBAN in blocks of four where the model has blanks. */
export function spacedLike(model: string, iban: string): string {
  return /\s/u.test(model) ? (iban.match(/.{1,4}/gu) ?? []).join(" ") : iban;
}

/** Whether a text is a valid BIC. */
export function isBic(text: string): boolean {
  return isValidBIC(text.toUpperCase());
}

/** An invented BIC of the same country and length. @param bic in capitals */
export function inventedBic(bic: string, draw: Draw): string {
  const bank = respelled("XXXX", draw);
  return `${bank}${bic.slice(4, 6)}${respelled("X2", draw)}${bic.length === 11 ? "XXX" : ""}`;
}
