import { composeIBAN, isValidBIC, isValidIBAN } from "ibantools";
import { type Draw, respelled } from "./spelling.js";

/** Far more than it takes: of the numbers of an account that a country checks itself, about one in 97 is right. */
const MOST_TRIES = 5000;

/** An IBAN as it is compared. */
function compactIban(text: string): string {
  return text.replace(/\s+/gu, "").toUpperCase();
}

/** Whether a text is a valid IBAN, with blanks or without. */
export function isIban(text: string): boolean {
  return text.length <= 50 && isValidIBAN(compactIban(text));
}

/** An invented IBAN of the same country that is valid too, with the same blanks. */
export function inventedIban(text: string, draw: Draw): string {
  const compact = compactIban(text);
  const countryCode = compact.slice(0, 2);
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const iban = composeIBAN({ countryCode, bban: respelled(compact.slice(4), draw) });
    if (iban !== null && isValidIBAN(iban)) return spacedLike(text, iban);
  }
  // A country whose own check is never met by chance: any other one is valid as well.
  const bban = Array.from({ length: 18 }, () => draw(10)).join("");
  return spacedLike(text, composeIBAN({ countryCode: "DE", bban }) ?? "");
}

function spacedLike(model: string, iban: string): string {
  return /\s/u.test(model.trim()) ? (iban.match(/.{1,4}/gu) ?? []).join(" ") : iban;
}

/** Whether a text is a valid BIC. */
export function isBic(text: string): boolean {
  return isValidBIC(text.trim().toUpperCase());
}

/** An invented BIC of the same country and length. */
export function inventedBic(text: string, draw: Draw): string {
  const bic = text.trim().toUpperCase();
  const bank = respelled("XXXX", draw);
  return `${bank}${bic.slice(4, 6)}${respelled("X2", draw)}${bic.length === 11 ? "XXX" : ""}`;
}
