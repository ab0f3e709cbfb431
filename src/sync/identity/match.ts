import { emailKey } from "../../shared/text.js";
import type { Calendar, Link } from "../model/index.js";
import { isOfAccount } from "./links.js";
import {
  type AbsentLink,
  asPresent,
  type Certainty,
  type Conflict,
  compareText,
  isApart,
  isArchived,
  type People,
  type Person,
  type Seat,
  sortAbsent,
} from "./people.js";
import { isFormer, personText, rank, settleRecords, supersede } from "./records.js";
import { contradictsNothing, isOnePerson, showsName, signsOf, signsText } from "./signs.js";

export interface MatchOptions {
  /**
   * A person is confirming this configuration, so members found by e-mail under another name, whom
   * nothing was known of before, are shown to them as a group and taken for the same people.
   */
  readonly acceptsOtherNames: boolean;
  /** The account is the one a person confirmed: links of another one are what an earlier account left. */
  readonly isAccountConfirmed: boolean;
}

/** What matching says about the links as a whole; the base of the limit `identities_changed`. */
export interface IdentityCounts {
  readonly linked: number;
  /** Links of whose person it is unclear who they are, that changed all at once, or of another account. */
  readonly doubtful: number;
}

/**
 * Gives every person their member (docs/rules.md §1). Two signs make one person: first those who come with
 * their id, then known people under a new one. What has one sign only is a conflict, except where the
 * id is proven or nothing is known of the member. Where the data leaves it open who is meant, all
 * concerned get a conflict.
 *
 * The outcome does not depend on the order of the input: each step looks only at what the steps before
 * it settled.
 */
export function matchPeople(people: People, calendar: Calendar, options: MatchOptions): IdentityCounts {
  const doubtful = new Set<Link>();
  settleRecords(people, calendar);
  keepLinked(people);
  passOn(people);
  const formerSeats = formerSeatFinder(people);
  takeKnown(people, calendar, formerSeats, doubtful);
  settleBareIds(people, doubtful);
  settleBareEmails(people, calendar, options, formerSeats, doubtful);
  for (const person of people.persons) if (isFormer(person)) matchFormer(person, people, options);
  releaseLoose(people);
  return countIdentities(people, doubtful, options);
}

/** For people and for absent links alike. */
export function linkedTwiceReason(memberId: string): string {
  return `The member ${memberId} is linked to several employees; nobody can tell whose it is.`;
}

/** Everybody who comes with the id of their link and another sign. */
function keepLinked(people: People): void {
  for (const person of people.persons) {
    const seat = person.linkedSeat;
    if (!seat || isApart(person, seat, people)) continue;
    if (seat.isLinkedTwice) {
      person.seat = seat;
      person.link = person.storedLink;
      person.conflict = { code: "member_linked_twice", reason: linkedTwiceReason(seat.member.id) };
    } else if (isOnePerson(signsOf(person, seat, people))) takeSeat(person, seat, people);
  }
}

/** The record that stands for a person gets the member of the one that stands back, when there is just one. */
function passOn(people: People): void {
  const holders = new Map<Person, Person[]>();
  for (const person of people.persons) {
    const { supersededBy: heir, seat } = person;
    if (!heir || !seat || heir.seat || heir.conflict || person.conflict || heir.standing === "unknown")
      continue;
    if (isApart(heir, seat, people)) continue;
    const known = holders.get(heir);
    if (known) known.push(person);
    else holders.set(heir, [person]);
  }
  for (const [heir, [holder, ...more]] of holders) {
    if (!holder?.seat) continue;
    if (more.length === 0) takeOver(heir, holder, holder.seat, people);
    else {
      const reason = `Several records of this person have members of their own: ${[holder, ...more].map(personText).join(", ")}.`;
      heir.conflict = unclear(heir, holder.seat, reason);
    }
  }
}

interface Claim {
  readonly person: Person;
  readonly seat: Seat;
  /** Whether the member has the e-mail now, and not only in the past. */
  readonly isCurrent: boolean;
}

/** Known people under a new id: their e-mail, now or before, and another sign. */
function takeKnown(people: People, calendar: Calendar, formerSeats: SeatFinder, doubtful: Set<Link>): void {
  const claims = people.persons.filter(isSeeking).flatMap((person) => claimsOf(person, people, formerSeats));
  // Equal ones stay in order of employee id, then member id.
  claims.sort(
    (a, b) =>
      Number(b.isCurrent) - Number(a.isCurrent) || rank(b.person, calendar) - rank(a.person, calendar),
  );
  for (const { person, seat } of claims) {
    if (person.seat || person.conflict || !isOnePerson(signsOf(person, seat, people))) continue;
    const { holder } = seat;
    if (!holder) takeSeat(person, seat, people);
    else if (holder.conflict) continue;
    else if (givesWay(holder, person, calendar)) takeOver(person, holder, seat, people);
    else if (wouldBeCreated(person)) {
      if (seat.link) doubtful.add(seat.link);
      const reason = `The member ${memberText(seat)} is the one of ${personText(holder)}, who has the same name and had or has the same e-mail.`;
      person.conflict = unclear(person, seat, reason);
    }
  }
}

