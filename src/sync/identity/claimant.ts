import { emailKey } from "../../shared/text.js";
import type { Calendar, Member } from "../model/index.js";
import { type Candidate, isApart, type People, type Person } from "./people.js";
import { FORMER_RANK, rank } from "./records.js";
import { isOnePerson, signsOf } from "./signs.js";

/**
 * Somebody other than `holder` who has not left and whose member this may be: it must not be archived,
 * unless somebody decided that it is not theirs. Either they have its e-mail, or they are its person by an
 * e-mail of before and another sign, and neither they nor the record that stands for them has a member.
 */
export function claimantOf(
  member: Member,
  holder: Person | null,
  people: People,
  calendar: Calendar,
): Person | null {
  const isHere = (person: Person) =>
    person !== holder &&
    !isApart(person, { member }, people) &&
    (person.standing === "unknown" || rank(person, calendar) > FORMER_RANK);
  const match = people.candidatesById.get(member.id);
  const seen = match?.link?.seen.emails.map(emailKey) ?? [];
  if (member.email) {
    const key = emailKey(member.email);
    const isKnown = seen.includes(key);
    // Who has another member claims only one whose own person was never seen with that e-mail.
    const isFree = (person: Person) => person.match === null || !(isKnown || hasEmail(person.match, key));
    const claimant = people.byEmail.get(key).find((person) => isHere(person) && isFree(person));
    if (claimant) return claimant;
  }
  if (!match) return null;
  const isTheirs = (person: Person) =>
    person.match === null &&
    !hasMemberElsewhere(person, holder) &&
    isHere(person) &&
    isOnePerson(signsOf(person, match, people));
  return seen.flatMap((key) => people.byEmail.get(key)).find(isTheirs) ?? null;
}

/** Whether another record with this one's e-mail stands for it and has a member. */
function hasMemberElsewhere({ supersededBy: successor, email }: Person, holder: Person | null): boolean {
  if (!successor?.match || successor === holder) return false;
  return successor.email.ok && email.ok && successor.email.key === email.key;
}

function hasEmail({ member: { email } }: Candidate, key: string): boolean {
  return email !== null && emailKey(email) === key;
}
