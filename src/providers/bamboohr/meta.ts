import { foldText } from "../../shared/text.js";
import { nearest } from "../../sync/nearest.js";
import { unexpectedAnswer } from "../support/call.js";
import { cleanId, cleanText, labelKey } from "../support/values.js";
import type { BamboohrApi } from "./api.js";
import { SERVICE } from "./errors.js";
import { metaFieldsSchema } from "./schema.js";

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
