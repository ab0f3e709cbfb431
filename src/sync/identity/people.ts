import { type NameKey, nameKey } from "../../shared/person-name.js";
import { emailKey } from "../../shared/text.js";
import {
  type Calendar,
  type Employee,
  type Link,
  lastEmail,
  type Member,
  type NoteCode,
  type PersonDecision,
  type Standing,
  standingOf,
  type WorkEmail,
  workEmailOf,
} from "../model/index.js";
import type { Accounts } from "./accounts.js";

/** A member with what is attached to it. */
export interface Candidate {
  readonly member: Member;
  /** The stored link; of several, the one of the first employee id. */
  link: Link | null;
  isLinkedTwice: boolean;
  /** Who has the member, settled by matching. */
  holder: Person | null;
  /** The words of a decision by which the member is left alone; null for most. */
  ignored: string | null;
}

/**
 * How sure a match is. `identity_changed` and `other_name` are said as warnings; `idle` is the id alone of
 * somebody who has left and whose member is archived, for whom nothing is to be done.
 */
export type Certainty = "sure" | "identity_changed" | "other_name" | "idle";

/** What a person has to decide. */
export interface Conflict {
  readonly code: NoteCode<"conflict">;
  readonly reason: string;
  /** The member that may be theirs. */
  readonly candidateMemberId?: string;
}

/** One employee on the way to a plan. What is not readonly is settled by matching. */
export interface Person {
  /** Place in `People.persons`. */
  readonly index: number;
  /** Of several sources: what this record leaves open comes from the other ones of the person. */
  employee: Employee;
  readonly standing: Standing;
  readonly inFilter: boolean;
  readonly email: WorkEmail;
  /** The link the state has for this id in its account; its member may be gone, or somebody else's. */
  readonly storedLink: Link | null;
  /** The member of that link. */
  readonly linkedCandidate: Candidate | null;
  /** The person's member. */
  match: Candidate | null;
  /** The link to that member, own or taken over, as if never absent; null when there was none. */
  link: Link | null;
  certainty: Certainty;
  /** True once the stored link's member went over to another person. */
  hasLostLink: boolean;
  /** The record of the same person that this one stands back for. */
  supersededBy: Person | null;
  /** Why this record stands back, in words; null while it does not. */
  supersededReason: string | null;
  conflict: Conflict | null;
  /** The words of a decision by which nothing is done for the person; null for most. */
  ignored: string | null;
  /** The member that somebody decided is not this person's; null for most. */
  apartFrom: Candidate | null;
  /** The member with their e-mail, which is linked to a source that could not be read; null for most. */
  heldBy: Candidate | null;
  /** Names of the other sources that have a record of the person, or had when they were last read. */
  alsoIn: readonly string[];
}

/** A link whose employee is missing from the read: not there, of another account, or somebody else now. */
export interface AbsentLink {
  readonly link: Link;
  /** Null when the member is gone too. */
  readonly match: Candidate | null;
  /** Its id in the HR tool belongs to somebody else now. */
  readonly isReassigned: boolean;
  /** The words of a decision by which nothing is done for the employee; null for most. */
  readonly ignored: string | null;
  takenOverBy: Person | null;
}

/** Whether a link is of a source that could not be read: nothing is known of its person today. */
export function isUnread({ source }: Pick<Link, "source">, { unread }: Pick<People, "unread">): boolean {
  return unread.has(source);
}

/** Everybody of an entity with the indexes that matching and planning need. */
export interface People {
  readonly accounts: Accounts;
  /** Names of the sources that could not be read. */
  readonly unread: ReadonlySet<string>;
  /** Sorted by employee id. */
  readonly persons: readonly Person[];
  /** Sorted by employee id, then member id. Matching adds links whose id belongs to somebody else now. */
  readonly absent: AbsentLink[];
  readonly byEmployeeId: ReadonlyMap<string, Person>;
  readonly absentByMemberId: Map<string, AbsentLink>;
  /** Persons by the key of their work e-mail, in order of employee id. */
  readonly byEmail: PersonGroups;
  readonly candidatesById: ReadonlyMap<string, Candidate>;
  readonly candidatesByEmail: ReadonlyMap<string, Candidate>;
  /** E-mail keys that several members have. */
  readonly ambiguousEmails: ReadonlySet<string>;
  /** Start dates that so many people share that they tell nobody apart. */
  readonly commonStartDates: ReadonlySet<string>;
  /** Ids of the members that somebody decided are not an employee's, by employee id. */
  readonly apart: ReadonlyMap<string, ReadonlySet<string>>;
}

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

/** Groups of persons by e-mail. Nearly all hold one person, so only larger ones get an array. */
class PersonGroups {
  readonly #first = new Map<string, Person>();
  readonly #shared = new Map<string, Person[]>();

  add(key: string, person: Person): void {
    const first = this.#first.get(key);
    if (first === undefined) {
      this.#first.set(key, person);
      return;
    }
    const group = this.#shared.get(key);
    if (group) group.push(person);
    else this.#shared.set(key, [first, person]);
  }

  /** All persons with this e-mail. */
  get(key: string): readonly Person[] {
    const group = this.#shared.get(key);
    if (group) return group;
    const first = this.#first.get(key);
    return first ? [first] : [];
  }

  /** The groups of two and more, with their e-mail. */
  shared(): Iterable<readonly [string, readonly Person[]]> {
    return this.#shared;
  }
}

