import type { Employee } from "../../src/sync/model/employee.js";

/** Letters and what they are written as elsewhere: plain, and as two letters. */
const OTHERWISE: readonly (readonly [letter: string, plain: string, two: string])[] = [
  ["ä", "a", "ae"],
  ["ö", "o", "oe"],
  ["ü", "u", "ue"],
  ["ø", "o", "oe"],
  ["å", "a", "aa"],
  ["æ", "ae", "ae"],
  ["œ", "oe", "oe"],
  ["ß", "ss", "ss"],
  ["ł", "l", "l"],
];
const PARTICLES =
  /^(de|del|della|der|den|dem|des|di|da|dos|das|do|du|la|le|les|el|al|van|von|vom|zu|zum|zur|ter|ten|te|af|av|bin|ibn|y|e|of|the|mac|mc|st)$/;

type Name = Pick<Employee, "firstName" | "lastName" | "displayName">;

/** E-mails are one address when these are equal. */
export function addressKey(email: string): string {
  return email
    .replace(/\p{Cf}/gu, "")
    .trim()
    .toLowerCase()
    .normalize("NFC");
}

/** The work e-mail to write, composed, or null where there is none that could be written. */
export function workEmail(employee: Employee): string | null {
  const text = employee.workEmail?.trim().normalize("NFC") ?? "";
  return /^[^\s@]+@[^\s@.]+(\.[^\s@.]+)+$/u.test(text) ? text : null;
}

/** A name as it is written; null where there is none. */
export function writtenName(name: string | null | undefined): string | null {
  return name?.trim().normalize("NFC") || null;
}

/** First and last name agree, in either order; one of several last names is enough. */
export function isSameName(a: Name, b: Name): boolean {
  const [one, other] = [firstAndLast(a), firstAndLast(b)];
  const meets = (left: readonly string[], right: readonly string[]) =>
    left.some((word) => right.includes(word));
  return (
    (meets(one.first, other.first) && meets(one.last, other.last)) ||
    (meets(one.first, other.last) && meets(one.last, other.first))
  );
}

/** Whether there is a whole name: half a one tells nobody apart. */
export function showsName(name: Name): boolean {
  const { first, last } = firstAndLast(name);
  return first.length > 0 && last.length > 0;
}

interface Spellings {
  readonly first: readonly string[];
  readonly last: readonly string[];
}

/** The same few names are compared over and over. */
const KNOWN = new Map<string, Spellings>();

function firstAndLast({ firstName, lastName, displayName }: Name): Spellings {
  const key = JSON.stringify([firstName, lastName, displayName]);
  const known = KNOWN.get(key);
  if (known) return known;
  const display = words(displayName);
  const lasts = words(lastName);
  const proper = lasts.filter((word) => !PARTICLES.test(word));
  const firsts = [...words(firstName).slice(0, 1), ...(display.length > 1 ? display.slice(0, 1) : [])];
  const made = {
    first: firsts.flatMap(spellings),
    last: (proper.length > 0 ? proper : lasts).flatMap(spellings),
  };
  KNOWN.set(key, made);
  return made;
}

function words(text: string | null | undefined): string[] {
  return (text ?? "")
    .replace(/\p{Cf}/gu, "")
    .normalize("NFKC")
    .toLowerCase()
    .replace(/['’`´.]/g, "")
    .split(/[^\p{L}\p{M}\p{N}]+/u)
    .filter((word) => word !== "");
}

function spellings(word: string): string[] {
  const spell = (column: 1 | 2) =>
    OTHERWISE.reduce((text, row) => text.replaceAll(row[0], row[column]), word)
      .normalize("NFD")
      .replace(/\p{M}/gu, "");
  return [spell(1), spell(2)];
}
