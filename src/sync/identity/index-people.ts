import { emailKey } from "../../shared/text.js";
import {
  type Calendar,
  type Employee,
  type Link,
  lastEmail,
  type Member,
  type PersonDecision,
  standingOf,
  workEmailOf,
} from "../model/index.js";
import type { Accounts } from "./accounts.js";
import {
  type AbsentLink,
  type Candidate,
  type CandidatesByEmail,
  compareText,
  type People,
  type Person,
  type PersonsByEmail,
  sortAbsent,
} from "./people.js";

interface PeopleInput {
  readonly employees: readonly Employee[];
  readonly members: readonly Member[];
  readonly links: readonly Link[];
  readonly accounts: Accounts;
  readonly unread: ReadonlySet<string>;
  /** In force; at most one per person. */
  readonly decisions: readonly PersonDecision[];
  readonly inFilter: (employee: Employee) => boolean;
}

/**
 * Prepares everybody for matching.
 *
 * Written for 100 000 people in well under a second: each string is looked up as seldom as possible.
 *
 * @throws Error when employee or member ids repeat: a complete read never has that
 */
export function indexPeople(input: PeopleInput, calendar: Calendar): People {
  const { accounts, unread } = input;
  const candidatesById = indexMembers(withUnlistedArchived(input.members, input.links));
  const persons = personsOf(input, calendar);
  const byEmployeeId = new Map<string, Person>();
  for (const person of persons) byEmployeeId.set(person.employee.id, person);
  if (byEmployeeId.size !== persons.length) throw new Error("two employees have the same id");

  const { ignored, apart } = indexDecisions(input.decisions, accounts, candidatesById);
  for (const [id, words] of ignored) {
    const person = byEmployeeId.get(id);
    if (person) person.ignored = words;
  }
  const absent = attachLinks(input, candidatesById, byEmployeeId).map(
    (link): AbsentLink => ({
      link,
      match: candidatesById.get(link.memberId) ?? null,
      isReassigned: false,
      ignored: accounts.ofLink(link) ? (ignored.get(link.employeeId) ?? null) : null,
      takenOverBy: null,
    }),
  );
  sortAbsent(absent);
  return {
    ...{ accounts, unread, persons, absent, byEmployeeId, candidatesById, apart },
    absentByMemberId: new Map(absent.map((one) => [one.link.memberId, one])),
    byEmail: groupByEmail(persons),
    candidatesByEmail: candidateFinder(candidatesById),
    commonStartDates: findCommonStartDates(persons),
  };
}

/** Everybody in order of employee id, without their links. */
function personsOf({ employees, inFilter }: PeopleInput, calendar: Calendar): readonly Person[] {
  const sorted = employees.toSorted((a, b) => compareText(a.id, b.id));
  return sorted.map(
    (employee, index): Person => ({
      index,
      employee,
      standing: standingOf(employee, calendar),
      inFilter: inFilter(employee),
      email: workEmailOf(employee),
      storedLink: null,
      linkedCandidate: null,
      match: null,
      link: null,
      certainty: "sure",
      hasLostLink: false,
      supersededBy: null,
      supersededReason: null,
      conflict: null,
      ignored: null,
      apartFrom: null,
      heldBy: null,
      alsoIn: NOWHERE,
    }),
  );
}

/** One list for all of those whom no other source knows. */
const NOWHERE: readonly string[] = [];

/** Share of the people from which on a start date tells nobody apart (docs/rules.md §1.2). */
const COMMON_SHARE = 0.05;

function findCommonStartDates(persons: readonly Person[]): ReadonlySet<string> {
  const counts = new Map<string, number>();
  for (const { employee } of persons) {
    if (employee.startDate) counts.set(employee.startDate, (counts.get(employee.startDate) ?? 0) + 1);
  }
  const common = new Set<string>();
  for (const [date, count] of counts) if (count >= persons.length * COMMON_SHARE) common.add(date);
  return common;
}

/**
 * Adds the members that were archived, by this tool or by hand, and that the read leaves out. Spendesk
 * never deletes members (docs/vendors/spendesk.md §5), and whether its list holds archived ones is not documented: as
 * long as no archived member is listed, a missing one is taken to be archived (assumed). It is gone all
 * the same when another member has its e-mail.
 */
function withUnlistedArchived(members: readonly Member[], links: readonly Link[]): readonly Member[] {
  if (members.some((member) => member.status === "archived")) return members;
  const archived = links.filter((link) => link.archived || link.hidden);
  if (archived.length === 0) return members;

  const ids = new Set(members.map((member) => member.id));
  const emails = new Set(members.map((member) => member.email && emailKey(member.email)));
  const added: Member[] = [];
  for (const link of archived.sort((a, b) => compareText(a.employeeId, b.employeeId))) {
    const { memberId: id } = link;
    const email = lastEmail(link);
    if (ids.has(id) || (email !== null && emails.has(emailKey(email)))) continue;
    ids.add(id);
    added.push({ id, email, firstName: null, lastName: null, status: "archived", isOwner: false });
  }
  return [...members, ...added];
}

