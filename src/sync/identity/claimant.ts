import { emailKey } from "../../shared/text.js";
import type { Calendar, Member } from "../model/index.js";
import { isApart, type People, type Person, type Seat } from "./people.js";
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
  const seat = people.seatsById.get(member.id);
  const seen = seat?.link?.seen.emails.map(emailKey) ?? [];
  if (member.email) {
    const key = emailKey(member.email);
    const isKnown = seen.includes(key);
    // Who has another member claims only one whose own person was never seen with that e-mail.
    const isFree = (person: Person) => person.seat === null || !(isKnown || hasEmail(person.seat, key));
    const claimant = people.byEmail.get(key).find((person) => isHere(person) && isFree(person));
    if (claimant) return claimant;
  }
  if (!seat) return null;
  const isTheirs = (person: Person) =>
    person.seat === null &&
    !hasMemberElsewhere(person, holder) &&
    isHere(person) &&
    isOnePerson(signsOf(person, seat, people));
  return seen.flatMap((key) => people.byEmail.get(key)).find(isTheirs) ?? null;
}

/** Whether another record with this one's e-mail stands for it and has a member. */
function hasMemberElsewhere({ supersededBy: heir, email }: Person, holder: Person | null): boolean {
  if (!heir?.seat || heir === holder) return false;
  return heir.email.ok && email.ok && heir.email.key === email.key;
}

function hasEmail({ member: { email } }: Seat, key: string): boolean {
  return email !== null && emailKey(email) === key;
}
