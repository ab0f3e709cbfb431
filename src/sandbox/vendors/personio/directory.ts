import { hashText } from "../../random.js";
import type { Person } from "../../world/person.js";
import type { World } from "../../world/world.js";
import { type Attribute, type AttributeDefinition, attributeDefinitions } from "./attributes.js";

/** One entry of the employee list. */
export interface EmployeeItem {
  readonly type: string;
  readonly attributes: Readonly<Record<string, Attribute>>;
}

/** The employees of the account, whoever they are. `Entry` is what one is made from. */
export interface Directory<Entry> {
  /** In the order in which pages show them. */
  entries(): readonly Entry[];
  render(entry: Entry): EmployeeItem;
  /** All attributes of the account. */
  attributes(): readonly Omit<AttributeDefinition, "value">[];
}

/** The invented people. Their order is stable but means nothing: Personio promises none. */
export function worldDirectory(world: World, seed: number): Directory<Person> {
  const definitions = attributeDefinitions(seed);
  let ordered: { readonly from: readonly Person[]; readonly entries: readonly Person[] } | null = null;
  return {
    entries() {
      const from = world.people();
      if (ordered?.from !== from) ordered = { from, entries: shuffled(from, seed) };
      return ordered.entries;
    },
    render: (person) => ({
      type: "Employee",
      attributes: Object.fromEntries(
        definitions.map(({ key, label, type, universal_id, value }) => [
          key,
          { label, value: value(person, world), type, universal_id },
        ]),
      ),
    }),
    attributes: () => definitions,
  };
}

function shuffled(people: readonly Person[], seed: number): readonly Person[] {
  return people
    .map((person) => ({ person, place: hashText(`${seed} ${person.id}`) }))
    .sort((a, b) => a.place - b.place)
    .map(({ person }) => person);
}
