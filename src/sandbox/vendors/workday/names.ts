import type { Person } from "../../world/person.js";
import { oneIn } from "./ids.js";
import { reference, tag } from "./xml.js";

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
