import { RawBank } from "../../../sync/bank.js";
import type { Employee } from "../../../sync/employee.js";
import { cleanText } from "../../support/values.js";
import { isWithheld } from "../../support/withheld.js";
import type { LegacySettings } from "../settings.js";
import { wrappedSchema } from "./schema.js";

type ExtendedData = Readonly<Record<string, unknown>> | null | undefined;

/** French names of bank details and pay that the common words don't have; keys are written without accents. */
const WITHHELD_IN_FRENCH = /\brib\b|bancaire|\bcompte\b|\bpaie\b|\bpaye\b|\bprime\b/iu;

/** An IBAN, wherever it is: a key such as `e_12` does not tell. */
const IBAN_LIKE = /^[A-Z]{2}\d{2}[A-Z0-9]{10,30}$/iu;

/** The fields a company added to the employee file: bank details where the settings say, the rest for filters. */
export function readExtendedData(
  data: ExtendedData,
  settings: LegacySettings,
): { readonly bank: RawBank | undefined; readonly custom: Employee["custom"] } {
  if (!data) return { bank: undefined, custom: {} };
  const { ibanField, bicField } = settings;
  const bankKeys = [ibanField, bicField];
  const custom: Record<string, string | null> = {};
  for (const key of Object.keys(data)) {
    const text = textOf(data[key]);
    if (!bankKeys.includes(key) && !isHidden(key, text)) custom[key] = text;
  }
  const bankValue = (key: string | undefined) =>
    key !== undefined && Object.hasOwn(data, key) ? textOf(data[key]) : undefined;
  return { bank: bankOf(bankValue(ibanField), bankValue(bicField)), custom };
}

function bankOf(iban: string | null | undefined, bic: string | null | undefined): RawBank | undefined {
  if (iban === undefined && bic === undefined) return undefined;
  return new RawBank({
    ...(iban === undefined ? {} : { iban }),
    ...(bic === undefined ? {} : { bic }),
  });
}

function isHidden(key: string, text: string | null): boolean {
  const words = key.replace(/(\p{Ll})(\p{Lu})/gu, "$1 $2").replaceAll("_", " ");
  if (isWithheld(key) || WITHHELD_IN_FRENCH.test(words)) return true;
  return text?.split(",").some((part) => IBAN_LIKE.test(part.replace(/\s+/gu, ""))) ?? false;
}

/** Several values become one text. How values that are no plain text look is assumed. */
function textOf(value: unknown): string | null {
  if (Array.isArray(value)) return value.map(plainText).filter(Boolean).join(",") || null;
  return plainText(value);
}

function plainText(value: unknown): string | null {
  const wrapped = wrappedSchema.safeParse(value);
  if (!wrapped.success) return cleanText(value);
  return cleanText(wrapped.data.value) ?? cleanText(wrapped.data.name);
}
