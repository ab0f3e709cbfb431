import type { EmployeeField } from "../provider.js";
import { readJsonOrNull } from "../support/call.js";
import { fieldIdsOf, type HiBobData } from "./data-read.js";
import { GROUP_SCREEN } from "./errors.js";
import { fieldListSchema } from "./schema.js";
import type { HiBobSession } from "./session.js";
import type { HiBobSettings } from "./settings.js";

/** What Bob says about a field. */
interface FieldInfo {
  readonly name: string;
  /** As it is called in this account; customers rename categories. */
  readonly category: string | null;
}

/** The fields of an account by id. */
export type FieldCatalog = ReadonlyMap<string, FieldInfo>;

/** Settings that name a field, with what the right one is probably called. */
const SETTING_OF: Partial<
  Record<EmployeeField, { readonly key: keyof HiBobSettings; readonly name: RegExp }>
> = {
  "bank.iban": { key: "ibanField", name: /\biban\b/iu },
  "bank.bic": { key: "bicField", name: /\b(?:bic|swift)\b/iu },
  team: { key: "teamField", name: /\bteam\b/iu },
  legalEntity: { key: "legalEntityField", name: /legal entity|employer/iu },
  costCenter: { key: "costCenterField", name: /cost cent(?:er|re)/iu },
};

/** All fields of the account, readable or not; null when Bob does not list them. Needs no right. */
export async function readFieldCatalog(session: HiBobSession): Promise<FieldCatalog | null> {
  const response = await session.send({
    method: "GET",
    path: "/v1/company/people/fields",
    purpose: "list fields",
  });
  const list = fieldListSchema.safeParse(readJsonOrNull(response));
  if (response.status !== 200 || !list.success) return null;
  const fields = list.data.filter((field) => field !== null);
  return new Map(
    fields.map(({ id, name, categoryDisplayName }) => [
      id.replace(/^\//u, "").replaceAll("/", "."),
      { name: name ?? "", category: categoryDisplayName ?? null },
    ]),
  );
}

/**
 * What to do about data that nobody has. Bob leaves out what may not be read and what does not exist
 * alike, so the catalogue tells the two apart.
 */
export function adviceFor(data: HiBobData, settings: HiBobSettings, catalog: FieldCatalog | null): string {
  const ids = fieldIdsOf(settings)[data.field];
  const info = ids.map((id) => catalog?.get(id)).find((found) => found !== undefined);
  if (catalog && ids.length > 0 && !info) return noSuchField(data, ids, catalog);
  const category = info?.category ?? data.category;
  const sections = category === null ? "the sections of the field's category" : `${category} sections`;
  return `For ${data.label}: in Bob under ${GROUP_SCREEN}, tick View selected employees' ${sections}.`;
}

function noSuchField({ field, label }: HiBobData, ids: readonly string[], catalog: FieldCatalog): string {
  const missing = `For ${label}: this Bob has no field ${ids.join(" or ")}.`;
  const setting = SETTING_OF[field];
  if (!setting)
    return `${missing} Its metadata (System settings > Account > Fields) shows what it is called.`;
  const likely = [...catalog].filter(([, { name }]) => setting.name.test(name)).map(([id]) => id);
  const perhaps = likely.length > 0 ? `, perhaps ${likely.join(" or ")}` : "";
  return `${missing} Set source.settings.${setting.key} to the id of the right one${perhaps}.`;
}
