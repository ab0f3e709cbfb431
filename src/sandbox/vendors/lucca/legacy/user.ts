import { hashText } from "../../../random.js";
import type { Person, World } from "../../../world/world.js";
import { contractEnd } from "../errors.js";

const HOST = "http://acme.ilucca.net";

/** What values are made from. */
export interface UserContext {
  readonly world: World;
  readonly today: string;
}

type ValueOf = (person: Person, context: UserContext) => unknown;

/** The fields of a user there are (docs/vendors/lucca.md §3.1, §4), apart from the extended data. */
const FIELDS: ReadonlyMap<string, ValueOf> = new Map<string, ValueOf>([
  ["id", (person) => Number(person.id)],
  ["name", (person) => `${person.firstName} ${person.lastName}`.trim()],
  ["url", (person) => `${HOST}/api/v3/users/${person.id}`],
  ["displayName", (person) => `${person.lastName} ${person.firstName}`.trim()],
  ["firstName", (person) => person.firstName],
  ["lastName", (person) => person.lastName],
  ["mail", (person) => person.workEmail],
  ["login", (person) => person.workEmail?.split("@")[0] ?? null],
  ["employeeNumber", (person) => String(hashText(`number ${person.id}`) % 100_000).padStart(5, "0")],
  ["jobTitle", (person) => person.jobTitle],
  ["dtContractStart", (person) => localMidnight(person.startDate)],
  ["dtContractEnd", (person, { today }) => localMidnight(contractEnd(person, today))],
  ["modifiedAt", (person) => person.modifiedAt.replace("Z", ".583")],
  ["department", (person) => named("departments", person.department)],
  // v3 calls the establishment a legal entity.
  ["legalEntity", (person) => named("legalEntities", person.office)],
  ["manager", manager],
  ["extendedData", () => null],
]);

/** A field the company added: its key is the company's own, and may have hyphens. */
type ExtendedField = readonly [key: string, value: (person: Person) => unknown];

const EXTENDED_DATA: readonly ExtendedField[] = [
  ["e_t-shirt", (person) => ["S", "M", "L"][hashText(person.id) % 3]],
  ["e_languages", (person) => person.languages],
  ["e_costCenter", (person) => person.costCenter],
  ["e_grossSalary", (person) => 30_000 + (hashText(`pay ${person.id}`) % 60_000)],
  // A list: entries come as ids, whose labels are in the definition.
  ["e_Societe", ({ legalEntity }) => (legalEntity === null ? null : companyId(legalEntity))],
];

/** Fields inside of a group. */
const BANK_GROUP: readonly [key: string, fields: readonly ExtendedField[]] = [
  "e_Coordonnees-bancaires",
  [
    ["e_iban", (person) => person.iban],
    ["e_bic", (person) => person.bic],
  ],
];

function companyId(legalEntity: string): number {
  return 1 + (hashText(`company ${legalEntity}`) % 500);
}

/** `GET /api/v3/extensionuserdefinitions/{key}`: what a field is; null for one that there is not. */
export function definitionOf(key: string, world: World): object | null {
  const known = [...EXTENDED_DATA, ...BANK_GROUP[1]].some(([name]) => name === key);
  if (!known) return null;
  const companies = new Set(world.people().flatMap(({ legalEntity }) => legalEntity ?? []));
  const entries = [...companies].map((name) => ({ id: companyId(name), name }));
  return { id: key, extensionUserPropertyListEntries: key === "e_Societe" ? entries : [] };
}

export function isUserField(name: string): boolean {
  return FIELDS.has(name);
}

/** The value of a field, the extended data without what is hidden. */
export function userValue(
  name: string,
  person: Person,
  context: UserContext,
  hides: (name: string) => boolean,
): unknown {
  if (name !== "extendedData") return FIELDS.get(name)?.(person, context);
  const wrapped = (fields: readonly ExtendedField[]) =>
    Object.fromEntries(
      fields.filter(([key]) => !hides(key)).map(([key, value]) => [key, { value: value(person) }]),
    );
  const [group, fields] = BANK_GROUP;
  return { ...wrapped(EXTENDED_DATA), [group]: { value: wrapped(fields) } };
}

/** Local time without a zone. */
function localMidnight(day: string | null): string | null {
  return day === null ? null : `${day}T00:00:00`;
}

function named(collection: string, name: string | null): unknown {
  if (name === null) return null;
  const id = 1 + (hashText(`${collection} ${name}`) % 9000);
  return { id, name, url: `${HOST}/api/v3/${collection}/${id}` };
}

function manager(person: Person, context: UserContext): unknown {
  const found = person.managerId === null ? null : context.world.person(person.managerId);
  if (found === null) return null;
  const { id, workEmail } = found;
  const name = `${found.firstName} ${found.lastName}`.trim();
  return { id: Number(id), name, mail: workEmail, url: `${HOST}/api/v3/users/${id}` };
}

/** What was asked for: names with what is asked for inside of them, null for the whole. */
export type Selection = ReadonlyMap<string, Selection | null>;

/** What a list gives without `fields` (docs/vendors/lucca.md §3.1). */
export const DEFAULT_SELECTION: Selection = new Map([
  ["id", null],
  ["name", null],
  ["url", null],
]);

/** Reads `id,department[id,name],manager.id`; null when the brackets don't match. */
export function parseFields(text: string): Selection | null {
  const selection = new Map<string, Selection | null>();
  for (const part of splitOutsideBrackets(text)) {
    const [, name = "", inner, dotted] = /^(\w+)(?:\[(.*)\]|\.(.+))?$/u.exec(part.trim()) ?? [];
    if (!name) return null;
    const nested = inner ?? dotted;
    const parsed = nested === undefined ? null : parseFields(nested);
    if (nested !== undefined && parsed === null) return null;
    const known = selection.get(name);
    selection.set(name, parsed && known ? new Map([...known, ...parsed]) : parsed);
  }
  return selection;
}

function splitOutsideBrackets(text: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (const [index, letter] of [...text].entries()) {
    if (letter === "[") depth += 1;
    if (letter === "]") depth -= 1;
    if (letter !== "," || depth !== 0) continue;
    parts.push(text.slice(start, index));
    start = index + 1;
  }
  return [...parts, text.slice(start)];
}
