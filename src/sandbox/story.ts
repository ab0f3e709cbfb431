import { addDays } from "../sync/model/index.js";
import type { SandboxControl } from "./control/control.js";
import { hashText, seededRandom } from "./random.js";
import { inventBank } from "./world/bank.js";
import { WORK_DOMAIN } from "./world/company.js";
import { addressPart } from "./world/names.js";
import type { Person } from "./world/world.js";

/** One thing that happened in the HR tool, for printing. */
export interface StoryMove {
  readonly move: "joiner" | "new_name" | "leaver" | "out_of_filter";
  readonly person: Person;
  /** The person as before; null for a joiner. */
  readonly before: Person | null;
  /** One sentence. Holds no bank details. */
  readonly told: string;
}

const JOINER = { firstName: "Zoë", lastName: "Clarke" };
const NEW_LAST_NAME = "Øst";
/** Offices the demo's filter selects. */
const FILTER_OFFICES = ["Remote", "London", "Paris"];

/** Somebody starts in London, with bank details. */
export function joinerArrives(control: SandboxControl): StoryMove {
  const workEmail = freeAddress(control, JOINER.firstName, JOINER.lastName);
  const person = control.upsertEmployee({
    ...JOINER,
    workEmail,
    status: "active",
    startDate: control.today(),
    jobTitle: "Accountant",
    office: "London",
    department: "Finance",
    team: "Accounting",
    legalEntity: "Acme UK Ltd",
    country: "GB",
    costCenter: "CC-110",
    managerId: control.employees().find(isSettled)?.id ?? null,
    ...inventBank(seededRandom(hashText(workEmail)), "GB", "valid"),
  });
  const told = `${nameOf(person)} (${workEmail}) joins in London.`;
  return { move: "joiner", person, before: null, told };
}

/** Somebody in the filter has a new last name, and with it a new e-mail. */
export function nameChanges(control: SandboxControl): StoryMove {
  const before = choose(control);
  const person = control.upsertEmployee({
    id: before.id,
    lastName: NEW_LAST_NAME,
    workEmail: freeAddress(control, before.firstName, NEW_LAST_NAME),
  });
  const told = `${nameOf(before)} (${before.workEmail}) is now ${nameOf(person)} (${person.workEmail}).`;
  return { move: "new_name", person, before, told };
}

/** Somebody in the filter left yesterday; the office is blanked, as HR tools like to do. */
export function leaverGoes(control: SandboxControl): StoryMove {
  const before = choose(control);
  const yesterday = addDays(control.today(), -1);
  const person = control.upsertEmployee({
    id: before.id,
    status: "inactive",
    endDate: yesterday,
    lastWorkingDay: yesterday,
    office: null,
  });
  const told = `${nameOf(before)} (${before.workEmail}) left on ${yesterday}; the office is empty now.`;
  return { move: "leaver", person, before, told };
}

/** Somebody in the filter moves to Berlin, and so out of it. */
export function moverLeavesFilter(control: SandboxControl): StoryMove {
  const before = choose(control);
  const person = control.upsertEmployee({ id: before.id, office: "Berlin" });
  const told = `${nameOf(before)} (${before.workEmail}) moves from ${before.office} to Berlin.`;
  return { move: "out_of_filter", person, before, told };
}

/** The whole story, four different people. */
export function tellStory(control: SandboxControl): readonly StoryMove[] {
  return [joinerArrives(control), nameChanges(control), leaverGoes(control), moverLeavesFilter(control)];
}

/** The first settled person in the filter whom the story has not met and nobody reports to. */
function choose(control: SandboxControl): Person {
  const people = control.employees();
  const managers = new Set(people.map((person) => person.managerId));
  const chosen = people.find(
    (person) =>
      isSettled(person) &&
      FILTER_OFFICES.includes(person.office ?? "") &&
      person.lastName !== JOINER.lastName &&
      person.lastName !== NEW_LAST_NAME &&
      !managers.has(person.id),
  );
  if (chosen === undefined) throw new RangeError("The sandbox has too few people for the story.");
  return chosen;
}

/** Employed by the company itself, with an e-mail, and no end in sight. */
function isSettled(person: Person): boolean {
  return (
    person.status === "active" &&
    person.endDate === null &&
    person.employmentType === "internal" &&
    person.workEmail !== null
  );
}

function nameOf(person: Pick<Person, "firstName" | "lastName">): string {
  return `${person.firstName} ${person.lastName}`;
}

function freeAddress(control: SandboxControl, firstName: string, lastName: string): string {
  const taken = new Set(control.employees().map((person) => person.workEmail?.toLowerCase()));
  const local = `${addressPart(firstName)}.${addressPart(lastName)}`;
  let address = `${local}@${WORK_DOMAIN}`;
  for (let number = 2; taken.has(address); number += 1) address = `${local}${number}@${WORK_DOMAIN}`;
  return address;
}
