import { isSameName, type NameKey, nameIndexKeys, nameKey } from "../../shared/person-name.js";
import { compareText, isApart, nameOf, type People, type Person, type Seat } from "./people.js";
import { isFormer } from "./records.js";

/**
 * Finds members that nobody has and that may be somebody's under a former e-mail: an invitation would
 * give the person a second account (docs/rules.md §1.5).
 */
export type Namesakes = (person: Person) => Seat | null;

/** The index is made when somebody would be created, of the members that are left then. */
export function namesakeFinder(people: People): Namesakes {
  let index: ReadonlyMap<string, readonly Seat[]> | null = null;
  return (person) => {
    index ??= indexFreeSeats(people);
    const name = nameOf(person);
    for (const key of nameIndexKeys(name)) {
      const found = index.get(key)?.find((seat) => isNamed(seat, name) && !isApart(person, seat, people));
      if (found) return found;
    }
    return null;
  };
}

/** Finds somebody of a member's name who is to have a member and gets none: it may be theirs. */
export type Waiting = (seat: Seat) => Person | null;

/** The index is made when the member of somebody who is missing would be archived. */
export function waitingFinder(waiting: Iterable<Person>, people: People): Waiting {
  let index: ReadonlyMap<string, readonly Person[]> | null = null;
  return (seat) => {
    index ??= indexPersons(waiting);
    for (const key of namesOf(seat).flatMap(nameIndexKeys)) {
      const found = index
        .get(key)
        ?.find((person) => isNamed(seat, nameOf(person)) && !isApart(person, seat, people));
      if (found) return found;
    }
    return null;
  };
}

function indexPersons(persons: Iterable<Person>): ReadonlyMap<string, readonly Person[]> {
  const index = new Map<string, Person[]>();
  for (const person of persons) {
    for (const key of nameIndexKeys(nameOf(person))) {
      const known = index.get(key);
      if (known) known.push(person);
      else index.set(key, [person]);
    }
  }
  return index;
}

function indexFreeSeats(people: People): ReadonlyMap<string, readonly Seat[]> {
  const index = new Map<string, Seat[]>();
  const free = [...people.seatsById.values()].filter(isFree);
  free.sort((a, b) => compareText(a.member.id, b.member.id));
  for (const seat of free) {
    const keys = new Set(namesOf(seat).flatMap(nameIndexKeys));
    for (const key of keys) {
      const known = index.get(key);
      if (known) known.push(seat);
      else index.set(key, [seat]);
    }
  }
  return index;
}

/** Nobody's, or of somebody who has left or is missing. Whom people decided to leave alone needs no question. */
function isFree({ holder, ignored }: Seat): boolean {
  return ignored === null && (holder === null || isFormer(holder));
}

function isNamed(seat: Seat, name: NameKey): boolean {
  return namesOf(seat).some((other) => isSameName(other, name));
}

function namesOf({ member, link }: Seat): NameKey[] {
  return link ? [nameKey(member), nameKey(link.seen)] : [nameKey(member)];
}
