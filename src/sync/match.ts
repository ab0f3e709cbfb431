import { emailKey } from "../shared/text.js";
import { type Calendar, startsSoon } from "./eligibility.js";
import { employeeName } from "./employee.js";
import type { Link, Member } from "./member.js";
import { asPresent, type People, type Person, type Seat } from "./people.js";

/**
 * Gives every person their member: the linked one, else the one with their work e-mail (design §6).
 *
 * A member that is linked to another record goes over to the person with its e-mail when that record
 * stands back: it is missing from the read, or has left, or has the same work e-mail and a weaker
 * claim. So a rehire under a new HR id keeps the member, and nobody is archived. Whoever has left
 * never takes a member over.
 *
 * Where the data leaves it open who is meant, all concerned get a conflict. The outcome does not
 * depend on the order of the input: each step looks only at what the steps before it settled.
 */
export function matchPeople(people: People, calendar: Calendar): void {
  markLinkedTwice(people);
  for (const [key, group] of people.byEmail.shared()) markDuplicates(key, group);
  for (const claimant of claimants(people, calendar)) matchByEmail(claimant, people, calendar);
  for (const [key, group] of people.byEmail.shared()) inheritMember(key, group, calendar);
  for (const [, group] of people.byEmail.shared()) standBack(group, calendar);
  for (const person of people.persons) if (isFormer(person)) matchFormer(person, people);
}

/** True for somebody whose employment has ended. */
function isFormer(person: Person): boolean {
  return person.standing === "leaver" || person.standing === "in_grace";
}

/**
 * Somebody other than `holder` who has not left, has no member, and has this member's e-mail. Such a
 * member must not be archived: it may be theirs.
 */
export function claimantOf(
  member: Member,
  holder: Person | null,
  people: People,
  calendar: Calendar,
): Person | null {
  if (!member.email) return null;
  const claims = (person: Person) =>
    person !== holder &&
    person.seat === null &&
    (person.standing === "unknown" || rank(person, calendar) > FORMER_RANK);
  return people.byEmail.get(emailKey(member.email)).find(claims) ?? null;
}

/** Name and id, since names repeat. */
export function personText(person: Person): string {
  return `${employeeName(person.employee)} (${person.employee.id})`;
}

const FORMER_RANK = 1;

/** How strong a claim to a member is. Unknown people claim nothing and give up nothing. */
function rank(person: Person, calendar: Calendar): number {
  switch (person.standing) {
    case "eligible":
      return 3;
    case "pending":
      return startsSoon(person.employee, calendar) ? 2 : 0;
    case "leaver":
    case "in_grace":
      return FORMER_RANK;
    case "unknown":
      return -1;
  }
}

function markLinkedTwice(people: People): void {
  for (const person of people.persons) {
    if (!person.seat?.isLinkedTwice) continue;
    person.conflict = { code: "member_linked_twice", reason: linkedTwiceReason(person.seat.member.id) };
  }
}

/** For people and for absent links alike. */
export function linkedTwiceReason(memberId: string): string {
  return `The member ${memberId} is linked to several employees; nobody can tell whose it is.`;
}

/** Two people who both may work here can't share an e-mail, whatever the filter says about them. */
function markDuplicates(key: string, group: readonly Person[]): void {
  const eligible = group.filter((person) => person.standing === "eligible").length;
  const unknown = group.filter((person) => person.standing === "unknown").length;
  if (eligible >= 2 || (eligible === 1 && unknown > 0)) conflictAll(key, group);
}

function conflictAll(key: string, group: readonly Person[]): void {
  for (const person of group) {
    if (person.standing === "unknown" || person.conflict) continue;
    person.conflict = {
      code: "duplicate_work_email",
      reason: `The work e-mail ${key} also belongs to ${othersText(person, group)}. Correct it in the HR tool.`,
    };
  }
}

/** Names two others at most: a placeholder e-mail may be shared by thousands. */
function othersText(person: Person, group: readonly Person[]): string {
  const others = group.slice(0, 3).filter((other) => other !== person);
  const named = others.slice(0, 2).map(personText).join(", ");
  const more = group.length - 1 - Math.min(others.length, 2);
  return more > 0 ? `${named} and ${more} more` : named;
}

/** Per e-mail the one person who may claim the member with it. People who have left come later. */
function claimants(people: People, calendar: Calendar): Person[] {
  const result: Person[] = [];
  for (const person of people.persons) {
    if (person.seat || person.conflict || isFormer(person)) continue;
    if (person.email.ok && !people.byEmail.isShared(person.email.key)) result.push(person);
  }
  for (const [, group] of people.byEmail.shared()) {
    const winner = strongest(group, calendar);
    if (winner && !winner.seat) result.push(winner);
  }
  return result;
}

