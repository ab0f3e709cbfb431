import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  hasName,
  isSameName,
  isWrittenAlike,
  nameIndexKeys,
  nameKey,
  type PersonName,
} from "../../src/shared/person-name.js";

function name(text: string): PersonName {
  const [firstName, lastName, displayName] = text.split("|");
  return { firstName, lastName, displayName };
}

describe("isSameName", () => {
  it.each([
    ["case and blanks", "Ada|Lovelace", " ADA | love\u00adlace "],
    ["Unicode forms", "Zo\u00eb|Quinn", "Zoe\u0308|Quinn"],
    ["diacritics", "José|Núñez", "Jose|Nunez"],
    ["umlaut and digraph", "Jörg|Müller", "Joerg|Mueller"],
    ["umlaut and plain letter", "Jörg|Müller", "Jorg|Muller"],
    ["Nordic letters", "Søren|Ørsted", "Soeren|Orsted"],
    ["sharp s", "Max|Strauß", "Max|Strauss"],
    ["swapped order", "Ada|Lovelace", "Lovelace|Ada"],
    ["middle names", "Ann Marie|Berg", "Ann|Berg"],
    ["one of several last names", "Ana|García López", "Ana|Garcia"],
    ["hyphenated last names", "Ann|Meyer-Schulz", "Ann|Schulz"],
    ["particles", "Ludwig|van Beethoven", "Ludwig|Beethoven"],
    ["apostrophes", "Sean|O'Neil", "Sean|O’Neil"],
    ["a preferred first name", "Robert|Kahn|Bob Kahn", "Bob|Kahn"],
  ])("is true for %s", (_, a, b) => {
    expect(isSameName(nameKey(name(a)), nameKey(name(b)))).toBe(true);
    expect(nameIndexKeys(nameKey(name(a))).some((key) => nameIndexKeys(nameKey(name(b))).includes(key))).toBe(
      true,
    );
  });

  it.each([
    ["another first name", "Ada|Lovelace", "Bob|Lovelace"],
    ["another last name", "Ada|Lovelace", "Ada|King"],
    ["an initial", "J|Smith", "John|Smith"],
    ["a shared particle only", "Ana|de la Cruz", "Ana|de la Rosa"],
    ["a longer first name", "Julia|Smith", "Julian|Smith"],
    ["no first name on one side", "|Smith", "John|Smith"],
    ["no names at all", "|", "|"],
  ])("is false for %s", (_, a, b) => {
    expect(isSameName(nameKey(name(a)), nameKey(name(b)))).toBe(false);
  });
});

describe("isWrittenAlike", () => {
  it("is true for the same texts", () => {
    expect(isWrittenAlike(name("Ada|Lovelace"), name("Ada|Lovelace"))).toBe(true);
  });

  it.each([
    ["another spelling", "Ada|Müller", "Ada|Mueller"],
    ["a missing last name", "Ada|", "Ada|"],
    ["signs only", "Ada|-", "Ada|-"],
  ])("is false for %s", (_, a, b) => {
    expect(isWrittenAlike(name(a), name(b))).toBe(false);
  });

  it("is true of same names only", () => {
    const text = fc.oneof(
      fc.string({ unit: "grapheme" }),
      fc.constantFrom("de la", "O'Neil", "\u0301a", "1\u20e3"),
    );
    fc.assert(
      fc.property(text, text, text, (firstName, lastName, displayName) => {
        const [one, other] = [
          { firstName, lastName, displayName },
          { firstName, lastName },
        ];
        fc.pre(isWrittenAlike(one, other));
        expect(isSameName(nameKey(one), nameKey(other))).toBe(true);
      }),
    );
  });
});

describe("hasName", () => {
  it("needs a first and a last name", () => {
    expect(hasName(nameKey(name("Ada|Lovelace")))).toBe(true);
    expect(hasName(nameKey(name("Ada|")))).toBe(false);
    expect(hasName(nameKey({ firstName: null, lastName: "\u200b" }))).toBe(false);
  });
});
