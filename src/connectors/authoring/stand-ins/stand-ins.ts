import { cleanCountry } from "../../../providers/support/country.js";
import { compactIban, inventedBic, inventedIban, isBic, isIban, spacedLike } from "./bank.js";
import { inventedDate, isDateLike } from "./dates.js";
import { folded } from "./known.js";
import { COUNTRIES, INVENTED_NAMES } from "./names.js";
import { createDraw, inCapitalsOf, renumbered, respelled } from "./spelling.js";

/** Shorter texts tell nothing by themselves, and everything holds them. */
const SHORTEST = 4;

/** Longer ones are met by no chance. */
const LONGEST = 64;

/** Tries before a text is made longer: a single letter has few others to stand for it. */
const TRIES = 60;

/** Where the recorded answers are played from. Example domains belong to nobody (RFC 2606). */
export const PLAYED_AT = "https://tool.example.com";

const MAIL_DOMAINS = ["example.com", "example.org", "example.net"];

/** What stands for values of answers: always the same for the same value, and never another value of them. */
export interface StandIns {
  text(value: string): string;
  /** As `text`, in words: the same name is the same, also within a longer one. */
  name(value: string): string;
  /** As `text`, when it is the code or name of a country. */
  country(value: string): string;
  /** As `text`, when it is a BIC: it is one again. */
  bic(value: string): string;
  nextUrl(value: string): string;
  /** As `text`, for what is no date in the forms that are read: it must not become one. */
  odd(value: string, isRead: (text: string) => boolean): string;
  number(value: number): number;
  fieldName(value: string): string;
}

/**
 * @param originals every text and number of the answers: no stand-in is or holds one of them
 * @param kept values that stay, in small letters: no stand-in is one of them
 * @param names every text that is a name or a part of one
 */
