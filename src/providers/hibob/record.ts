import { ownValue } from "../../shared/objects.js";
import { cleanDate, cleanText, given } from "../support/values.js";
import type { PersonRecord } from "./errors.js";

/** Where a field's values are in a record. */
export interface RecordField {
  readonly id: string;
  /** Keys from the outside in; those of `root` are at the top. */
  readonly path: readonly string[];
  /** The key of its flat form: `/work/site`. */
  readonly slashKey: string;
}

/** The id of an item of a list whose name is not told. */
const LIST_ITEM_ID = /^\d{6,}$/u;

/** @param id in dots: `work.site` */
export function recordField(id: string): RecordField {
  const parts = id.split(".");
  return { id, path: parts[0] === "root" ? parts.slice(1) : parts, slashKey: `/${parts.join("/")}` };
}

/**
 * The value as machines read it, nested or under its slash key (docs/vendors/hibob.md §4); undefined when the
 * record has none, be it that the service user may not read it.
 */
export function machineValue(record: PersonRecord, field: RecordField): unknown {
  const nested = nestedValue(record, field.path);
  return nested === undefined ? nestedValue(record, [field.slashKey, "value"]) : nested;
}

/** A value that is the same for machines and people: a name, an e-mail, an IBAN. */
export function plainText(record: PersonRecord, field: RecordField): string | null | undefined {
  return given(machineValue(record, field), cleanText);
}

/**
 * A day; only the machine value has a fixed form, people see their own locale's
 * (docs/vendors/hibob.md §4).
 */
export function day(record: PersonRecord, field: RecordField): string | null | undefined {
  return given(machineValue(record, field), cleanDate);
}

/**
 * A value in words. Fields with a list hold the id of an item, and its name is in the part for people
 * (docs/vendors/hibob.md §4). An id without a name counts as not readable: a rule would compare names
 * with it.
 */
export function shownText(record: PersonRecord, field: RecordField): string | null | undefined {
  const value = machineValue(record, field);
  if (value === undefined || value === null) return value;
  const date = cleanDate(value);
  if (date !== null) return date;
  const name = humanText(record, field);
  if (name !== null) return name;
  const text = textOf(value);
  return text !== null && LIST_ITEM_ID.test(text) ? undefined : text;
}

/** The value as people see it, null when there is none. */
export function humanText(record: PersonRecord, field: RecordField): string | null {
  return textOf(nestedValue(record.humanReadable, field.path));
}

/** One part of a nested value, undefined when it has no such part. */
export function nestedValue(value: unknown, path: readonly string[]): unknown {
  return path.reduce(ownValue, value);
}

/** Several values become one text. */
function textOf(value: unknown): string | null {
  if (!Array.isArray(value)) return cleanText(value);
  return value.map(cleanText).filter(Boolean).join(",") || null;
}
