import { addDays } from "../../sync/model/index.js";
import { pick, type Random, seededRandom, wholeNumber } from "../random.js";
import { type BankQuality, inventBank } from "./bank.js";
import { inventPlacement, WORK_DOMAIN } from "./company.js";
import { FIRST_NAMES, type InventedName, LAST_NAMES, NON_LATIN_NAMES } from "./names.js";
import type { Person } from "./world.js";

const FIRST_ID = 4_100_001;
const REPORTS_PER_MANAGER = 7;

/**
 * The people of the invented company. Kinds of people come in a fixed rhythm, so that a small company
 * has a bit of everything; the details come from the seed. Dates lie around `today`, so that the same
 * seed on the same day gives the same people, and nobody's leave lies years back next year.
 */
export function inventPeople(count: number, seed: number, today: string): Person[] {
  const random = seededRandom(seed);
  const addresses = new Set<string>();
  const people: Person[] = [];
  for (let index = 0; index < count; index += 1) {
    people.push(inventPerson(random, index, today, people, addresses));
  }
  return people;
}

function inventPerson(
  random: Random,
  index: number,
  today: string,
  earlier: readonly Person[],
  addresses: Set<string>,
): Person {
  const [first, last] = inventName(random, index);
  const placement = inventPlacement(random);
  const bank = inventBank(random, placement.country ?? "DE", bankQuality(index));
  const local = freeAddress(`${first.latin}.${last.latin}`, addresses);
  const external = every(index, 12, 6);
  return {
    id: String(FIRST_ID + index),
    firstName: every(index, 37, 12) ? first.written.normalize("NFD") : first.written,
    lastName: last.written,
    workEmail: workEmail(index, local),
    personalEmail: every(index, 5, 2) ? null : `${local}@mail.example.test`,
    ...placement,
    ...inventEmployment(random, index, today),
    statusName: null,
    ...(every(index, 26, 13) ? { office: null } : {}),
    managerId: managerOf(index, earlier),
    employmentType: external ? "external" : "internal",
    contractEndDate: external ? addDays(today, wholeNumber(random, 100, 400)) : null,
    ...bank,
    languages: every(index, 4, 1) ? [] : ["English", pick(random, ["German", "French", "Spanish"])],
    modifiedAt: `${addDays(today, -wholeNumber(random, 1, 300))}T09:20:05Z`,
  };
}

/** True once in `period` people, at `phase`. */
function every(index: number, period: number, phase: number): boolean {
  return index % period === phase;
}

function inventName(random: Random, index: number): readonly [InventedName, InventedName] {
  if (every(index, 31, 30)) return pick(random, NON_LATIN_NAMES);
  return [pick(random, FIRST_NAMES), pick(random, LAST_NAMES)];
}

/** Some have none, some are typed with capitals. */
function workEmail(index: number, local: string): string | null {
  if (every(index, 41, 40)) return null;
  const address = `${local}@${WORK_DOMAIN}`;
  return every(index, 29, 8) ? address.replace(/^.|\../gu, (start) => start.toUpperCase()) : address;
}

function freeAddress(wanted: string, taken: Set<string>): string {
  let address = wanted;
  for (let number = 2; taken.has(address); number += 1) address = `${wanted}${number}`;
  taken.add(address);
  return address;
}

function bankQuality(index: number): BankQuality {
  if (every(index, 11, 10)) return "empty";
  if (every(index, 17, 5)) return "wrong_checksum";
  if (every(index, 19, 7)) return "without_bic";
  return every(index, 3, 1) ? "valid_with_blanks" : "valid";
}

function inventEmployment(
  random: Random,
  index: number,
  today: string,
): Pick<Person, "status" | "startDate" | "endDate" | "lastWorkingDay"> {
  const startDate = addDays(today, -wholeNumber(random, 800, 4000));
  const still = { startDate, endDate: null, lastWorkingDay: null };
  if (every(index, 13, 12) || every(index, 26, 13)) {
    const endDate = addDays(today, -wholeNumber(random, 1, 700));
    return { status: "inactive", startDate, endDate, lastWorkingDay: addDays(endDate, -3) };
  }
  if (every(index, 17, 16)) return { ...still, status: "leave" };
  if (every(index, 19, 18)) {
    return { ...still, status: "onboarding", startDate: addDays(today, wholeNumber(random, 5, 60)) };
  }
  if (every(index, 23, 22)) {
    const endDate = addDays(today, wholeNumber(random, 10, 80));
    return { status: "active", startDate, endDate, lastWorkingDay: endDate };
  }
  return { ...still, status: "active" };
}

/** A tree: the nearest active person above, the first one has none. */
function managerOf(index: number, earlier: readonly Person[]): string | null {
  let above = index;
  while (above > 0) {
    above = Math.floor((above - 1) / REPORTS_PER_MANAGER);
    const candidate = earlier[above];
    if (candidate?.status === "active") return candidate.id;
  }
  return null;
}
