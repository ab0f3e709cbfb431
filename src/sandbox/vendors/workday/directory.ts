import { hashText } from "../../random.js";
import type { Person } from "../../world/person.js";
import type { World } from "../../world/world.js";

const KEPT_SNAPSHOTS = 8;

/** Everybody at one moment. */
export interface Moment {
  /** In an order that is stable but means nothing. */
  readonly people: readonly Person[];
  person(id: string): Person | null;
  leads(person: Person): boolean;
}

/**
 * A function that gives everybody as of an entry moment: who asks again with the same moment gets the
 * same people, whatever was entered since. Without one it is always now (docs/vendors/workday.md §3.1).
 */
export function createDirectory(world: World, seed: number): (entryMoment: string | null) => Moment {
  const kept = new Map<string, Moment>();
  let latest: { readonly from: readonly Person[]; readonly moment: Moment } | null = null;

  function now(): Moment {
    const from = world.people();
    if (latest?.from !== from) latest = { from, moment: momentOf(from, seed) };
    return latest.moment;
  }

  return (entryMoment) => {
    if (entryMoment === null) return now();
    const moment = kept.get(entryMoment) ?? now();
    kept.set(entryMoment, moment);
    const [oldest] = kept.keys();
    if (kept.size > KEPT_SNAPSHOTS && oldest !== undefined) kept.delete(oldest);
    return moment;
  };
}

function momentOf(from: readonly Person[], seed: number): Moment {
  const byId = new Map(from.map((person) => [person.id, person]));
  const managers = new Set(from.map(({ managerId }) => managerId));
  const people = from
    .map((person) => ({ person, place: hashText(`workday ${seed} ${person.id}`) }))
    .sort((a, b) => a.place - b.place)
    .map(({ person }) => person);
  return {
    people,
    person: (id) => byId.get(id) ?? null,
    leads: ({ id }) => managers.has(id),
  };
}
