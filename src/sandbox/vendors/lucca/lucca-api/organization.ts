import { hashText } from "../../../random.js";
import type { Person, World } from "../../../world/world.js";
import type { Collection } from "./collection.js";
import { reference } from "./collection.js";

/** The department above all others. */
const ROOT = "Acme";

/** Alpha-3 codes of the countries the invented company is in. */
const COUNTRIES: Readonly<Record<string, string>> = { DE: "DEU", ES: "ESP", FR: "FRA", GB: "GBR" };

/** A thing people are in, with an id of its own. */
export interface Unit {
  readonly id: string;
  readonly name: string;
  readonly country: string | null;
}

/** The id of a unit by its name; null without one. */
export function unitId(kind: string, name: string | null): string | null {
  return name === null ? null : String(1 + (hashText(`${kind} ${name}`) % 90_000));
}

export function departments(world: World): Collection<Unit> {
  return {
    type: "departments",
    items: units(world, "department", (person) => person.department, [ROOT]),
    render: ({ id, name }) => ({
      id,
      type: "department",
      name,
      remoteId: null,
      isArchived: false,
      parent: name === ROOT ? null : reference("department", "departments", unitId("department", ROOT)),
      level: name === ROOT ? 1 : 2,
    }),
  };
}

/** Their name is called otherwise than that of everything else. */
export function legalEntities(world: World): Collection<Unit> {
  return {
    type: "legal-entities",
    items: units(world, "legalEntity", (person) => person.legalEntity),
    render: ({ id, name, country }) => ({
      id,
      type: "legal-entity",
      legalName: name,
      remoteId: `LE:${id}`,
      isArchived: false,
      countryCode: country === null ? null : (COUNTRIES[country] ?? country),
      currencyCode: "EUR",
      lastArchivedAt: "null",
    }),
  };
}

export function establishments(world: World): Collection<Unit> {
  return {
    type: "business-establishments",
    items: units(world, "office", (person) => person.office),
    render: ({ id, name }) => ({
      id,
      type: "business-establishment",
      name,
      isArchived: false,
      timezoneId: "Europe/Paris",
    }),
  };
}

/** Everything people are in, each once. */
function units(
  world: World,
  kind: string,
  nameOf: (person: Person) => string | null,
  others: readonly string[] = [],
): readonly Unit[] {
  const found = new Map<string, Unit>();
  const add = (name: string | null, country: string | null) => {
    const id = unitId(kind, name);
    if (name !== null && id !== null) found.set(name, { id, name, country });
  };
  for (const name of others) add(name, null);
  for (const person of world.people()) add(nameOf(person), person.country);
  return [...found.values()];
}