/**
 * Prepares everybody for matching.
 *
 * Written for 100 000 people in well under a second: each string is looked up as seldom as possible.
 *
 * @throws Error when employee or member ids repeat: a complete read never has that
 */
export function indexPeople(input: PeopleInput, calendar: Calendar): People {
  const { accounts, unread, decisions } = input;
  const candidates = indexMembers(withUnlistedArchived(input.members, input.links));
  const { own, others } = splitLinks(input.links, accounts, candidates.candidatesById);
  const decided = indexDecisions(decisions, accounts, candidates.candidatesById);

  const persons: Person[] = [];
  const byEmployeeId = new Map<string, Person>();
  const byEmail = new PersonGroups();
  for (const employee of [...input.employees].sort((a, b) => compareText(a.id, b.id))) {
    const storedLink = own.get(employee.id) ?? null;
    const person: Person = {
      index: persons.length,
      employee,
      standing: standingOf(employee, calendar),
      inFilter: input.inFilter(employee),
      email: workEmailOf(employee),
      storedLink,
      linkedCandidate: storedLink ? (candidates.candidatesById.get(storedLink.memberId) ?? null) : null,
      match: null,
      link: null,
      certainty: "sure",
      hasLostLink: false,
      supersededBy: null,
      supersededReason: null,
      conflict: null,
      ignored: decided.ignored.get(employee.id) ?? null,
      apartFrom: null,
      heldBy: null,
      alsoIn: storedLink?.alsoIn.filter((source) => unread.has(source)) ?? [],
    };
    if (storedLink) own.delete(employee.id);
    if (person.email.ok) byEmail.add(person.email.key, person);
    persons.push(person);
    byEmployeeId.set(employee.id, person);
  }
  if (byEmployeeId.size !== persons.length) throw new Error("two employees have the same id");

  const absent = [...own.values(), ...others].map(
    (link): AbsentLink => ({
      link,
      match: candidates.candidatesById.get(link.memberId) ?? null,
      isReassigned: false,
      ignored: accounts.ofLink(link) ? (decided.ignored.get(link.employeeId) ?? null) : null,
      takenOverBy: null,
    }),
  );
  sortAbsent(absent);
  const absentByMemberId = new Map(absent.map((one) => [one.link.memberId, one]));
  const commonStartDates = findCommonStartDates(persons);
  return {
    ...{
      ...candidates,
      accounts,
      unread,
      persons,
      absent,
      byEmployeeId,
      absentByMemberId,
      byEmail,
      commonStartDates,
    },
    apart: decided.apart,
  };
}

export function sortAbsent(absent: AbsentLink[]): void {
  absent.sort(
    (a, b) =>
      compareText(a.link.employeeId, b.link.employeeId) || compareText(a.link.memberId, b.link.memberId),
  );
}

/**
 * A link for somebody who is in the read. While absent, a managed person's link says *previously
 * managed*; only managed people's absences are counted, so a count tells that they were managed.
 */
export function asPresent(link: Link): Link {
  return link.absentReads > 0 ? { ...link, hrStatus: "managed", absentReads: 0 } : link;
}

/** Whether somebody decided that a member is not this person's. */
export function isApart(
  { employee }: Person,
  { member }: Pick<Candidate, "member">,
  { apart }: Pick<People, "apart">,
): boolean {
  return apart.get(employee.id)?.has(member.id) ?? false;
}

/** Whether a member is archived; where the read does not tell, by what this tool did last. */
export function isArchived(member: Member, link: Link | null): boolean {
  return member.status === "archived" || (member.status === "unknown" && link !== null && link.archived);
}

/** Order by UTF-16 code units: the same on every machine. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** A person's name, ready to be compared. Made when it is needed: most people are known without it. */
export function nameOf({ employee }: Person): NameKey {
  return nameKey(employee);
}

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

function indexMembers(members: readonly Member[]) {
  const candidatesById = new Map<string, Candidate>();
  const candidatesByEmail = new Map<string, Candidate>();
  const ambiguousEmails = new Set<string>();
  let emails = 0;
  for (const member of members) {
    const match: Candidate = { member, link: null, isLinkedTwice: false, holder: null, ignored: null };
    candidatesById.set(member.id, match);
    if (!member.email) continue;
    const key = emailKey(member.email);
    candidatesByEmail.set(key, match);
    if (candidatesByEmail.size === emails) ambiguousEmails.add(key);
    emails = candidatesByEmail.size;
  }
  if (candidatesById.size !== members.length) throw new Error("two members have the same id");
  return { candidatesById, candidatesByEmail, ambiguousEmails };
}

/**
 * Attaches the links to the members. An employee id means something in one account only: those of these
 * accounts come by id, also those that an earlier version stored without an account.
 */
function splitLinks(
  links: readonly Link[],
  accounts: Accounts,
  candidatesById: ReadonlyMap<string, Candidate>,
) {
  const own = new Map<string, Link>();
  const others: Link[] = [];
  for (const link of links) {
    const match = candidatesById.get(link.memberId);
    if (match?.link) match.isLinkedTwice = true;
    if (match && (!match.link || isBefore(link, match.link))) match.link = link;
    const account = accounts.ofLink(link);
    const known = account ? own.get(link.employeeId) : undefined;
    if (!account || known?.account === account.key) others.push(link);
    else {
      if (known) others.push(known);
      own.set(link.employeeId, link);
    }
  }
  return { own, others };
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