export function createStandIns(
  originals: Iterable<string>,
  kept: ReadonlySet<string>,
  names: readonly string[],
): StandIns {
  const draw = createDraw();
  const known = new Map<string, string>();
  const used = new Set<string>([
    ...kept,
    "true",
    "false",
    ...Array.from({ length: 10 }, (_, digit) => String(digit)),
  ]);
  const taken = takenBy(originals);
  const counts = new Map<string, number>();
  const inNames = new Set(names.flatMap(wordsOf).map(folded));

  /**
   * The stand-in of a value; a new one is one that nothing else has.
   * @param isRefused what it must not be either
   */
  function standIn(
    key: string,
    make: (attempt: number) => string,
    isRefused: (text: string) => boolean = () => false,
  ): string {
    const before = known.get(key);
    if (before !== undefined) return before;
    let attempt = 0;
    let text = make(attempt);
    // After enough tries it is a fixed part, such as a domain for examples, that happens to be an original.
    while (used.has(folded(text)) || isRefused(text) || (attempt < 2 * TRIES && taken(text))) {
      attempt += 1;
      text = make(attempt);
    }
    used.add(folded(text));
    known.set(key, text);
    return text;
  }

  function next(kind: string): number {
    const count = counts.get(kind) ?? 0;
    counts.set(kind, count + 1);
    return count;
  }

  /** A text of the same shape, longer when there are no others. */
  function spelled(value: string): string {
    return standIn(`text ${value}`, (attempt) =>
      respelled(attempt < TRIES ? value : value + "x".repeat(Math.ceil(attempt / TRIES)), draw),
    );
  }

  function nameWord(word: string): string {
    const name = standIn(`name ${folded(word)}`, (attempt) => {
      const invented = INVENTED_NAMES[next("name")];
      return attempt < TRIES && invented !== undefined
        ? invented
        : respelled("Xxxxxx".padEnd(6 + attempt, "x"), draw);
    });
    return inCapitalsOf(word, name);
  }

  function email(value: string): string {
    const [domain = ""] = folded(value).split("@").slice(-1);
    const at = standIn(`domain ${domain}`, (attempt) => {
      const index = next("domain");
      return attempt < TRIES
        ? (MAIL_DOMAINS[index] ?? `d${index}.example.com`)
        : `${respelled("xxxxxx", draw)}.test`;
    });
    return standIn(`email ${folded(value)}`, (attempt) => {
      const stem = attempt < TRIES ? "person" : respelled("xxxxxx", draw);
      return `${stem}${next("email") + 1}@${at}`;
    });
  }

  const standIns: StandIns = {
    text(value) {
      const text = value.trim();
      if (text === "") return value;
      if (/^[^\s@]+@[^\s@]+\.[^\s@]+$/u.test(text)) return email(text);
      if (wordsOf(text).every((word) => inNames.has(folded(word))) && wordsOf(text).length > 0)
        return standIns.name(text);
      if (isIban(text)) {
        const iban = compactIban(text);
        const other = standIn(`iban ${iban}`, () => inventedIban(iban, draw));
        return inCapitalsOf(text, spacedLike(text, other));
      }
      if (/^https?:\/\//iu.test(text))
        return standIn(`url ${text}`, () => `https://example.com/${respelled("xxxxx", draw)}`);
      if (isDateLike(text)) return standIn(`date ${text}`, () => inventedDate(text, next("date")));
      // A number is the same as a text and as a number.
      if (isPlainNumber(text)) return String(standIns.number(Number(text)));
      if (text === text.toUpperCase() && isBic(text)) return standIns.bic(text);
      return spelled(text);
    },
    name: (value) => (value.trim() === "" ? value : value.trim().replace(WORD, nameWord)),
    bic(value) {
      const text = value.trim();
      if (!isBic(text)) return standIns.text(value);
      const bic = text.toUpperCase();
      return inCapitalsOf(
        text,
        standIn(`bic ${bic}`, () => inventedBic(bic, draw)),
      );
    },
    country(value) {
      const code = cleanCountry(value);
      if (code === null || !/^[A-Z]{2}$/u.test(code)) return standIns.text(value);
      const other = standIn(
        `country ${code}`,
        (attempt) => COUNTRIES[next("country")] ?? respelled("XX".padEnd(2 + attempt, "X"), draw),
      );
      if (value.trim().length === 2) return inCapitalsOf(value.trim(), other);
      return (
        new Intl.DisplayNames(["en"], { type: "region", fallback: "code" }).of(other.slice(0, 2)) ?? other
      );
    },
    nextUrl: (value) =>
      value.trim() === ""
        ? value
        : standIn(`next ${value}`, () => `${PLAYED_AT}/next/${respelled("xxxxx", draw)}`),
    odd: (value, isRead) =>
      value.trim() === ""
        ? value
        : standIn(
            `odd ${value}`,
            (attempt) => respelled(attempt < TRIES ? value : `x${value}`, draw),
            isRead,
          ),
    number(value) {
      if (!Number.isFinite(value) || (Number.isInteger(value) && Math.abs(value) < 10)) return value;
      const larger = (attempt: number) => value * 10 ** Math.floor(attempt / TRIES);
      return Number(standIn(`text ${value}`, (attempt) => String(renumbered(larger(attempt), draw))));
    },
    fieldName: (value) =>
      standIn(`field ${value}`, (attempt) => {
        const stem = attempt < TRIES ? "field" : respelled("xxxxxx", draw);
        return `${stem}${next("field") + 1}`;
      }),
  };
  return standIns;
}

/** A word is whatever no ASCII sign or blank divides: letters of any script, digits, and what is odd. */
const WORD = /[^ -/:-@[-`{-~]+/gu;

function wordsOf(text: string): readonly string[] {
  return text.match(WORD) ?? [];
}

/** Whether a text is a number that is written the same as a number. */
function isPlainNumber(text: string): boolean {
  return /^-?\d{1,15}(?:\.\d{1,6})?$/u.test(text) && String(Number(text)) === text;
}

/** Whether a text holds one of these, without regard to case. */
function takenBy(originals: Iterable<string>): (text: string) => boolean {
  const byLength = new Map<number, Set<string>>();
  for (const original of originals) {
    const text = folded(original);
    if (text.length < SHORTEST || text.length > LONGEST) continue;
    const same = byLength.get(text.length) ?? new Set<string>();
    byLength.set(text.length, same.add(text));
  }
  return (text) => {
    const small = folded(text);
    for (const [length, same] of byLength) {
      for (let at = 0; at + length <= small.length; at += 1) {
        if (same.has(small.slice(at, at + length))) return true;
      }
    }
    return false;
  };
}
