import { isObject } from "../../../shared/objects.js";
import type { Employee, RawBank } from "../../../sync/model/index.js";
import { bankOf } from "../../support/employee-parts.js";
import { isWithheld } from "../../support/readable.js";
import { cleanText } from "../../support/values.js";
import type { LegacySettings } from "../settings.js";
import { namedSchema } from "./schema.js";

/** French names of bank details and pay that the common words don't have; keys are written without accents. */
const WITHHELD_IN_FRENCH = /\brib\b|bancaire|\bcompte\b|\bpaie\b|\bpaye\b|\bprime\b/iu;

/** An IBAN, wherever it is: a key such as `e_12` does not tell. */
const IBAN_LIKE = /^[A-Z]{2}\d{2}[A-Z0-9]{10,30}$/iu;

/** The fields a company added to the employee file: bank details where the settings say, the rest for filters. */
export function readExtendedData(
  data: unknown,
  { ibanField, bicField }: LegacySettings,
  lists: ListLabels,
): { readonly bank: RawBank | undefined; readonly custom: Employee["custom"] } {
  const fields = fieldsOf(data);
  const [ibans, bics] = [ibanField, bicField].map((name) => named(fields, name));
  const ofBank = [ibans, bics].flatMap((found) => found ?? []);
  const custom: Record<string, string | null> = {};
  for (const field of fields) {
    const text = textOf(field.value);
    if (ofBank.includes(field) || isHidden(field, text)) continue;
    const before = custom[field.path];
    custom[field.path] = before && text ? `${before},${text}` : (before ?? text);
    // A field that came twice is one of a group that is repeated: its labels could not be told apart.
    if (text !== null) lists.note(custom, field, before === undefined ? idsOf(field.value) : null);
  }
  return {
    bank: bankOf({ iban: onlyValue(ibans), bic: onlyValue(bics) }),
    custom,
  };
}

/**
 * The fields of that name, with its group (`e_RIB.e_iban`) or without; undefined where there is none.
 * @param name as in the settings
 */
function named(fields: readonly Field[], name: string | undefined): readonly Field[] | undefined {
  if (name === undefined) return undefined;
  const exact = fields.filter(({ path }) => path === name);
  const found = exact.length > 0 ? exact : fields.filter(({ key }) => key === name);
  return found.length > 0 ? found : undefined;
}

/** The one value there is; null for none, and for several: an account must not be guessed. */
function onlyValue(fields: readonly Field[] | undefined): string | null | undefined {
  if (fields === undefined) return undefined;
  const values = new Set(fields.flatMap(({ value }) => textOf(value) ?? []));
  const [only = null] = values;
  return values.size === 1 ? only : null;
}

/** By the name, that of the group included, or by an IBAN in the value. */
function isHidden({ path }: Field, text: string | null): boolean {
  const words = path.replace(/(\p{Ll})(\p{Lu})/gu, "$1 $2").replace(/[_.]/gu, " ");
  if (isWithheld(path) || WITHHELD_IN_FRENCH.test(words)) return true;
  return text?.split(",").some((part) => IBAN_LIKE.test(part.replace(/\s+/gu, ""))) ?? false;
}

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
function fieldsOf(data: unknown, group = ""): readonly Field[] {
  if (!isObject(data)) return [];
  return Object.keys(data).flatMap((key) => {
    const path = `${group}${key}`;
    const groups = groupsIn(unwrapped(data[key]));
    if (groups.length === 0) return [{ path, key, value: data[key] }];
    return groups.flatMap((inner) => fieldsOf(inner, `${path}.`));
  });
}

/** The value as text; several ones with commas between them. */
function textOf(value: unknown): string | null {
  const inner = unwrapped(value);
  if (Array.isArray(inner)) return inner.map(plainText).filter(Boolean).join(",") || null;
  return plainText(inner);
}

/** The value as ids of a list's entries; null when it can't be that. */
function idsOf(value: unknown): readonly number[] | null {
  const inner = unwrapped(value);
  const ids = (Array.isArray(inner) ? inner : [inner]).map(unwrapped);
  return ids.length > 0 && ids.every((id) => Number.isSafeInteger(id)) ? (ids as number[]) : null;
}

function plainText(value: unknown): string | null {
  const inner = unwrapped(value);
  return isObject(inner) ? cleanText(namedSchema.safeParse(inner).data?.name) : cleanText(inner);
}

function unwrapped(value: unknown): unknown {
  return isObject(value) && Object.hasOwn(value, "value") ? value.value : value;
}

/** Groups are objects with keys of extended data in them. */
function groupsIn(value: unknown): readonly Values[] {
  const candidates = Array.isArray(value) ? value.map(unwrapped) : [value];
  return candidates.filter(isObject).filter((one) => Object.keys(one).some((key) => key.startsWith("e_")));
}

/** A field of the extended data: where it is in a record, and its own key. */
export interface FieldName {
  /** With the group it is in: `e_RIB.e_bank`. */
  readonly path: string;
  readonly key: string;
}

/** Labels of a list by the ids of its entries; null when the field is no list, or that may not be known. */
type LookUp = (key: string) => Promise<ReadonlyMap<string, string> | null>;

/**
 * Lucca gives the entries of a list field by their ids. Which of the fields with whole numbers are lists
 * tell only their definitions, so those are asked once everybody was read.
 */
export interface ListLabels {
  /**
   * Notes what a record has in a field.
   * @param custom the record's attributes, in which the labels will stand
   * @param ids null for a value that is no entry of a list
   */
  note(custom: Record<string, string | null>, field: FieldName, ids: readonly number[] | null): void;
  /** Puts the labels in place of the ids, with one call per field that may be a list. */
  fillIn(lookUp: LookUp): Promise<void>;
}

interface Use {
  readonly custom: Record<string, string | null>;
  readonly ids: readonly number[];
}

export function createListLabels(): ListLabels {
  const fields = new Map<string, { readonly key: string; readonly uses: Use[] }>();
  const noLists = new Set<string>();
  return {
    note(custom, { path, key }, ids) {
      if (ids === null) {
        noLists.add(path);
        return;
      }
      const field = fields.get(path) ?? { key, uses: [] };
      fields.set(path, field);
      field.uses.push({ custom, ids });
    },
    async fillIn(lookUp) {
      for (const [path, { key, uses }] of fields) {
        const labels = noLists.has(path) ? null : await lookUp(key);
        if (labels === null) continue;
        for (const { custom, ids } of uses) {
          custom[path] = ids.map((id) => labels.get(String(id)) ?? String(id)).join(",");
        }
      }
    },
  };
}