function indexMembers(members: readonly Member[]): ReadonlyMap<string, Candidate> {
  const candidatesById = new Map<string, Candidate>();
  for (const member of members) {
    const match: Candidate = { member, link: null, isLinkedTwice: false, holder: null, ignored: null };
    candidatesById.set(member.id, match);
  }
  if (candidatesById.size !== members.length) throw new Error("two members have the same id");
  return candidatesById;
}

/** The index is made when somebody's member is looked for by e-mail: where all are known by id, nobody's is. */
function candidateFinder(candidatesById: ReadonlyMap<string, Candidate>): CandidatesByEmail {
  let index: ReturnType<typeof indexMemberEmails> | null = null;
  const indexed = () => {
    index ??= indexMemberEmails(candidatesById.values());
    return index;
  };
  return {
    get: (key) => indexed().byEmail.get(key),
    isAmbiguous: (key) => indexed().ambiguous.has(key),
  };
}

function indexMemberEmails(candidates: Iterable<Candidate>) {
  const byEmail = new Map<string, Candidate>();
  const ambiguous = new Set<string>();
  let emails = 0;
  for (const match of candidates) {
    if (!match.member.email) continue;
    const key = emailKey(match.member.email);
    byEmail.set(key, match);
    if (byEmail.size === emails) ambiguous.add(key);
    emails = byEmail.size;
  }
  return { byEmail, ambiguous };
}

/** Nearly everybody is alone with their e-mail, so only larger groups get an array. */
function groupByEmail(persons: readonly Person[]): PersonsByEmail {
  const last = new Map<string, Person>();
  const shared = new Map<string, Person[]>();
  let emails = 0;
  for (const person of persons) {
    if (!person.email.ok) continue;
    const { key } = person.email;
    last.set(key, person);
    // The number of e-mails says whether this one is new, without looking it up.
    if (last.size === emails) shared.set(key, []);
    emails = last.size;
  }
  if (shared.size > 0) {
    for (const person of persons) if (person.email.ok) shared.get(person.email.key)?.push(person);
  }
  return {
    shared: () => shared,
    get(key) {
      const group = shared.get(key);
      if (group) return group;
      const only = last.get(key);
      return only ? [only] : [];
    },
  };
}

/**
 * Attaches the links to the members and persons. An employee id means something in one account only: those of
 * these accounts come by id, also those that an earlier version stored without an account.
 * @returns the other links: of employees who are missing, and of other accounts
 */
function attachLinks(
  { links, accounts, unread }: PeopleInput,
  candidatesById: ReadonlyMap<string, Candidate>,
  byEmployeeId: ReadonlyMap<string, Person>,
): Link[] {
  const missing = new Map<string, Link>();
  const others: Link[] = [];
  for (const link of links) {
    const match = candidatesById.get(link.memberId) ?? null;
    if (match?.link) match.isLinkedTwice = true;
    if (match && (!match.link || isBefore(link, match.link))) match.link = link;
    const account = accounts.ofLink(link);
    if (!account) {
      others.push(link);
      continue;
    }
    const person = byEmployeeId.get(link.employeeId);
    const known = person ? person.storedLink : missing.get(link.employeeId);
    if (known?.account === account.key) {
      others.push(link);
      continue;
    }
    if (known) others.push(known);
    if (!person) missing.set(link.employeeId, link);
    else {
      person.storedLink = link;
      person.linkedCandidate = match;
      person.alsoIn = link.alsoIn.length === 0 ? NOWHERE : link.alsoIn.filter((source) => unread.has(source));
    }
  }
  return [...missing.values(), ...others];
}

/** Of two links of one member the same one counts in whatever order they come. */
function isBefore(one: Link, other: Link): boolean {
  const keyOf = ({ employeeId, source, account }: Link) => [employeeId, source, account ?? ""].join("\n");
  return keyOf(one) < keyOf(other);
}

/** What people decided: whom to leave alone, by employee and at the members, and which pairs to keep apart. */
function indexDecisions(
  decisions: readonly PersonDecision[],
  accounts: Accounts,
  candidatesById: ReadonlyMap<string, Candidate>,
) {
  const ignored = new Map<string, string>();
  const apart = new Map<string, Set<string>>();
  for (const decision of decisions) {
    const { kind, employee, memberId } = decision;
    const isOurs =
      employee !== null &&
      accounts.all.some(
        ({ source, key }) =>
          employee.source === source && (employee.account === key || employee.account === null),
      );
    if (kind === "ignore") {
      const words = decisionText(decision);
      if (isOurs) ignored.set(employee.id, words);
      const match = memberId === null ? undefined : candidatesById.get(memberId);
      if (match) match.ignored = words;
    } else if (kind === "unlink" && isOurs && memberId !== null) {
      apart.set(employee.id, (apart.get(employee.id) ?? new Set()).add(memberId));
    }
  }
  return { ignored, apart };
}

function decisionText({ who, at, until, why }: PersonDecision): string {
  const end = until === null ? "" : `, until ${until}`;
  return `${who} decided so on ${at.slice(0, 10)}${end}: ${why}`;
}