/** Eligible and coming people without a member. People who have left come later. */
function isSeeking(person: Person): boolean {
  return (
    person.seat === null &&
    person.supersededBy === null &&
    person.conflict === null &&
    person.email.ok &&
    person.standing !== "unknown" &&
    !isFormer(person)
  );
}

function claimsOf(person: Person, people: People, formerSeats: SeatFinder): Claim[] {
  if (!person.email.ok) return [];
  const { key } = person.email;
  const current = people.seatsByEmail.get(key);
  if (current && people.ambiguousEmails.has(key)) {
    if (wouldBeCreated(person)) person.conflict = sharedEmail(key);
    return [];
  }
  const claims: Claim[] = current ? [{ person, seat: current, isCurrent: true }] : [];
  for (const seat of formerSeats(key)) {
    if (seat !== current) claims.push({ person, seat, isCurrent: false });
  }
  return claims.filter(({ seat }) => {
    if (seat.isLinkedTwice) return false;
    if (!isApart(person, seat, people)) return true;
    if (seat === current) person.apartFrom = seat;
    return false;
  });
}

type SeatFinder = (emailKey: string) => readonly Seat[];

/** Members whose person had an e-mail before. The index is made when somebody without a member is looked for. */
function formerSeatFinder(people: People): SeatFinder {
  let index: Map<string, Seat[]> | null = null;
  return (key) => {
    index ??= indexSeenEmails(people);
    return (index.get(key) ?? []).toSorted((a, b) => compareText(a.member.id, b.member.id));
  };
}

function indexSeenEmails(people: People): Map<string, Seat[]> {
  const index = new Map<string, Seat[]>();
  for (const seat of people.seatsById.values()) {
    for (const email of seat.link?.seen.emails ?? []) {
      const known = index.get(emailKey(email));
      if (known) known.push(seat);
      else index.set(emailKey(email), [seat]);
    }
  }
  return index;
}

/**
 * Whether a record of the same person gives the member to this one: it has left, has yet to begin, or is
 * of unknown status, for nothing ranks above somebody who works here.
 */
function givesWay(holder: Person, person: Person, calendar: Calendar): boolean {
  return rank(person, calendar) > rank(holder, calendar);
}

/** Whose id agrees and nothing else does. Where the account is proven that is enough, but not to archive somebody. */
function settleBareIds(people: People, doubtful: Set<Link>): void {
  for (const person of people.persons) {
    const { linkedSeat: seat, storedLink } = person;
    if (!seat || !storedLink || person.seat || person.conflict || person.supersededBy) continue;
    if (seat.holder || isApart(person, seat, people)) continue;
    if (contradictsNothing(person)) takeSeat(person, seat, people);
    // Years later HR tools make leavers anonymous: that is no question for anybody.
    else if (isFormer(person) && isArchived(seat.member, storedLink)) takeSeat(person, seat, people, "idle");
    else if (storedLink.account !== null && people.account.isProven && !isFormer(person)) {
      takeSeat(person, seat, people, "identity_changed");
      doubtful.add(storedLink);
    } else {
      const reason = `HR id ${person.employee.id} was ${seenText(storedLink)} until now and has the member ${memberText(seat)}. ${signsText(person, seat, people)}`;
      takeSeat(person, seat, people);
      person.conflict = unclear(person, seat, reason);
      doubtful.add(storedLink);
    }
  }
}

/** Whose e-mail agrees and nothing else does: a recycled address, or another spelling of the name. */
function settleBareEmails(
  people: People,
  calendar: Calendar,
  options: MatchOptions,
  formerSeats: SeatFinder,
  doubtful: Set<Link>,
): void {
  const seeking = people.persons.filter(isSeeking);
  for (const person of seeking.sort((a, b) => rank(b, calendar) - rank(a, calendar))) {
    for (const { seat } of claimsOf(person, people, formerSeats)) {
      const { holder, link, member } = seat;
      if (holder && !isFormer(holder)) continue;
      if (!link && !holder && (!showsName(member) || options.acceptsOtherNames)) {
        takeSeat(person, seat, people, showsName(member) ? "other_name" : "sure");
        break;
      }
      if (!wouldBeCreated(person)) continue;
      if (link) doubtful.add(link);
      const whose = link ? `, which is or was the one of ${seenText(link)}` : "";
      const reason = `The work e-mail ${person.email.ok ? person.email.value : ""} leads to the member ${memberText(seat)}${whose}. ${signsText(person, seat, people)}`;
      person.conflict = unclear(person, seat, reason);
      break;
    }
  }
}

/**
 * Somebody who has left gets a member by e-mail only when nobody else has it. The link of somebody who
 * is missing from a read of this account stays theirs: they may only be hidden.
 */
