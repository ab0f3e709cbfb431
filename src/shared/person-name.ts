import { foldText } from "./text.js";

/** The parts of a name by which two records can be told to be one person. */
export interface PersonName {
  readonly firstName?: string | null | undefined;
  readonly lastName?: string | null | undefined;
  /** How the person is called; its first word counts as a first name too. */
  readonly displayName?: string | null | undefined;
}

/** A name made ready for comparison: each word in all its spellings. */
export interface NameKey {
  /** Spellings of the first names that count: the first one, and the one the person goes by. */
  readonly first: ReadonlySet<string>;
  /** Spellings of the last names, without particles such as *van* or *de la*. */
  readonly last: ReadonlySet<string>;
}

/** Letters that stay whole under Unicode decomposition, in the spelling without and with a digraph. */
const LETTERS: Readonly<Record<string, readonly [string, string]>> = {
  ä: ["a", "ae"],
  ö: ["o", "oe"],
  ü: ["u", "ue"],
  ø: ["o", "oe"],
  å: ["a", "aa"],
  æ: ["ae", "ae"],
  œ: ["oe", "oe"],
  ß: ["ss", "ss"],
  þ: ["th", "th"],
  ð: ["d", "d"],
  đ: ["d", "d"],
  ł: ["l", "l"],
  ı: ["i", "i"],
};
const SPECIAL = new RegExp(`[${Object.keys(LETTERS).join("")}]`, "g");

/** Words that many last names share. */
const PARTICLES = new Set(
  "de del della der den dem des di da dos das do du la le les el al van von vom zu zum zur ter ten te af av bin ibn y e of the mac mc st".split(
    " ",
  ),
);

/**
 * A name ready to be compared; the work is done once for each person of a run.
 *
 * Unicode form, case, diacritics and common transliterations are alike: Müller, Mueller and Muller each
 * equal Müller.
 */
export function nameKey(name: PersonName): NameKey {
  const called = words(name.displayName);
  const first = [words(name.firstName)[0], called.length > 1 ? called[0] : undefined];
  const all = words(name.lastName);
  const last = all.filter((word) => !PARTICLES.has(word));
  return { first: spellings(first), last: spellings(last.length > 0 ? last : all) };
}

/**
 * Whether two names can be of one person: the first names agree and one of several last names does,
 * in either order; middle names don't count.
 */
export function isSameName(a: NameKey, b: NameKey): boolean {
  return (
    (meets(a.first, b.first) && meets(a.last, b.last)) || (meets(a.first, b.last) && meets(a.last, b.first))
  );
}

/**
 * Whether first and last names are the same to the letter, and hold more than signs: then `isSameName` is true of
 * them. Says so for most people at once, without making anything ready.
 */
export function isWrittenAlike(a: PersonName, b: PersonName): boolean {
  return isSameWord(a.firstName, b.firstName) && isSameWord(a.lastName, b.lastName);
}

function isSameWord(a: string | null | undefined, b: string | null | undefined): boolean {
  return !!a && a === b && /[A-Za-z0-9]/.test(a);
}

/** Whether there is enough of a name to compare at all. */
export function hasName(name: NameKey): boolean {
  return name.first.size > 0 && name.last.size > 0;
}

/** Keys under which a name is found in an index: equal names share at least one. */
export function nameIndexKeys({ first, last }: NameKey): string[] {
  const keys: string[] = [];
  for (const a of first) for (const b of last) keys.push(a < b ? `${a} ${b}` : `${b} ${a}`);
  return keys;
}

function words(text: string | null | undefined): string[] {
  if (!text) return [];
  return foldText(text)
    .replace(/['’`´.]/g, "")
    .split(/[^\p{L}\p{M}\p{N}]+/u)
    .filter(Boolean);
}

function spellings(all: readonly (string | undefined)[]): ReadonlySet<string> {
  const result = new Set<string>();
  for (const word of all) {
    if (word === undefined) continue;
    // Plain words, nearly all of them, have one spelling.
    if (/^[a-z0-9]+$/.test(word)) result.add(word);
    else for (const choice of [0, 1] as const) result.add(spell(word, choice));
  }
  return result;
}

function spell(word: string, choice: 0 | 1): string {
  return word
    .replace(SPECIAL, (letter) => LETTERS[letter]?.[choice] ?? letter)
    .normalize("NFD")
    .replace(/\p{M}/gu, "");
}

function meets(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  for (const one of a) if (b.has(one)) return true;
  return false;
}
