import { emailKey } from "../../shared/text.js";
import type { Calendar, Link } from "../model/index.js";
import {
  type AbsentLink,
  asPresent,
  type Candidate,
  type Certainty,
  type Conflict,
  compareText,
  isApart,
  isArchived,
  isUnread,
  type People,
  type Person,
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
  const formerMembers = formerMemberFinder(people);
  takeKnown(people, calendar, formerMembers, doubtful);
  settleBareIds(people, doubtful);
  settleBareEmails(people, calendar, options, formerMembers, doubtful);
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
    const match = person.linkedCandidate;
    if (!match || isApart(person, match, people)) continue;
    if (match.isLinkedTwice) {
      person.match = match;
      person.link = person.storedLink;
      person.conflict = { code: "member_linked_twice", reason: linkedTwiceReason(match.member.id) };
    } else if (isOnePerson(signsOf(person, match, people))) takeMember(person, match, people);
  }
}

/** The record that stands for a person gets the member of the one that stands back, when there is just one. */
function passOn(people: People): void {
  const holders = new Map<Person, Person[]>();
  for (const person of people.persons) {
    const { supersededBy: successor, match } = person;
    if (
      !successor ||
      !match ||
      successor.match ||
      successor.conflict ||
      person.conflict ||
      successor.standing === "unknown"
    )
      continue;
    if (isApart(successor, match, people)) continue;
    const known = holders.get(successor);
    if (known) known.push(person);
    else holders.set(successor, [person]);
  }
  for (const [successor, [holder, ...more]] of holders) {
    if (!holder?.match) continue;
    if (more.length === 0) takeOver(successor, holder, holder.match, people);
    else {
      const reason = `Several records of this person have members of their own: ${[holder, ...more].map(personText).join(", ")}.`;
      successor.conflict = unclear(successor, holder.match, reason);
    }
  }
}

interface Claim {
  readonly person: Person;
  readonly match: Candidate;
  /** Whether the member has the e-mail now, and not only in the past. */
  readonly isCurrent: boolean;
}

/** Known people under a new id: their e-mail, now or before, and another sign. */
function takeKnown(
  people: People,
  calendar: Calendar,
  formerMembers: CandidateFinder,
  doubtful: Set<Link>,
): void {
  const claims = people.persons
    .filter(isSeeking)
    .flatMap((person) => claimsOf(person, people, formerMembers));
  // Equal ones stay in order of employee id, then member id.
  claims.sort(
    (a, b) =>
      Number(b.isCurrent) - Number(a.isCurrent) || rank(b.person, calendar) - rank(a.person, calendar),
  );
  for (const { person, match } of claims) {
    if (person.match || person.conflict || !isOnePerson(signsOf(person, match, people))) continue;
    const { holder } = match;
    if (!holder) takeMember(person, match, people);
    else if (holder.conflict) continue;
    else if (givesWay(holder, person, calendar)) takeOver(person, holder, match, people);
    else if (wouldBeCreated(person)) {
      if (match.link) doubtful.add(match.link);
      const reason = `The member ${memberText(match)} is the one of ${personText(holder)}, who has the same name and had or has the same e-mail.`;
      person.conflict = unclear(person, match, reason);
    }
  }
}

/** Eligible and coming people without a member. People who have left come later. */
function isSeeking(person: Person): boolean {
  return (
    person.match === null &&
    person.supersededBy === null &&
    person.conflict === null &&
    person.email.ok &&
    person.standing !== "unknown" &&
    !isFormer(person)
  );
}

function claimsOf(person: Person, people: People, formerMembers: CandidateFinder): Claim[] {
  if (!person.email.ok) return [];
  const { key } = person.email;
  const current = people.candidatesByEmail.get(key);
  if (current && people.candidatesByEmail.isAmbiguous(key)) {
    if (wouldBeCreated(person)) person.conflict = sharedEmail(key);
    return [];
  }
  const claims: Claim[] = current ? [{ person, match: current, isCurrent: true }] : [];
  for (const match of formerMembers(key)) {
    if (match !== current) claims.push({ person, match, isCurrent: false });
  }
  return claims.filter(({ match }) => {
    if (match.isLinkedTwice) return false;
    if (match.link && isUnread(match.link, people)) {
      person.heldBy ??= match;
      return false;
    }
    if (!isApart(person, match, people)) return true;
    if (match === current) person.apartFrom = match;
    return false;
  });
}

type CandidateFinder = (emailKey: string) => readonly Candidate[];

/** Members whose person had an e-mail before. The index is made when somebody without a member is looked for. */
function formerMemberFinder(people: People): CandidateFinder {
  let index: Map<string, Candidate[]> | null = null;
  return (key) => {
    index ??= indexSeenEmails(people);
    return (index.get(key) ?? []).toSorted((a, b) => compareText(a.member.id, b.member.id));
  };
}

