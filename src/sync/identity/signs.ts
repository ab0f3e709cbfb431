import { hasName, isSameName, isWrittenAlike, nameKey } from "../../shared/person-name.js";
import { emailKey } from "../../shared/text.js";
import type { Link, Member } from "../model/index.js";
import { type Candidate, nameOf, type People, type Person } from "./people.js";

/** What an employee record and a member (with its link) have in common (docs/rules.md §1.2). */
export interface Signs {
  /** `weak`: the link does not say of which account the id is. */
  readonly id: "strong" | "weak" | null;
  readonly email: boolean;
  readonly name: boolean;
  readonly start: boolean;
}

/**
 * What links of an employee and a member have in common with a record of today. E-mails and names count
 * as they are in Spendesk and as they were last seen in the HR tool.
 */
export function signsOf(person: Person, match: Candidate, people: People): Signs {
  const { member, link } = match;
  const id = idSign(person, link);
  const email = hasEmailOf(person, member, link);
  // An id or an e-mail with the other one is enough; most people are known by now.
  if (id !== null && email) return { id, email, name: false, start: false };
  return { id, email, name: hasNameOf(person, match), start: hasStartOf(person, link, people) };
}

/** Two agreeing signs, of which one is the id or the e-mail: one person. */
export function isOnePerson({ id, email, name, start }: Signs): boolean {
  return (id !== null && (email || name || start)) || (email && (name || start));
}

/** The signs in words, for people who decide. What one side does not have can't be another one. */
export function signsText(person: Person, match: Candidate, people: People): string {
  const { member, link } = match;
  const signs: [string, boolean][] = [
    ...(link ? [["the HR id", idSign(person, link) !== null] as [string, boolean]] : []),
    ["the e-mail", hasEmailOf(person, member, link)],
    ["the name", hasNameOf(person, match)],
    ...(link?.seen.startDate && person.employee.startDate
      ? [["the start date", hasStartOf(person, link, people)] as [string, boolean]]
      : []),
  ];
  const agreeing = signs.flatMap(([text, agrees]) => (agrees ? [text] : []));
  const others = signs.flatMap(([text, agrees]) => (agrees ? [] : [text]));
  return `Only ${agreeing.join(" and ")} agrees, not ${others.join(", ")}.`;
}

/**
 * Whether a record that the HR tool emptied says nothing against its id: no e-mail, and no whole name
 * that would be another one.
 */
export function contradictsNothing(person: Person): boolean {
  return !person.email.ok && !hasName(nameOf(person));
}

/** Whether the employee's name is that of the member, or the one its person has now or was last seen with. */
function hasNameOf(person: Person, { member, link, holder }: Candidate): boolean {
  if (isWrittenAlike(person.employee, member)) return true;
  const name = nameOf(person);
  return (
    isSameName(name, nameKey(member)) ||
    (link !== null && isSameName(name, nameKey(link.seen))) ||
    (holder !== null && holder !== person && isSameName(name, nameOf(holder)))
  );
}

export function showsName(member: Member): boolean {
  return hasName(nameKey(member));
}

function idSign({ storedLink }: Person, link: Link | null): Signs["id"] {
  if (storedLink === null || storedLink !== link) return null;
  return link.account === null ? "weak" : "strong";
}

function hasEmailOf({ email, employee }: Person, member: Member, link: Link | null): boolean {
  if (!email.ok) return false;
  // The texts are mostly equal to the letter, and then need no folding.
  if (member.email === employee.workEmail || link?.seen.emails[0] === employee.workEmail) return true;
  if (member.email !== null && emailKey(member.email) === email.key) return true;
  return link?.seen.emails.some((seen) => emailKey(seen) === email.key) ?? false;
}

function hasStartOf({ employee }: Person, link: Link | null, people: People): boolean {
  const { startDate } = employee;
  return !!startDate && link?.seen.startDate === startDate && !people.commonStartDates.has(startDate);
}
