import { isSameName, type NameKey, nameIndexKeys, nameKey } from "../../shared/person-name.js";
import {
  type Candidate,
  compareText,
  isApart,
  isUnread,
  nameOf,
  type People,
  type Person,
} from "./people.js";
import { isFormer } from "./records.js";

/**
 * Finds members that nobody has and that may be somebody's under a former e-mail: an invitation would
 * give the person a second account (docs/rules.md §1.5).
 */
export type Namesakes = (person: Person) => Candidate | null;

/** The index is made when somebody would be created, of the members that are left then. */
export function namesakeFinder(people: People): Namesakes {
  let index: ReadonlyMap<string, readonly Candidate[]> | null = null;
  return (person) => {
    index ??= indexFreeMembers(people);
    const name = nameOf(person);
    for (const key of nameIndexKeys(name)) {
      const found = index.get(key)?.find((match) => isNamed(match, name) && !isApart(person, match, people));
      if (found) return found;
    }
    return null;
  };
}

/**
 * Finds somebody of a member's name who is to have a member and gets none: it may be theirs.
 * @param isMeant says of whom that can be true at all; default: of everybody
 */
export type Waiting = (match: Candidate, isMeant?: (person: Person) => boolean) => Person | null;

/** The index is made when the member of somebody who is missing would be archived. */
export function waitingFinder(waiting: Iterable<Person>, people: People): Waiting {
  let index: ReadonlyMap<string, readonly Person[]> | null = null;
  return (match, isMeant = () => true) => {
    index ??= indexPersons(waiting);
    for (const key of namesOf(match).flatMap(nameIndexKeys)) {
      const found = index
        .get(key)
        ?.find(
          (person) => isNamed(match, nameOf(person)) && !isApart(person, match, people) && isMeant(person),
        );
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

function indexFreeMembers(people: People): ReadonlyMap<string, readonly Candidate[]> {
  const index = new Map<string, Candidate[]>();
  const free = [...people.candidatesById.values()].filter((match) => isFree(match, people));
  free.sort((a, b) => compareText(a.member.id, b.member.id));
  for (const match of free) {
    const keys = new Set(namesOf(match).flatMap(nameIndexKeys));
    for (const key of keys) {
      const known = index.get(key);
      if (known) known.push(match);
      else index.set(key, [match]);
    }
  }
  return index;
}

/** Nobody's, or of somebody who has left or is missing; of a source that was not read, nobody knows. Whom people decided to leave alone needs no question. */
function isFree({ holder, ignored, link }: Candidate, people: People): boolean {
  if (link && isUnread(link, people)) return false;
  return ignored === null && (holder === null || isFormer(holder));
}

function isNamed(match: Candidate, name: NameKey): boolean {
  return namesOf(match).some((other) => isSameName(other, name));
}

function namesOf({ member, link }: Candidate): NameKey[] {
  return link ? [nameKey(member), nameKey(link.seen)] : [nameKey(member)];
}
