import type { SandboxClock } from "../clock.js";

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

/** Where a person stands with the company. */
type PersonStatus = "active" | "leave" | "onboarding" | "inactive";

/**
 * An invented person, as neutral as possible: every imitated HR tool turns this into its own shape.
 * The product's `Employee` is not reused on purpose: an imitation must not share the product's reading
 * of a vendor. Days are `YYYY-MM-DD`, `null` is empty.
 */
export interface Person {
  /** Decimal digits, so that tools with numeric ids can use it as a number. */
  readonly id: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly workEmail: string | null;
  readonly personalEmail: string | null;
  readonly status: PersonStatus;
  /** What the company calls it, where that is a name of its own: `Sabbatical`. */
  readonly statusName: string | null;
  readonly jobTitle: string | null;
  readonly startDate: string | null;
  /** Last day of employment, in the past or ahead (notice period). */
  readonly endDate: string | null;
  readonly lastWorkingDay: string | null;
  readonly contractEndDate: string | null;
  readonly managerId: string | null;
  readonly office: string | null;
  readonly department: string | null;
  readonly team: string | null;
  readonly legalEntity: string | null;
  /** ISO 3166-1 alpha-2. */
  readonly country: string | null;
  readonly costCenter: string | null;
  readonly employmentType: "internal" | "external";
  /** As somebody typed it: with blanks, wrong, or missing its BIC now and then. */
  readonly iban: string | null;
  readonly bic: string | null;
  readonly languages: readonly string[];
  /** Instant, ISO 8601 in UTC. */
  readonly modifiedAt: string;
}

/** Some fields of a person; the rest stays as it is. Without an id: a new person. */
export type PersonPatch = { readonly [Key in keyof Omit<Person, "modifiedAt">]?: Person[Key] | undefined };
