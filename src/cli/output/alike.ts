import { variablePrefix } from "../../credentials/names.js";
import { entitiesText } from "./run-text.js";

/** Whatever texts say of one entity. */
interface OfEntity {
  readonly entity: string;
}

/**
 * Those that say the same but for the name of their entity, together; the groups in the order in which they
 * begin, so that what is sorted stays so.
 */
export function alike<Item extends OfEntity>(
  items: readonly Item[],
  textsOf: (item: Item) => readonly (string | null)[],
): readonly (readonly [Item, ...Item[]])[] {
  const groups = new Map<string, [Item, ...Item[]]>();
  for (const item of items) {
    const key = JSON.stringify(textsOf(item).map((text) => text && withoutEntity(text, item.entity)));
    const known = groups.get(key);
    if (known) known.push(item);
    else groups.set(key, [item]);
  }
  return [...groups.values()];
}

/** Who else of a group it is true of, besides the first; empty when nobody. @param all names each of them */
export function sameIn([, ...others]: readonly OfEntity[], all: boolean): string {
  if (others.length === 0) return "";
  const names = others.map(({ entity }) => entity);
  return `The same in ${names.length} more: ${all ? names.join(", ") : entitiesText(names)}.`;
}

/** Stands for the name of an entity where texts are compared; in none of them. */
const OF_ENTITY = "\0";

/** What a text says of any entity: nothing may be folded away but the name. */
export function withoutEntity(text: string, entity: string): string {
  // Ids are made of small letters, digits and dashes.
  const name = new RegExp(`(?<![\\w-])${entity}(?![\\w-])`, "gu");
  return text.replaceAll(variablePrefix(entity), OF_ENTITY).replaceAll(name, OF_ENTITY);
}

/** A text that stands beside the name of its entity already. */
export function besideName(text: string, entity: string): string {
  const prefix = `${entity}: `;
  return text.startsWith(prefix) ? text.slice(prefix.length) : text;
}
