import { variableName } from "../../../../src/credentials/names.js";
import { type Sandbox, startSandbox } from "../../../../src/sandbox/sandbox.js";
import { bankOf } from "./company.js";

/** Entities of the group; each has an office of its own. */
export const ENTITIES = Array.from({ length: 20 }, (_, index) => `acme-${number(index)}`);
const PEOPLE_EACH = 8;

/** A group of companies in one Personio account, when the week begins. */
export async function foundGroup(now: () => number): Promise<Sandbox> {
  const sandbox = await startSandbox({
    employees: 0,
    entities: ENTITIES,
    rateLimit: null,
    clock: now,
    tokenLifeMs: 50 * 60_000,
  });
  for (const [index] of ENTITIES.entries()) {
    for (let person = 0; person < PEOPLE_EACH; person += 1) employ(sandbox, index, person);
  }
  return sandbox;
}

/** What happens in the HR tool before each night, the same in every world. */
export const DAYS: readonly ((sandbox: Sandbox) => void)[] = [
  () => {},
  (sandbox) => everywhere((entity) => entity % 2 === 0 && employ(sandbox, entity, 20)),
  (sandbox) => everywhere((entity) => change(sandbox, entity, 1, { lastName: `Married${number(entity)}` })),
  (sandbox) =>
    everywhere((entity) => {
      if (entity % 3 === 0) leave(sandbox, entity, 2, "2027-03-23");
      else employ(sandbox, entity, 21);
    }),
  (sandbox) => everywhere((entity) => change(sandbox, entity, 3, bankOf(`${letters(entity)}${letters(90)}`))),
  (sandbox) => everywhere((entity) => entity % 2 === 1 && employ(sandbox, entity, 22)),
  (sandbox) =>
    everywhere((entity) => {
      if (entity % 4 === 0) leave(sandbox, entity, 4, "2027-03-26");
      else change(sandbox, entity, 5, { managerId: idOf(entity, 1) });
    }),
];

/** The configuration that all machines have. */
export function groupConfig(sandbox: Sandbox): string {
  const lines = ENTITIES.flatMap((entity, index) => [
    `  ${entity}:`,
    `    spendesk: { baseUrl: "${sandbox.spendeskUrl(entity)}" }`,
    `    employees: { include: filter, filter: ["'Work Location' is: ${officeOf(index)}"] }`,
  ]);
  return [
    "version: 1",
    "credentials: { store: env }",
    "defaults:",
    "  timezone: Europe/London",
    `  source: { provider: personio, baseUrl: "${sandbox.providerUrl("personio")}" }`,
    "entities:",
    ...lines,
    "",
  ].join("\n");
}

/** The credentials of all entities. */
export function groupKeys(sandbox: Sandbox): Record<string, string> {
  const variables: Record<string, string> = {};
  for (const entity of ENTITIES) {
    const keys = { spendesk: sandbox.spendeskKeys[entity] ?? {}, personio: sandbox.credentials.personio };
    for (const [connection, values] of Object.entries(keys)) {
      for (const [field, value] of Object.entries(values)) {
        variables[variableName({ entity, connection }, field)] = value;
      }
    }
  }
  return variables;
}

function everywhere(work: (entity: number) => unknown): void {
  for (const index of ENTITIES.keys()) work(index);
}

function employ({ control }: Sandbox, entity: number, person: number): void {
  const name = `${letters(entity)}${letters(person)}`;
  control.upsertEmployee({
    id: idOf(entity, person),
    firstName: `Person${number(person)}`,
    lastName: `Office${number(entity)}`,
    workEmail: `${name}@acme.test`,
    status: "active",
    office: officeOf(entity),
    startDate: "2020-01-01",
    managerId: person === 0 ? null : idOf(entity, 0),
    ...(person % 2 === 0 ? bankOf(name) : {}),
  });
}

function change({ control }: Sandbox, entity: number, person: number, patch: object): void {
  control.upsertEmployee({ id: idOf(entity, person), ...patch });
}

function leave(sandbox: Sandbox, entity: number, person: number, endDate: string): void {
  change(sandbox, entity, person, { status: "inactive", endDate });
}

function idOf(entity: number, person: number): string {
  return String(1000 * (entity + 1) + person);
}

function officeOf(entity: number): string {
  return `Office ${number(entity)}`;
}

function number(index: number): string {
  return String(index + 1).padStart(2, "0");
}

/** A name of two letters. */
function letters(index: number): string {
  return String.fromCharCode(97 + Math.floor(index / 26), 97 + (index % 26));
}
