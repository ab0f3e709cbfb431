import fc from "fast-check";
import { composeIBAN, countrySpecs, isValidIBAN } from "ibantools";
import { describe, expect, it } from "vitest";
import { ibanLength, isValidIban } from "../../../src/sync/model/iban.js";

/** Of every country, IBANs whose check digits agree. Where banks have a checksum too, few of many keep it. */
const IBANS = Object.entries(countrySpecs).flatMap(([country, { bban_regexp, bban_validation_func }]) => {
  if (!bban_regexp) return [];
  const numRuns = bban_validation_func ? 600 : 10;
  const bbans = fc.sample(fc.stringMatching(new RegExp(bban_regexp)), { numRuns, seed: 7 });
  return bbans.flatMap((bban) => composeIBAN({ countryCode: country, bban }) ?? []);
});

/** The text with another character at one place. */
function mistyped(text: string, place: number, character: string): string {
  const at = place % text.length;
  return text.slice(0, at) + character + text.slice(at + 1);
}

describe("isValidIban", () => {
  it.each([
    ["as they are", (iban: string) => iban],
    ["with check digits that no IBAN has", (iban: string) => `${iban.slice(0, 2)}01${iban.slice(4)}`],
    ["with letters for check digits", (iban: string) => `${iban.slice(0, 2)}1A${iban.slice(4)}`],
    ["cut off", (iban: string) => iban.slice(0, -1)],
    ["in small letters", (iban: string) => iban.toLowerCase()],
  ])("says of every country's what the library says, %s", (_how, changed) => {
    const said = IBANS.map((iban) => [changed(iban), isValidIban(changed(iban))]);
    expect(said).toEqual(IBANS.map((iban) => [changed(iban), isValidIBAN(changed(iban))]));
  });

  it("says what the library says of mistyped ones and other texts", () => {
    const typed = fc
      .tuple(fc.constantFrom(...IBANS), fc.nat({ max: 40 }), fc.constantFrom(..."0123456789ABCXYZaz -ſß"))
      .map((typo) => mistyped(...typo));
    fc.assert(
      fc.property(fc.oneof(typed, fc.string()), (text) => {
        expect(isValidIban(text)).toBe(isValidIBAN(text));
      }),
      { numRuns: 2000 },
    );
  });

  it("has valid ones of every country to compare", () => {
    const valid = new Set(IBANS.filter((iban) => isValidIban(iban)).map((iban) => iban.slice(0, 2)));
    expect([...valid].sort()).toEqual([...new Set(IBANS.map((iban) => iban.slice(0, 2)))].sort());
  });
});

describe("ibanLength", () => {
  it("knows the countries that have IBANs", () => {
    expect(["GB", "NO", "US", "XX"].map(ibanLength)).toEqual([22, 15, undefined, undefined]);
  });
});
