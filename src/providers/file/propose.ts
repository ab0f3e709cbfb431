import { isPrivateColumn } from "./columns.js";
import { HEADER_WORDS } from "./header-words.js";
import { COLUMN_KEYS, type ColumnKey } from "./keys.js";
import { spellingsOf, withoutDescriptions } from "./nested-names.js";

/** A name of a column or a word, as words are compared: without case, accents, signs and doubled blanks. */
export function wordKey(text: string): string {
  return text
    .replace(/(\p{Ll})(\p{Lu})/gu, "$1 $2")
    .replaceAll("ß", "ss")
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
}

/** Keys by word; German letters also as they are spelled out (Büro, Buero). */
const KEYS = new Map<string, { readonly key: ColumnKey; readonly rank: number }>();
for (const key of COLUMN_KEYS) {
  for (const [rank, word] of HEADER_WORDS[key].split(",").entries()) {
    const known = wordKey(word);
    if (!KEYS.has(known)) KEYS.set(known, { key, rank });
  }
}

/** Which column most likely holds what. */
export type ProposedColumns = Partial<Record<ColumnKey, string>>;

/**
 * Proposes a column for each key whose words a header has. A column has one meaning; pay and further bank
 * details have none. Of nested values the whole path counts. Full names are proposed only where first and last name are not found.
 */
export function proposeColumns(names: readonly string[]): ProposedColumns {
  const found = new Map<ColumnKey, { readonly name: string; readonly rank: number }>();
  for (const name of withoutDescriptions(names)) {
    const match = matchOf(name);
    if (!match) continue;
    if (isPrivateColumn(name) && match.key !== "iban" && match.key !== "bic") continue;
    const before = found.get(match.key);
    if (!before || match.rank < before.rank) found.set(match.key, { name, rank: match.rank });
  }
  settleNames(found, names);
  return Object.fromEntries([...found].map(([key, { name }]) => [key, name]));
}

function matchOf(name: string) {
  const whole = [name, name.replace(/\(.*\)|\[.*\]/gu, "")].map(wordKey).map(knownAs);
  const direct = whole.find((match) => match !== undefined);
  if (direct || !name.includes(".")) return direct;
  return spellingsOf(name.split(".").map(wordKey))
    .map(([spelling, mayBe]) => {
      const match = knownAs(spelling);
      return match && mayBe(match.key) ? match : undefined;
    })
    .find((match) => match !== undefined);
}

function knownAs(key: string) {
  return KEYS.get(key) ?? KEYS.get(key.replace(/ae/gu, "a").replace(/oe/gu, "o").replace(/ue/gu, "u"));
}

/**
 * "Name" is the full name alone, and the last name beside a first one; "Nome" is the first name beside
 * "Cognome". Half of a name is none.
 */
function settleNames(
  found: Map<ColumnKey, { readonly name: string; readonly rank: number }>,
  names: readonly string[],
): void {
  const full = found.get("fullName");
  if (found.has("firstName") && !found.has("lastName")) {
    const bare = names.find((name) => ["name", "naam"].includes(wordKey(name)));
    if (bare !== undefined && bare === full?.name) found.set("lastName", full);
  }
  const first = found.get("firstName");
  if (first && !full && !found.has("lastName") && ["nome", "nombre"].includes(wordKey(first.name)))
    found.set("fullName", first);
  if (found.has("firstName") && found.has("lastName")) found.delete("fullName");
  else if (found.has("fullName")) {
    found.delete("firstName");
    found.delete("lastName");
  }
}
