import { cleanText } from "../../support/values.js";
import type { FieldName } from "./list-labels.js";
import { namedSchema } from "./schema.js";

/** A field of a record's extended data, with its value as it came. */
export interface Field extends FieldName {
  readonly value: unknown;
}

type Values = Readonly<Record<string, unknown>>;

/**
 * The fields of a record's extended data, those inside of groups one by one: `{ e_RIB: { value: {
 * e_iban: { value } } } }` has the field `e_RIB.e_iban`. A group that is repeated gives its fields
 * several times. Values come plain or as `{ value }`, and those of groups always so (recorded).
 */
export function fieldsOf(data: unknown, group = ""): readonly Field[] {
  if (!isRecord(data)) return [];
  return Object.keys(data).flatMap((key) => {
    const path = `${group}${key}`;
    const groups = groupsIn(unwrapped(data[key]));
    if (groups.length === 0) return [{ path, key, value: data[key] }];
    return groups.flatMap((inner) => fieldsOf(inner, `${path}.`));
  });
}

/** The value as text; several ones with commas between them. */
export function textOf(value: unknown): string | null {
  const inner = unwrapped(value);
  if (Array.isArray(inner)) return inner.map(plainText).filter(Boolean).join(",") || null;
  return plainText(inner);
}

/** The value as ids of a list's entries; null when it can't be that. */
export function idsOf(value: unknown): readonly number[] | null {
  const inner = unwrapped(value);
  const ids = (Array.isArray(inner) ? inner : [inner]).map(unwrapped);
  return ids.length > 0 && ids.every((id) => Number.isSafeInteger(id)) ? (ids as number[]) : null;
}

function plainText(value: unknown): string | null {
  const inner = unwrapped(value);
  return isRecord(inner) ? cleanText(namedSchema.safeParse(inner).data?.name) : cleanText(inner);
}

function unwrapped(value: unknown): unknown {
  return isRecord(value) && Object.hasOwn(value, "value") ? value.value : value;
}

/** Groups are objects with keys of extended data in them. */
function groupsIn(value: unknown): readonly Values[] {
  const candidates = Array.isArray(value) ? value.map(unwrapped) : [value];
  return candidates.filter(isRecord).filter((one) => Object.keys(one).some((key) => key.startsWith("e_")));
}

function isRecord(value: unknown): value is Values {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
