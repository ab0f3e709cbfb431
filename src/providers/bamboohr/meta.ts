import * as z from "zod";
import { foldText } from "../../shared/text.js";
import { nearest } from "../../sync/model/index.js";
import { unexpectedAnswer } from "../support/call.js";
import { cleanId, cleanText, countField, labelKey } from "../support/values.js";
import { type BamboohrApi, SERVICE } from "./errors.js";

/** A field of the account, as `meta/fields` lists it. */
export interface MetaField {
  readonly id: string;
  readonly label: string;
  readonly alias: string | null;
  /** `multilist` holds several values. */
  readonly type: string | null;
  readonly isDeprecated: boolean;
}

export type MetaReader = () => Promise<readonly MetaField[]>;

/** What a name in the settings leads to. */
export type FoundField =
  | { readonly kind: "found"; readonly field: MetaField }
  | { readonly kind: "ambiguous"; readonly fields: readonly MetaField[] }
  | { readonly kind: "unknown" };

/** Asks for the fields of the account when they are needed, once. */
export function createMetaReader(api: BamboohrApi): MetaReader {
  let asked: Promise<readonly MetaField[]> | null = null;
  return () => {
    asked ??= readMetaFields(api);
    return asked;
  };
}

async function readMetaFields(api: BamboohrApi): Promise<readonly MetaField[]> {
  const parsed = metaFieldsSchema.safeParse(
    await api.read({ path: "/api/v1/meta/fields", purpose: "list fields" }),
  );
  if (!parsed.success) throw unexpectedAnswer(SERVICE, "The list of fields is not in the documented form.");
  return parsed.data.flatMap(({ id: rawId, name, alias, type, deprecated }) => {
    const id = cleanId(rawId);
    if (id === null) return [];
    return [
      {
        id,
        label: cleanText(name) ?? "",
        alias: cleanText(alias),
        type: cleanText(type),
        isDeprecated: deprecated === true || deprecated === "true",
      },
    ];
  });
}

/**
 * The one field of that number, alias or label. Of namesakes the one that is not deprecated counts; two
 * with one label are no answer: an IBAN must not be guessed.
 */
export function findField(meta: readonly MetaField[], name: string): FoundField {
  const exact = meta.find(({ id, alias }) => id === name || alias === name);
  if (exact) return { kind: "found", field: exact };
  const labelled = meta.filter(({ label }) => labelKey(label) === labelKey(name));
  const present = labelled.filter(({ isDeprecated }) => !isDeprecated);
  const [field, another] = present.length > 0 ? present : labelled;
  if (!field) return { kind: "unknown" };
  return another
    ? { kind: "ambiguous", fields: present.length > 0 ? present : labelled }
    : { kind: "found", field };
}

const MOST_LIKELY = 3;

/** The labels that a name was probably meant to be: those it is a part of, else the nearest one. */
export function likelyLabels(meta: readonly MetaField[], name: string): readonly string[] {
  const labels = [
    ...new Set(meta.filter(({ isDeprecated }) => !isDeprecated).map(({ label }) => label)),
  ].filter(Boolean);
  const wanted = foldText(name);
  const containing = labels.filter((label) => foldText(label).includes(wanted));
  if (containing.length > 0) return containing.slice(0, MOST_LIKELY);
  const guess = nearest(name, labels);
  return guess === null ? [] : [guess];
}

/**
 * BambooHR's answers as far as they are used (docs/vendors/bamboohr.md §3, §4). Lenient: rows are checked
 * one by one, so that an odd one stays alone.
 */

const unknown = z.unknown().optional();
const optionalText = z.string().nullish().catch(null);

/** One row, whatever its fields. */
export const rowSchema = z.record(z.string(), z.unknown());

/**
 * `POST /api/v1/reports/custom`. The list of fields is asked for: it alone tells a field that may not
 * be read from one that is empty.
 */
export const reportSchema = z.object({
  fields: z.array(z.object({ id: z.coerce.string(), name: optionalText, type: optionalText })),
  employees: z.array(z.unknown()),
});

/** One page of `POST /api/v2/datasets/employee/data`. */
export const datasetSchema = z.object({
  data: z.array(z.unknown()),
  meta: z.object({ totalItems: countField(), pageSize: countField() }).nullish().catch(null),
});

export const datasetRowSchema = z.object({
  fields: rowSchema,
  _restrictedFields: z.array(z.string()).nullish().catch(null),
});

/** `GET /api/v1/employees`. */
export const listSchema = z.object({
  data: z.array(z.object({ employeeId: z.unknown().optional() })),
  meta: z.object({ total: countField() }).nullish().catch(null),
});

/** `GET /api/v1/meta/fields`. */
const metaFieldsSchema = z.array(
  z
    .object({ id: unknown, name: unknown, alias: unknown, type: unknown, deprecated: unknown })
    .catch({ id: null, name: null, alias: null, type: null, deprecated: null }),
);

/** `GET /api/v1/employees/{id|all}/tables/{table}`. */
export const tableSchema = z.array(z.unknown());
