import type { Person } from "../../world/world.js";
import { oneIn } from "./directory.js";
import { reference, tag } from "./replies.js";

/**
 * Whether the `Active` flag is set on that day. A leave can take it away, depending on its type; nobody
 * has it before the hire date (docs/vendors/workday.md §5).
 */
export function isActive(person: Person, today: string): boolean {
  if (isTerminated(person, today) || isAhead(person, today)) return false;
  return person.status === "leave" ? !oneIn(2, person, "inactivating leave") : true;
}

/** Whether the person is hired, but not there yet. */
export function isAhead({ status, startDate }: Person, today: string): boolean {
  return status === "onboarding" || (startDate !== null && startDate > today);
}

function isTerminated({ status, endDate }: Person, today: string): boolean {
  return status === "inactive" || (endDate !== null && endDate < today);
}

export function statusData(person: Person, today: string): string {
  const hired = date(person, person.startDate);
  return tag("Worker_Status_Data", [
    tag("Active", truth(person, isActive(person, today))),
    tag("Active_Status_Date", hired),
    tag("Hire_Date", hired),
    tag("Original_Hire_Date", hired),
    tag("Retired", truth(person, false)),
    tag("Terminated", truth(person, isTerminated(person, today))),
    tag("Termination_Date", date(person, person.endDate)),
    tag("Hire_Rescinded", truth(person, false)),
    tag("Termination_Last_Day_of_Work", date(person, person.lastWorkingDay)),
    tag("Leave_Status_Data", [tag("On_Leave", truth(person, person.status === "leave"))]),
  ]);
}

/** Some days carry an offset that means nothing. */
function date(person: Person, day: string | null): string | null {
  return day !== null && oneIn(5, person, "offset") ? `${day}-08:00` : day;
}

/** `1` and `0` as a rule, now and then spelt out. */
function truth(person: Person, value: boolean): string {
  if (oneIn(6, person, "spelling")) return String(value);
  return value ? "1" : "0";
}

/** Names in one piece, as the countries' own rules have it. */
const ONE_NAME_COUNTRIES = ["SG", "MY"];

/**
 * `Name_Data` (docs/vendors/workday.md §4): some people go by another first name than the one in their
 * papers, and some have typed half of a preferred name. Names in another script have their parts in the
 * local block.
 */
export function nameData(person: Person): string {
  const differs = oneIn(4, person, "legal name");
  const legal = { ...person, firstName: differs ? `${person.firstName} Alexis` : person.firstName };
  return tag("Name_Data", [
    tag("Legal_Name_Data", [detail(legal)]),
    differs ? tag("Preferred_Name_Data", [detail(person)]) : halfOfAName(person),
  ]);
}

export function fullName({ firstName, lastName }: Pick<Person, "firstName" | "lastName">): string {
  return `${firstName} ${lastName}`.trim();
}

function halfOfAName(person: Person): string {
  if (!oneIn(5, person, "half a preferred name")) return "";
  const nickname = person.firstName.slice(0, 2);
  const block = tag("Name_Detail_Data", [countryOf(person), tag("First_Name", nickname)], {
    Formatted_Name: nickname,
  });
  return tag("Preferred_Name_Data", [block]);
}

function detail(person: Person): string {
  return tag("Name_Detail_Data", [countryOf(person), ...partsOf(person)], {
    Formatted_Name: fullName(person),
  });
}

function partsOf(person: Person): string[] {
  if (ONE_NAME_COUNTRIES.includes(person.country ?? "")) {
    return [tag("Full_Name_for_Singapore_and_Malaysia", fullName(person))];
  }
  const parts = [tag("First_Name", person.firstName), tag("Last_Name", person.lastName)];
  return isLatin(fullName(person)) ? parts : [tag("Local_Name_Detail_Data", parts)];
}

function countryOf({ country }: Person): string {
  const code = country ?? "GB";
  return reference("Country_Reference", code, { "ISO_3166-1_Alpha-2_Code": code });
}

function isLatin(name: string): boolean {
  return /\p{Script=Latin}/u.test(name);
}
