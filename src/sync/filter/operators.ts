import leven from "leven";
import { foldText } from "../../shared/text.js";
import type { Operator } from "../model/index.js";

interface OperatorTraits {
  /** How many values it takes: none, exactly one, or one and more. */
  readonly arity: "none" | "one" | "many";
  /** What the operator says of an employee whose field is empty. */
  readonly holdsForEmpty: boolean;
  /** Works on days, on texts, or on both. */
  readonly on: "day" | "text" | "both";
  /** Of which fields it holds, for people: `equals one of the values`. */
  readonly holds: string;
  /** A rule with it. */
  readonly example: string;
}

/** What is known of each operator (docs/filter.md). */
export const OPERATORS: Readonly<Record<Operator, OperatorTraits>> = {
  "is one of": {
    arity: "many",
    holdsForEmpty: false,
    on: "both",
    holds: "equals one of the values",
    example: "'Work Location' is one of: Remote,London,Paris",
  },
  "is not one of": {
    arity: "many",
    holdsForEmpty: true,
    on: "both",
    holds: "equals none of the values",
    example: "'Employment Type' is not one of: external,intern",
  },
  is: {
    arity: "one",
    holdsForEmpty: false,
    on: "both",
    holds: "equals the value",
    example: "'Country' is: FR",
  },
  "is not": {
    arity: "one",
    holdsForEmpty: true,
    on: "both",
    holds: "does not equal the value",
    example: "'Department' is not: Board",
  },
  contains: {
    arity: "one",
    holdsForEmpty: false,
    on: "text",
    holds: "has the text in it",
    example: "'Job Title' contains: engineer",
  },
  "does not contain": {
    arity: "one",
    holdsForEmpty: true,
    on: "text",
    holds: "does not have the text in it",
    example: "'Job Title' does not contain: intern",
  },
  "starts with": {
    arity: "one",
    holdsForEmpty: false,
    on: "text",
    holds: "begins with the text",
    example: "'Cost Center' starts with: FR-",
  },
  "is empty": {
    arity: "none",
    holdsForEmpty: true,
    on: "both",
    holds: "has no value",
    example: "'Team' is empty",
  },
  "is not empty": {
    arity: "none",
    holdsForEmpty: false,
    on: "both",
    holds: "has a value",
    example: "'custom.Card' is not empty",
  },
  "is before": {
    arity: "one",
    holdsForEmpty: false,
    on: "day",
    holds: "is an earlier day",
    example: "'Start Date' is before: 2027-01-01",
  },
  "is on or after": {
    arity: "one",
    holdsForEmpty: false,
    on: "day",
    holds: "is this day or a later one",
    example: "'Start Date' is on or after: 2027-01-01",
  },
};

/** All operators, as listed in the documentation. */
export const OPERATOR_NAMES: readonly Operator[] = Object.keys(OPERATORS).filter(isOperator);

const LONGEST_FIRST = OPERATOR_NAMES.toSorted((a, b) => b.length - a.length).map((name) => ({
  name,
  pattern: new RegExp(`^${name.replaceAll(" ", "\\s+")}(?=\\s|$)`, "i"),
}));

/** The operator that `text` spells, in any case and with any blanks; null when it is none. */
export function findOperator(text: string): Operator | null {
  const folded = foldText(text);
  return isOperator(folded) ? folded : null;
}

/** The longest operator that `text` begins with, and its length there in UTF-16 units. */
export function leadingOperator(text: string): { readonly name: Operator; readonly length: number } | null {
  for (const { name, pattern } of LONGEST_FIRST) {
    const match = pattern.exec(text);
    if (match) return { name, length: match[0].length };
  }
  return null;
}

/**
 * The longest operator that the first words of `text` resemble, out of those with more than
 * `longerThan` letters; null when they resemble none.
 */
export function resembledOperator(text: string, longerThan = 0): Operator | null {
  const words = foldText(text).split(" ");
  const resembled = LONGEST_FIRST.find(({ name }) => {
    if (name.length <= longerThan) return false;
    const beginning = words.slice(0, name.split(" ").length).join(" ");
    return leven(beginning, name) <= name.length / 4;
  });
  return resembled?.name ?? null;
}

/** Says what is wrong with words that are no operator. */
export function unknownOperator(words: string): string {
  const found = words.trim() ? `found "${words.trim()}"` : "found none";
  const meant = resembledOperator(words);
  const hint = meant ? ` Did you mean "${meant}"?` : "";
  return `Expected an operator, ${found}.${hint} Known operators: ${OPERATOR_NAMES.join(", ")}.`;
}

function isOperator(text: string): text is Operator {
  return Object.hasOwn(OPERATORS, text);
}
