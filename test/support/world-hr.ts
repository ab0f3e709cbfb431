import type { RawBankValues } from "../../src/sync/model/bank.js";
import { addDays, type IsoDate } from "../../src/sync/model/dates.js";
import type { Employee } from "../../src/sync/model/employee.js";
import { BANKS, rawBank } from "./people.js";

/** Something that happens in the HR tool. The numbers choose people and values, whatever their size. */
export interface HrEdit {
  readonly edit: keyof typeof EDITS;
  readonly who: number;
  readonly value: number;
}

type Mutable = { -readonly [Key in keyof Employee]: Employee[Key] };

/** Bank details as the HR tool holds them; the class that carries them hides them on purpose. */
export type KnownBank = RawBankValues | null;

/** An HR tool, in memory. */
export class WorldHr {
  readonly #people = new Map<string, Mutable>();
  readonly #gone = new Map<string, Mutable>();
  readonly #banks = new Map<string, KnownBank>();
  #nextId = 1;

  employees(): readonly Employee[] {
    return [...this.#people.values()].map((person) => ({ ...person }));
  }

  bankOf(employeeId: string): KnownBank {
    return this.#banks.get(employeeId) ?? null;
  }

  apply({ edit, who, value }: HrEdit, today: IsoDate): void {
    const ids = [...this.#people.keys()];
    const id = ids[who % Math.max(1, ids.length)];
    const person = id === undefined ? undefined : this.#people.get(id);
    EDITS[edit]({ hr: this, person, value, today });
  }

  hire(values: Partial<Employee>): Mutable {
    const id = `e${this.#nextId}`;
    this.#nextId += 1;
    const person: Mutable = { id, status: "active", custom: {}, ...values };
    this.#people.set(id, person);
    return person;
  }

  /** An address that nobody has had yet. */
  freeAddress(): string {
    return `${ADDRESSES[this.#nextId]?.split("@")[0] ?? "person"}.${this.#nextId}@acme.test`;
  }

  setBank(person: Mutable, bank: KnownBank | "not readable"): void {
    delete person.bank;
    this.#banks.set(person.id, bank === "not readable" ? null : bank);
    if (bank !== "not readable") person.bank = bank && rawBank(bank);
  }

  /** The record vanishes, as when it is deleted or hidden from the credential. */
  vanish(person: Mutable): void {
    this.#people.delete(person.id);
    this.#gone.set(person.id, person);
  }

  /** Somebody who vanished is back, under the old id or a new one. */
  reappear(value: number): void {
    const gone = [...this.#gone.values()];
    const person = gone[value % Math.max(1, gone.length)];
    if (!person) return;
    this.#gone.delete(person.id);
    if (value % 2 === 0) {
      this.#people.set(person.id, person);
      return;
    }
    const { id: _id, bank: _bank, ...values } = person;
    this.setBank(this.hire(values), this.bankOf(person.id));
  }

  leaver(value: number): Mutable | undefined {
    const leavers = [...this.#people.values()].filter(({ status }) => status === "inactive");
    return leavers[value % Math.max(1, leavers.length)];
  }

  /** The one person with this number who is not `person`. */
  other(person: Mutable, value: number): Mutable | undefined {
    const others = [...this.#people.values()].filter((other) => other !== person);
    return others[value % Math.max(1, others.length)];
  }
}

interface Scene {
  readonly hr: WorldHr;
  /** Undefined while the HR tool is empty. */
  readonly person: Mutable | undefined;
  readonly value: number;
  readonly today: IsoDate;
}

/** Some addresses are written in capitals. Nobody gets one of these by joining, unless it is meant to collide. */
const ADDRESSES = ["ada", "bo", "cy", "dee", "eli", "fay", "gus", "hal"].flatMap((name) => [
  `${name}@acme.test`,
  `${name.toUpperCase()}@Acme.test`,
]);
const NAMES = ["Ada", "Bo", "Zoë", "Zoe\u0308", " Cy ", "Dee"];
const LOCATIONS = ["London", "London", "Paris", "London", "Paris", "Elsewhere"];
const BANK_VALUES: readonly (KnownBank | "not readable")[] = [
  BANKS.gb,
  BANKS.de,
  BANKS.fr,
  { iban: BANKS.gb.iban },
  { bic: BANKS.gb.bic },
  { iban: "GB33BUKB20201555555556", bic: BANKS.gb.bic },
  { iban: BANKS.de.iban, bic: "NOTABIC" },
  null,
  "not readable",
];

function pick<T extends string | object | null>(values: readonly T[], number: number): T {
  const value = values[number % values.length];
  if (value === undefined) throw new Error("nothing to pick from");
  return value;
}

const onPerson = (change: (person: Mutable, scene: Scene) => void) => (scene: Scene) => {
  if (scene.person) change(scene.person, scene);
};

const EDITS = {
  join: ({ hr, value, today }: Scene) => {
    const person = hr.hire({
      workEmail: value % 4 === 0 ? pick(ADDRESSES, value >> 2) : hr.freeAddress(),
      firstName: pick(NAMES, value >> 1),
      lastName: pick(NAMES, value >> 2),
      workLocation: pick(LOCATIONS, value >> 3),
      startDate: addDays(today, -30),
    });
    hr.setBank(person, pick(BANK_VALUES, value >> 1));
  },
  join_later: ({ hr, value, today }: Scene) => {
    hr.hire({
      workEmail: hr.freeAddress(),
      firstName: pick(NAMES, value >> 1),
      lastName: "Later",
      workLocation: "London",
      status: "pending",
      startDate: addDays(today, value % 9),
    });
  },
  start: onPerson((person) => {
    if (person.status === "pending") person.status = "active";
  }),
  leave: onPerson((person, { value, today }) => {
    person.status = "inactive";
    person.terminationDate = value % 3 === 0 ? null : addDays(today, -(value % 4));
    // HR tools like to blank the location of leavers.
    if (value % 2 === 0) person.workLocation = null;
  }),
  give_notice: onPerson((person, { value, today }) => {
    person.terminationDate = addDays(today, (value % 6) - 1);
  }),
  return: ({ hr, value, today }: Scene) => {
    const person = hr.leaver(value);
    if (!person) return;
    person.status = "active";
    person.workLocation = pick(LOCATIONS, value);
    // Some tools keep the old date beside the new start.
    if (value % 2 === 0) person.terminationDate = null;
    else person.startDate = addDays(today, 1);
  },
  rename: onPerson((person, { value }) => {
    person.firstName = pick(NAMES, value);
    person.lastName = pick(NAMES, value >> 1);
  }),
  change_email: onPerson((person, { hr, value }) => {
    person.workEmail = value % 3 === 0 ? pick(ADDRESSES, value) : `new.${hr.freeAddress()}`;
  }),
  swap_emails: onPerson((person, { hr, value }) => {
    const other = hr.other(person, value);
    if (other) [person.workEmail, other.workEmail] = [other.workEmail ?? null, person.workEmail ?? null];
  }),
  pass_email_on: onPerson((person, { hr, value }) => {
    const other = hr.other(person, value);
    if (!other) return;
    person.workEmail = other.workEmail ?? null;
    other.workEmail = pick(ADDRESSES, value >> 1);
  }),
  lose_email: onPerson((person, { value }) => {
    if (value % 3 === 0) delete person.workEmail;
    else person.workEmail = value % 3 === 1 ? null : "not an e-mail";
  }),
  lose_name: onPerson((person, { value }) => {
    if (value % 2 === 0) delete person.firstName;
    else person.lastName = null;
  }),
  move: onPerson((person, { value }) => {
    person.workLocation = pick(LOCATIONS, value);
  }),
  vanish: onPerson((person, { hr }) => hr.vanish(person)),
  reappear: ({ hr, value }: Scene) => hr.reappear(value),
  odd_status: onPerson((person) => {
    person.status = "unknown";
    person.statusDetail = "sabbatical?";
  }),
  change_bank: onPerson((person, { hr, value }) => hr.setBank(person, pick(BANK_VALUES, value))),
  change_manager: onPerson((person, { hr, value }) => {
    const manager = value % 5 === 0 ? person : hr.other(person, value);
    const isById = value % 2 === 0;
    person.manager = manager
      ? { id: isById ? manager.id : null, email: isById ? null : (manager.workEmail ?? null) }
      : null;
  }),
  circle_of_managers: onPerson((person, { hr, value }) => {
    const other = hr.other(person, value);
    if (!other) return;
    person.manager = { id: other.id, email: null };
    other.manager = { id: person.id, email: null };
  }),
  lose_manager: onPerson((person, { value }) => {
    person.manager = value % 2 === 0 ? null : { id: "nobody", email: null };
  }),
};

/** Every edit; the ordinary ones more often. */
export const HR_EDITS: readonly HrEdit["edit"][] = [
  ...([
    "join",
    "join",
    "join",
    "leave",
    "leave",
    "leave",
    "return",
    "return",
    "return",
    "return",
    "rename",
    "rename",
  ] as const),
  ...(["change_email", "move", "move", "vanish", "vanish", "reappear", "reappear"] as const),
  ...(["change_manager", "change_manager", "change_manager", "change_bank", "give_notice"] as const),
  ...Object.keys(EDITS).filter(isEdit),
];

function isEdit(key: string): key is HrEdit["edit"] {
  return Object.hasOwn(EDITS, key);
}
