import { RawBank } from "../../../sync/bank.js";
import type { Employee } from "../../../sync/employee.js";
import { isWithheld } from "../../support/withheld.js";
import type { LegacySettings } from "../settings.js";
import { type Field, fieldsOf, idsOf, textOf } from "./extended-fields.js";
import type { ListLabels } from "./list-labels.js";

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

function bankOf({
  iban,
  bic,
}: Readonly<Record<"iban" | "bic", string | null | undefined>>): RawBank | undefined {
  if (iban === undefined && bic === undefined) return undefined;
  return new RawBank({
    ...(iban === undefined ? {} : { iban }),
    ...(bic === undefined ? {} : { bic }),
  });
}

/** By the name, that of the group included, or by an IBAN in the value. */
function isHidden({ path }: Field, text: string | null): boolean {
  const words = path.replace(/(\p{Ll})(\p{Lu})/gu, "$1 $2").replace(/[_.]/gu, " ");
  if (isWithheld(path) || WITHHELD_IN_FRENCH.test(words)) return true;
  return text?.split(",").some((part) => IBAN_LIKE.test(part.replace(/\s+/gu, ""))) ?? false;
}