/** The strongest claim of those with one e-mail; null when it is with somebody who has left, or open. */
function strongest(group: readonly Person[], calendar: Calendar): Person | null {
  let best: Person | null = null;
  for (const person of group) {
    if (person.conflict || person.standing === "unknown") continue;
    const difference = best ? rank(person, calendar) - rank(best, calendar) : 1;
    if (difference > 0 || (difference === 0 && person.link && !best?.link)) best = person;
  }
  return best && !isFormer(best) ? best : null;
}

function matchByEmail(person: Person, people: People, calendar: Calendar): void {
  if (!person.email.ok) return;
  const seat = people.seatsByEmail.get(person.email.key);
  if (!seat) return;
  if (people.ambiguousEmails.has(person.email.key)) {
    if (person.standing === "eligible" && person.inFilter) person.conflict = sharedEmail(person.email.key);
    return;
  }
  const { link, holder } = seat;
  if (!link) {
    takeSeat(person, seat, null);
    return;
  }
  if (person.standing === "unknown" || seat.isLinkedTwice) return;
  const absent = people.absentByEmployeeId.get(link.employeeId);
  if (absent) {
    absent.takenOverBy = person;
    takeSeat(person, seat, link);
  } else if (holder && standsBack(holder, person, calendar)) {
    takeOver(person, holder, seat, link);
  }
}

/** Whether a record gives its member to another person. */
function standsBack(holder: Person, person: Person, calendar: Calendar): boolean {
  if (holder.conflict || rank(person, calendar) <= rank(holder, calendar)) return false;
  return isFormer(holder) || (holder.standing === "pending" && hasSameEmail(holder, person));
}

/**
 * Somebody without a member whose e-mail a weaker, linked record has too is the same person under a
 * new HR id, also when the member still has an older e-mail.
 */
function inheritMember(key: string, group: readonly Person[], calendar: Calendar): void {
  const heir = strongest(group, calendar);
  if (!heir || heir.seat) return;
  const linked = group.filter((person) => person.link && standsBack(person, heir, calendar));
  if (linked.length > 1) {
    conflictAll(key, group);
    return;
  }
  const [holder] = linked;
  if (holder?.seat && holder.link) takeOver(heir, holder, holder.seat, holder.link);
}

/** Records without a member stand back for the one that stands for the person. */
function standBack(group: readonly Person[], calendar: Calendar): void {
  const winner = strongest(group, calendar);
  if (!winner) return;
  for (const person of group) {
    if (person === winner || person.seat || person.conflict || person.standing === "unknown") continue;
    supersede(person, winner);
  }
}

/**
 * Somebody who has left gets a member by e-mail only when no link and no other record has it. Of
 * several such records, the first by id gets it.
 */
function matchFormer(person: Person, people: People): void {
  if (person.seat || person.conflict || person.supersededBy || !person.email.ok) return;
  const { key } = person.email;
  const seat = people.seatsByEmail.get(key);
  if (!seat) return;
  if (people.ambiguousEmails.has(key)) {
    if (person.inFilter) person.conflict = sharedEmail(key);
    return;
  }
  const { link, holder } = seat;
  if (holder) {
    if (hasSameEmail(holder, person)) supersede(person, holder);
  } else if (link) {
    person.supersededReason = `The member with the work e-mail ${key} is linked to employee ${link.employeeId}, who is missing from this read.`;
  } else {
    takeSeat(person, seat, null);
    person.supersededReason = null;
  }
}

function takeOver(person: Person, holder: Person, seat: Seat, link: Link): void {
  takeSeat(person, seat, link);
  holder.seat = null;
  holder.link = null;
  holder.hasLostLink = true;
  if (hasSameEmail(holder, person)) supersede(holder, person);
  else {
    holder.supersededReason = `Another record, ${personText(person)}, has the work e-mail of the member that was linked to this one.`;
  }
}

/** @param link the member's link so far, whoever had it; null when it had none */
function takeSeat(person: Person, seat: Seat, link: Link | null): void {
  person.seat = seat;
  seat.holder = person;
  if (link) person.link = { ...asPresent(link), employeeId: person.employee.id };
}

function supersede(person: Person, by: Person): void {
  person.supersededBy = by;
  person.supersededReason = `Another record, ${personText(by)}, has the same work e-mail and stands for this person.`;
}

function hasSameEmail(a: Person, b: Person): boolean {
  return a.email.ok && b.email.ok && a.email.key === b.email.key;
}

function sharedEmail(key: string) {
  return {
    code: "members_share_email" as const,
    reason: `Several members in Spendesk have the work e-mail ${key}. Correct it there.`,
  };
}