function matchFormer(person: Person, people: People, { acceptsOtherNames }: MatchOptions): void {
  if (person.seat || person.conflict || person.supersededBy || !person.email.ok) return;
  const { key } = person.email;
  const seat = people.seatsByEmail.get(key);
  if (!seat || isApart(person, seat, people)) return;
  if (people.ambiguousEmails.has(key)) {
    if (person.inFilter) person.conflict = sharedEmail(key);
    return;
  }
  const { link, holder, member } = seat;
  const isOne = isOnePerson(signsOf(person, seat, people));
  if (seat.isLinkedTwice) person.supersededReason = linkedTwiceReason(member.id);
  else if (holder) {
    if (isOne) supersede(person, holder);
  } else if (link && isOfAccount(link, people.account)) {
    person.supersededReason = `The member with the work e-mail ${key} is linked to employee ${link.employeeId}, who is missing from this read.`;
  } else if (isOne || (!link && !showsName(member))) takeSeat(person, seat, people);
  else if (!link && acceptsOtherNames) takeSeat(person, seat, people, "other_name");
  else if (person.inFilter && !isArchived(member, link)) {
    const reason = `This person has left, and their work e-mail ${key} is the one of the member ${memberText(seat)}. ${signsText(person, seat, people)}`;
    person.conflict = unclear(person, seat, reason);
  }
}

/**
 * Links whose id belongs to somebody else now: their person is not in the read under this id. As long as
 * it is open who comes with the id, nobody is missing.
 */
function releaseLoose(people: People): void {
  const before = people.absent.length;
  for (const person of people.persons) {
    const { storedLink, linkedSeat, seat } = person;
    if (!storedLink || !linkedSeat || linkedSeat === seat || linkedSeat.holder) continue;
    if (seat === null && !isApart(person, linkedSeat, people)) continue;
    const loose: AbsentLink = {
      link: storedLink,
      seat: linkedSeat,
      isReassigned: true,
      ignored: person.ignored,
      takenOverBy: null,
    };
    people.absent.push(loose);
  }
  if (people.absent.length > before) sortAbsent(people.absent);
}

function countIdentities(
  people: People,
  doubtful: Set<Link>,
  { isAccountConfirmed }: MatchOptions,
): IdentityCounts {
  let linked = people.absent.length;
  for (const { storedLink } of people.persons) if (storedLink) linked += 1;
  if (!isAccountConfirmed) {
    for (const { link } of people.absent) if (!isOfAccount(link, people.account)) doubtful.add(link);
  }
  return { linked, doubtful: doubtful.size };
}

function takeOver(person: Person, holder: Person, seat: Seat, people: People): void {
  holder.seat = null;
  holder.link = null;
  holder.hasLostLink = holder.linkedSeat === seat;
  takeSeat(person, seat, people);
  supersede(holder, person);
}

/** A link that another record had goes over with the member; the account is confirmed on the way. */
function takeSeat(person: Person, seat: Seat, people: People, certainty: Certainty = "sure"): void {
  const absent = people.absentByMemberId.get(seat.member.id);
  if (absent) absent.takenOverBy = person;
  person.seat = seat;
  person.certainty = certainty;
  seat.holder = person;
  if (!seat.link) return;
  const link = asPresent(seat.link);
  const { source, key: account } = people.account;
  const employeeId = person.employee.id;
  const isOwn = link.source === source && link.account === account && link.employeeId === employeeId;
  person.link = isOwn ? link : { ...link, source, account, employeeId };
}

/** Somebody who is to have a member; for all others an open question of identity changes nothing. */
function wouldBeCreated(person: Person): boolean {
  return person.standing === "eligible" && person.inFilter;
}

function unclear(person: Person, { member }: Seat, reason: string): Conflict {
  const id = person.employee.id;
  const settle = `If it is the same person, run \`spendesk-hr link ${id} ${member.id} --why …\`; if not, \`spendesk-hr unlink ${id} ${member.id} --why …\`.`;
  return { code: "identity_unclear", reason: `${reason} ${settle}`, candidateMemberId: member.id };
}

/** The person of a link as last seen, for people. */
function seenText({ seen, employeeId }: Link): string {
  const name = [seen.firstName, seen.lastName].filter(Boolean).join(" ");
  return (
    [name, seen.emails[0] && `<${seen.emails[0]}>`].filter(Boolean).join(" ") || `employee ${employeeId}`
  );
}

/** A member for people. */
export function memberText({ member }: Pick<Seat, "member">): string {
  const name = [member.firstName, member.lastName].filter(Boolean).join(" ");
  return [name, member.email && `<${member.email}>`].filter(Boolean).join(" ") || member.id;
}

function sharedEmail(key: string) {
  return {
    code: "members_share_email" as const,
    reason: `Several members in Spendesk have the work e-mail ${key}. Correct it there.`,
  };
}
