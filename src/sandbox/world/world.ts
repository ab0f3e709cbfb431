import type { SandboxClock } from "../clock.js";
import type { Person, PersonPatch } from "./person.js";

const FIRST_FREE_ID = 9_000_001;

/** The invented people every imitated HR tool speaks of. */
export class World {
  readonly #clock: SandboxClock;
  readonly #people = new Map<string, Person>();
  #listed: readonly Person[] | null = null;
  #nextId = FIRST_FREE_ID;

  constructor(people: readonly Person[], clock: SandboxClock) {
    this.#clock = clock;
    for (const person of people) this.#people.set(person.id, person);
  }

  /** Everybody, leavers included. The same array until somebody changes. */
  people(): readonly Person[] {
    this.#listed ??= [...this.#people.values()];
    return this.#listed;
  }

  person(id: string): Person | null {
    return this.#people.get(id) ?? null;
  }

  /** Changes the named fields of a person, or adds one with empty fields where nothing is given. */
  upsert(patch: PersonPatch): Person {
    const id = patch.id ?? this.#freeId();
    const person: Person = {
      ...(this.#people.get(id) ?? emptyPerson(id)),
      ...givenFields(patch),
      id,
      modifiedAt: new Date(this.#clock.now()).toISOString(),
    };
    this.#people.set(id, person);
    this.#listed = null;
    return person;
  }

  /** Removes a person as if there had never been one. Returns whether there was. */
  remove(id: string): boolean {
    this.#listed = null;
    return this.#people.delete(id);
  }

  #freeId(): string {
    while (this.#people.has(String(this.#nextId))) this.#nextId += 1;
    return String(this.#nextId);
  }
}

function givenFields(patch: PersonPatch): Partial<Person> {
  return Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined));
}

function emptyPerson(id: string): Person {
  return {
    id,
    firstName: "",
    lastName: "",
    workEmail: null,
    personalEmail: null,
    status: "active",
    statusName: null,
    jobTitle: null,
    startDate: null,
    endDate: null,
    lastWorkingDay: null,
    contractEndDate: null,
    managerId: null,
    office: null,
    department: null,
    team: null,
    legalEntity: null,
    country: null,
    costCenter: null,
    employmentType: "internal",
    iban: null,
    bic: null,
    languages: [],
    modifiedAt: "",
  };
}
