import { foldText } from "../../shared/text.js";
import type { Operator, Problem } from "../model/index.js";
import { FILTER_FIELDS } from "./fields.js";
import { findOperator, leadingOperator, resembledOperator, unknownOperator } from "./operators.js";

/** Makes the error for a place in the rule, counted in UTF-16 units from 0. */
export type Fail = (why: string, at: number) => Problem;

/** A value as it was written, and where it begins. */
interface ScannedValue {
  readonly text: string;
  readonly at: number;
}

/** The parts of a rule's text, not yet checked against each other. */
export interface ScannedRule {
  readonly field: string;
  readonly operator: Operator;
  readonly operatorAt: number;
  readonly values: readonly ScannedValue[];
  /** Where the rule ends. */
  readonly end: number;
}

interface Token<T> {
  readonly value: T;
  /** Where the rest of the text begins. */
  readonly end: number;
}

/** Splits `'Field' operator[: values]` into its parts. */
export function scanRule(text: string, fail: Fail): ScannedRule {
  const field = scanField(text, fail);
  const operator = scanOperator(text, field.end, fail);
  return {
    field: field.value,
    operator: operator.value,
    operatorAt: skipBlanks(text, field.end),
    values: scanValues(text, operator.end, fail),
    end: text.trimEnd().length,
  };
}

function scanField(text: string, fail: Fail): Token<string> {
  const start = skipBlanks(text, 0);
  const quote = text[start];
  if (quote !== "'" && quote !== '"') {
    const folded = foldText(text);
    const meant = FILTER_FIELDS.find((field) => folded.startsWith(foldText(field.name)));
    throw fail(`Expected the field in straight quotes, like '${meant?.name ?? "Work Location"}'.`, start);
  }
  const field = scanQuoted(text, start);
  if (!field) throw fail(`The field's closing ${quote} is missing.`, start);
  return field;
}

/**
 * A colon ends the operator. Without one the longest operator wins; as the rest is then taken for a
 * value, words that look like a longer operator are refused: `is not oen of London` would otherwise
 * let everybody through.
 */
function scanOperator(text: string, from: number, fail: Fail): Token<Operator> {
  const start = skipBlanks(text, from);
  const [head = ""] = text.slice(start).split(/[:"]/, 1);
  const stop = start + head.length;

  if (text[stop] === ":") {
    const operator = findOperator(head);
    if (!operator) throw fail(unknownOperator(head), start);
    return { value: operator, end: stop + 1 };
  }

  const leading = leadingOperator(head);
  if (!leading) throw fail(unknownOperator(head), start);
  const { name, length } = leading;
  // Short ones are left out: `is NO` is about Norway.
  const meant = resembledOperator(head, Math.max(name.length, "is not".length));
  if (meant) {
    throw fail(`Did you mean "${meant}"? If a value begins here, put a colon after "${name}".`, start);
  }
  return { value: name, end: start + length };
}

function scanValues(text: string, from: number, fail: Fail): ScannedValue[] {
  const values: ScannedValue[] = [];
  let at = skipBlanks(text, from);
  if (at === text.length) return values;
  for (;;) {
    const value = scanValue(text, at, fail);
    values.push({ text: value.value, at });
    if (value.end === text.length) return values;
    at = skipBlanks(text, value.end + 1);
  }
}

/** One value; its end is the comma after it or the end of the text. */
function scanValue(text: string, start: number, fail: Fail): Token<string> {
  if (text[start] !== '"') {
    const comma = text.indexOf(",", start);
    const end = comma === -1 ? text.length : comma;
    return { value: text.slice(start, end).trim(), end };
  }
  const quoted = scanQuoted(text, start);
  if (!quoted) throw fail('The closing " of this value is missing.', start);
  const end = skipBlanks(text, quoted.end);
  if (end < text.length && text[end] !== ",") {
    throw fail('Expected a comma or the end after the closing ". A quote inside a value is written "".', end);
  }
  return { value: quoted.value, end };
}

/** A text in quotes, in which a doubled quote stands for one; null when it is never closed. */
function scanQuoted(text: string, start: number): Token<string> | null {
  const quote = text.charAt(start);
  let value = "";
  let from = start + 1;
  for (;;) {
    const close = text.indexOf(quote, from);
    if (close === -1) return null;
    value += text.slice(from, close);
    if (text[close + 1] !== quote) return { value, end: close + 1 };
    value += quote;
    from = close + 2;
  }
}

function skipBlanks(text: string, from: number): number {
  return text.length - text.slice(from).trimStart().length;
}
