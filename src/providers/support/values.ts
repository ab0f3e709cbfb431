import * as z from "zod";
import { type FieldValue, type IsoDate, isIsoDate } from "../../sync/model/index.js";

/**
 * A vendor's value as text: trimmed, null when there is nothing. Numbers and booleans become text;
 * anything else (a list, an object) is odd here and counts as nothing.
 */
export function cleanText(value: unknown): string | null {
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  if (typeof value !== "string") return null;
  return value.trim() || null;
}

/**
 * What may not be read (`undefined`) stays so; anything else is converted, as a rule to a value or to null
 * for what is empty.
 */
export function given<Value, Result>(
  value: Value,
  convert: (value: Exclude<Value, undefined>) => Result,
): Result | undefined {
  return isGiven(value) ? convert(value) : undefined;
}

function isGiven<Value>(value: Value): value is Exclude<Value, undefined> {
  return value !== undefined;
}

/**
 * Several values of equal standing: each cleaned and once, a single one as plain text, null for none.
 * Joined into one text, a combination would be a value of its own that no rule names.
 */
export function cleanList(values: readonly unknown[]): FieldValue {
  const texts = [...new Set(values.map(cleanText).filter((text) => text !== null))];
  return texts.length > 1 ? texts : (texts[0] ?? null);
}

/** Several values that a vendor sends as one text with commas, or as a list. */
export function cleanTags(value: unknown): FieldValue {
  if (Array.isArray(value)) return cleanList(value);
  return cleanList(cleanText(value)?.split(",") ?? []);
}

/**
 * The calendar day a vendor's date starts with, or null when there is none.
 *
 * `2022-04-01T00:00:00+02:00` is the first of April: such stamps mean local midnight, so the day is
 * cut off and never converted. By way of UTC it would become the day before.
 */
export function cleanDate(value: unknown): IsoDate | null {
  if (typeof value !== "string") return null;
  const text = value.trim();
  const day = text.slice(0, 10);
  const rest = text.slice(10);
  return isIsoDate(day) && (rest === "" || /^[T ]/.test(rest)) ? day : null;
}

/** A vendor's id as text, or null when it can't be one (blank, fraction, too large to be exact). */
export function cleanId(value: unknown): string | null {
  if (typeof value === "number") return Number.isSafeInteger(value) ? String(value) : null;
  return typeof value === "string" ? cleanText(value) : null;
}

/** The form in which labels typed by people are compared: Unicode form, case and blanks ignored. */
export function labelKey(label: string): string {
  return label.normalize("NFKC").trim().replace(/\s+/gu, " ").toLowerCase();
}

/** A whole number from 0, also as text (`"230"`); null for anything else. */
export function cleanCount(value: unknown): number | null {
  const number = typeof value === "string" && /^\s*\d{1,9}\s*$/u.test(value) ? Number(value) : value;
  return typeof number === "number" && Number.isSafeInteger(number) && number >= 0 ? number : null;
}

/** A count of an answer: how many there are, or the size of a page. Null when it is missing or odd. */
export function countField() {
  return z.unknown().optional().transform(cleanCount);
}