function indexSeenEmails(people: People): Map<string, Candidate[]> {
  const index = new Map<string, Candidate[]>();
  for (const match of people.candidatesById.values()) {
    for (const email of match.link?.seen.emails ?? []) {
      const known = index.get(emailKey(email));
      if (known) known.push(match);
      else index.set(emailKey(email), [match]);
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
    const { linkedCandidate: match, storedLink } = person;
    if (!match || !storedLink || person.match || person.conflict || person.supersededBy) continue;
    if (match.holder || isApart(person, match, people)) continue;
    if (contradictsNothing(person)) takeMember(person, match, people);
    // Years later HR tools make leavers anonymous: that is no question for anybody.
    else if (isFormer(person) && isArchived(match.member, storedLink))
      takeMember(person, match, people, "idle");
    else if (storedLink.account !== null && isProven(person, people) && !isFormer(person)) {
      takeMember(person, match, people, "identity_changed");
      doubtful.add(storedLink);
    } else {
      const reason = `HR id ${person.employee.id} was ${seenText(storedLink)} until now and has the member ${memberText(match)}. ${signsText(person, match, people)}`;
      takeMember(person, match, people);
      person.conflict = unclear(person, match, reason);
      doubtful.add(storedLink);
    }
  }
}

function isProven({ employee }: Person, { accounts }: People): boolean {
  return accounts.of(employee).isProven;
}

/** Whose e-mail agrees and nothing else does: a recycled address, or another spelling of the name. */
function settleBareEmails(
  people: People,
  calendar: Calendar,
  options: MatchOptions,
  formerMembers: CandidateFinder,
  doubtful: Set<Link>,
): void {
  const seeking = people.persons.filter(isSeeking);
  for (const person of seeking.sort((a, b) => rank(b, calendar) - rank(a, calendar))) {
    for (const { match } of claimsOf(person, people, formerMembers)) {
      const { holder, link, member } = match;
      if (holder && !isFormer(holder)) continue;
      if (!link && !holder && (!showsName(member) || options.acceptsOtherNames)) {
        takeMember(person, match, people, showsName(member) ? "other_name" : "sure");
        break;
      }
      if (!wouldBeCreated(person)) continue;
      if (link) doubtful.add(link);
      const whose = link ? `, which is or was the one of ${seenText(link)}` : "";
      const reason = `The work e-mail ${person.email.ok ? person.email.value : ""} leads to the member ${memberText(match)}${whose}. ${signsText(person, match, people)}`;
      person.conflict = unclear(person, match, reason);
      break;
    }
  }
}

/**
 * Somebody who has left gets a member by e-mail only when nobody else has it. The link of somebody who
 * is missing from a read of this account stays theirs: they may only be hidden.
 */
function matchFormer(person: Person, people: People, { acceptsOtherNames }: MatchOptions): void {
  if (person.match || person.conflict || person.supersededBy || !person.email.ok) return;
  const { key } = person.email;
  const match = people.candidatesByEmail.get(key);
  if (!match || isApart(person, match, people)) return;
  if (people.candidatesByEmail.isAmbiguous(key)) {
    if (person.inFilter) person.conflict = sharedEmail(key);
    return;
  }
  const { link, holder, member } = match;
  const isOne = isOnePerson(signsOf(person, match, people));
  if (match.isLinkedTwice) person.supersededReason = linkedTwiceReason(member.id);
  else if (holder) {
    if (isOne) supersede(person, holder);
  } else if (link && (people.accounts.ofLink(link) || isUnread(link, people))) {
    person.supersededReason = `The member with the work e-mail ${key} is linked to employee ${link.employeeId}, who is missing from this read.`;
  } else if (isOne || (!link && !showsName(member))) takeMember(person, match, people);
  else if (!link && acceptsOtherNames) takeMember(person, match, people, "other_name");
  else if (person.inFilter && !isArchived(member, link)) {
    const reason = `This person has left, and their work e-mail ${key} is the one of the member ${memberText(match)}. ${signsText(person, match, people)}`;
    person.conflict = unclear(person, match, reason);
  }
}

/**
 * Links whose id belongs to somebody else now: their person is not in the read under this id. As long as
 * it is open who comes with the id, nobody is missing.
 */
function releaseLoose(people: People): void {
  const before = people.absent.length;
  for (const person of people.persons) {
    const { storedLink, linkedCandidate, match } = person;
    if (!storedLink || !linkedCandidate || linkedCandidate === match || linkedCandidate.holder) continue;
    if (match === null && !isApart(person, linkedCandidate, people)) continue;
    const loose: AbsentLink = {
      link: storedLink,
      match: linkedCandidate,
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
    for (const { link } of people.absent) {
      if (!people.accounts.ofLink(link) && !isUnread(link, people)) doubtful.add(link);
    }
  }
  return { linked, doubtful: doubtful.size };
}

function takeOver(person: Person, holder: Person, match: Candidate, people: People): void {
  holder.match = null;
  holder.link = null;
  holder.hasLostLink = holder.linkedCandidate === match;
  takeMember(person, match, people);
  supersede(holder, person);
}

/** A link that another record had goes over with the member; the account is confirmed on the way. */
function takeMember(person: Person, match: Candidate, people: People, certainty: Certainty = "sure"): void {
  const absent = people.absentByMemberId.get(match.member.id);
  if (absent) absent.takenOverBy = person;
  person.match = match;
  person.certainty = certainty;
  match.holder = person;
  if (!match.link) return;
  const link = asPresent(match.link);
  const { source, key: account } = people.accounts.of(person.employee);
  const employeeId = person.employee.id;
  const isOwn = link.source === source && link.account === account && link.employeeId === employeeId;
  person.link = isOwn ? link : { ...link, source, account, employeeId };
}

/** Somebody who is to have a member; for all others an open question of identity changes nothing. */
function wouldBeCreated(person: Person): boolean {
  return person.standing === "eligible" && person.inFilter;
}

function unclear(person: Person, { member }: Candidate, reason: string): Conflict {
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
export function memberText({ member }: Pick<Candidate, "member">): string {
  const name = [member.firstName, member.lastName].filter(Boolean).join(" ");
  return [name, member.email && `<${member.email}>`].filter(Boolean).join(" ") || member.id;
}

function sharedEmail(key: string) {
  return {
    code: "members_share_email" as const,
    reason: `Several members in Spendesk have the work e-mail ${key}. Correct it there.`,
  };
}
