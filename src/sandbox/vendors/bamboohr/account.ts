import { hashText } from "../../random.js";
import type { SandboxRequest } from "../../server/exchange.js";
import type { Person } from "../../world/world.js";
import type { VendorSetup } from "../vendor.js";
import { accountFields, type Field, type FieldContext, isEmployed } from "./fields.js";

/** The company as the owner of the key sees it. */
export interface Account {
  readonly fields: readonly Field[];
  /** Whether the access level lets the owner see a field, by any of its names. */
  maySee(field: Field): boolean;
  /** Whether the access level hides something else: `Inactive` people, a table, an endpoint. */
  hides(name: string): boolean;
  /** Whether a field asked for by its number comes under its alias. */
  answersAliases(): boolean;
  /** The people the owner may see, in an order that means nothing. */
  people(): readonly Person[];
  context(onlyCurrent: boolean): FieldContext;
}

/** Shows of the world what the access level allows; what it does not is left out, without an error. */
export function createAccount(setup: VendorSetup): Account {
  const { world, seed, clock } = setup;
  const hides = (name: string) => setup.settings().hiddenAttributes.includes(name);
  return {
    fields: accountFields(seed),
    maySee: ({ alias, label, dataset }) => ![alias, label, dataset].some(hides),
    hides,
    answersAliases: () => setup.settings().habits.includes("answers-aliases"),
    people: () => shuffled(world.people(), seed).filter((person) => !hides("Inactive") || isEmployed(person)),
    context: (onlyCurrent) => ({ world, today: clock.today(), onlyCurrent }),
  };
}

/** Whether the answer comes in JSON: without asking for it, it is XML (docs/vendors/bamboohr.md §2). */
export function wantsJson({ headers }: SandboxRequest): boolean {
  return headers.accept?.includes("application/json") ?? false;
}

function shuffled(people: readonly Person[], seed: number): readonly Person[] {
  return people
    .map((person) => ({ person, place: hashText(`${seed} ${person.id}`) }))
    .sort((a, b) => a.place - b.place)
    .map(({ person }) => person);
}
