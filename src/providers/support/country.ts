import { cleanText, labelKey } from "./values.js";

/** Names that the tables of the runtime don't know, with their codes. */
const OTHER_NAMES: readonly (readonly [name: string, code: string])[] = [
  ["United States of America", "US"],
  ["USA", "US"],
  ["Great Britain", "GB"],
  ["England", "GB"],
  ["The Netherlands", "NL"],
  ["Holland", "NL"],
  ["Czech Republic", "CZ"],
  ["Turkey", "TR"],
  ["Ivory Coast", "CI"],
  ["Hong Kong", "HK"],
  ["Macau", "MO"],
  ["UAE", "AE"],
  ["Republic of Ireland", "IE"],
  ["Korea, Republic of", "KR"],
  ["Russian Federation", "RU"],
  ["Viet Nam", "VN"],
  ["Macedonia", "MK"],
  ["Swaziland", "SZ"],
];

let codesByName: ReadonlyMap<string, string> | null = null;

/**
 * A vendor's country as ISO 3166-1 alpha-2 code, given by its English name or by a code in any case;
 * the text itself when it is neither, null when there is none.
 */
export function cleanCountry(value: unknown): string | null {
  const text = cleanText(value);
  if (text === null) return null;
  codesByName ??= readCodes();
  return codesByName.get(labelKey(text)) ?? text;
}

function readCodes(): ReadonlyMap<string, string> {
  const names = new Intl.DisplayNames(["en"], { type: "region", fallback: "none" });
  const letters = Array.from({ length: 26 }, (_, index) => String.fromCharCode(65 + index));
  const codes = new Map<string, string>();
  for (const written of letters.flatMap((first) => letters.map((second) => first + second))) {
    // Withdrawn and reserved codes have names too: UK and DD stand for GB and DE.
    const code = new Intl.Locale(`und-${written}`).region;
    const name = names.of(written);
    if (name === undefined || code === undefined) continue;
    codes.set(labelKey(name), code);
    codes.set(labelKey(written), code);
  }
  for (const [name, code] of OTHER_NAMES) codes.set(labelKey(name), code);
  return codes;
}
