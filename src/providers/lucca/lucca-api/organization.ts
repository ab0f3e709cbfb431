import { countryFromAlpha3 } from "../../support/country.js";
import { cleanId, cleanText, given } from "../../support/values.js";
import type { List } from "./lists.js";
import { departmentSchema, establishmentSchema, legalEntitySchema } from "./schema.js";

type Text = string | null | undefined;

interface Department {
  readonly name: Text;
  /** Id of the department above. */
  readonly parent: Text;
}

interface LegalEntity {
  readonly name: Text;
  /** ISO 3166-1 alpha-2. */
  readonly country: Text;
}

/** What employees name by id only; null is a list that may not be read. */
export interface Organization {
  readonly departments: ReadonlyMap<string, Department> | null;
  readonly legalEntities: ReadonlyMap<string, LegalEntity> | null;
  readonly establishments: ReadonlyMap<string, Text> | null;
}

/** For a first look, before the lists were read. */
export const NO_ORGANIZATION: Organization = { departments: null, legalEntities: null, establishments: null };

/** Archived ones too: leavers belong to them. */
const DEPARTMENTS: List = {
  path: "/lucca-api/departments",
  embedded: false,
  scope: "departments.readonly",
  purpose: "list departments",
};

const LEGAL_ENTITIES: List = {
  path: "/lucca-api/legal-entities",
  embedded: false,
  scope: "legal-entities.readonly",
  purpose: "list legal entities",
};

const ESTABLISHMENTS: List = {
  path: "/lucca-api/business-establishments",
  embedded: false,
  scope: "business-establishments.readonly",
  purpose: "list business establishments",
};

/** Reads a list to its end, or as much of it as a first look needs; null when it may not be read. */
export type ReadItems = (list: List) => Promise<readonly unknown[] | null>;

/** Departments, legal entities and business establishments, with one call each for up to a page of them. */
export async function readOrganization(read: ReadItems): Promise<Organization> {
  return {
    departments: byId(await read(DEPARTMENTS), (item) => {
      const { data } = departmentSchema.safeParse(item);
      const parent = data?.parent;
      return [data?.id, { name: given(data?.name, cleanText), parent: parent && cleanId(parent.id) }];
    }),
    legalEntities: byId(await read(LEGAL_ENTITIES), (item) => {
      const { data } = legalEntitySchema.safeParse(item);
      return [
        data?.id,
        {
          name: given(data?.legalName ?? data?.name, cleanText),
          country: given(data?.countryCode, countryFromAlpha3),
        },
      ];
    }),
    establishments: byId(await read(ESTABLISHMENTS), (item) => {
      const { data } = establishmentSchema.safeParse(item);
      return [data?.id, given(data?.name, cleanText)];
    }),
  };
}

/** Items without a usable id are left out. */
function byId<Thing>(
  items: readonly unknown[] | null,
  read: (item: unknown) => readonly [id: unknown, thing: Thing],
): ReadonlyMap<string, Thing> | null {
  if (items === null) return null;
  const things = new Map<string, Thing>();
  for (const item of items) {
    const [value, thing] = read(item);
    const id = cleanId(value);
    if (id !== null) things.set(id, thing);
  }
  return things;
}
