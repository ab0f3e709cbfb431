import { emailKey } from "../shared/text.js";
import type { NoteCode } from "./codes.js";
import { type Calendar, type Standing, standingOf } from "./eligibility.js";
import type { Employee } from "./employee.js";
import type { Link, Member } from "./member.js";
import { type WorkEmail, workEmailOf } from "./work-email.js";

/** A member with what is attached to it. */
export interface Seat {
  readonly member: Member;
  /** The stored link; of several, the one of the first employee id. */
  link: Link | null;
  isLinkedTwice: boolean;
  /** Who has the member: by link at first, settled by matching. */
  holder: Person | null;
}

/** One employee on the way to a plan. What is not readonly is settled by matching. */
export interface Person {
  /** Place in `People.persons`. */
  readonly index: number;
  readonly employee: Employee;
  readonly standing: Standing;
  readonly inFilter: boolean;
  readonly email: WorkEmail;
  /** The link the state has for this employee; its member may be gone, or taken over by another record. */
  readonly storedLink: Link | null;
  /** The person's member, by link or by e-mail. */
  seat: Seat | null;
  /** The link to that member, own or taken over, as if never absent; null when matched by e-mail only. */
  link: Link | null;
  /** True once the stored link's member went over to another person. */
  hasLostLink: boolean;
  /** The record of the same person that this one stands back for. */
  supersededBy: Person | null;
  /** Why this record stands back, in words; null while it does not. */
  supersededReason: string | null;
  conflict: { readonly code: NoteCode<"conflict">; readonly reason: string } | null;
}

/** A link whose employee is missing from the read. */
export interface AbsentLink {
  readonly link: Link;
  /** Null when the member is gone too. */
  readonly seat: Seat | null;
  takenOverBy: Person | null;
}

/** Everybody of an entity with the indexes that matching and planning need. */
export interface People {
  /** Sorted by employee id. */
  readonly persons: readonly Person[];
  /** Sorted by employee id. */
  readonly absent: readonly AbsentLink[];
  readonly byEmployeeId: ReadonlyMap<string, Person>;
  readonly absentByEmployeeId: ReadonlyMap<string, AbsentLink>;
  /** Persons by the key of their work e-mail, in order of employee id. */
  readonly byEmail: PersonGroups;
  readonly seatsById: ReadonlyMap<string, Seat>;
  readonly seatsByEmail: ReadonlyMap<string, Seat>;
  /** E-mail keys that several members have. */
  readonly ambiguousEmails: ReadonlySet<string>;
}

interface PeopleInput {
  readonly employees: readonly Employee[];
  readonly members: readonly Member[];
  readonly links: readonly Link[];
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

  isShared(key: string): boolean {
    return this.#shared.has(key);
  }

  /** The groups of two and more, with their e-mail. */
  shared(): Iterable<readonly [string, readonly Person[]]> {
    return this.#shared;
  }
}

/**
 * Prepares everybody for matching; links already join persons and members here.
 *
 * Written for 100 000 people in well under a second: each string is looked up as seldom as possible.
 *
 * @throws Error when employee or member ids repeat: a complete read never has that
 */
export function indexPeople(input: PeopleInput, calendar: Calendar): People {
  const seats = indexMembers(withUnlistedArchived(input.members, input.links));
  const absentByEmployeeId = indexLinks(input.links, seats.seatsById);

  const persons: Person[] = [];
  const byEmployeeId = new Map<string, Person>();
  const byEmail = new PersonGroups();
  for (const employee of [...input.employees].sort((a, b) => compareText(a.id, b.id))) {
    const stored = absentByEmployeeId.get(employee.id);
    const person: Person = {
      index: persons.length,
      employee,
      standing: standingOf(employee, calendar),
      inFilter: input.inFilter(employee),
      email: workEmailOf(employee),
      storedLink: stored?.link ?? null,
      seat: stored?.seat ?? null,
      link: stored?.seat ? asPresent(stored.link) : null,
      hasLostLink: false,
      supersededBy: null,
      supersededReason: null,
      conflict: null,
    };
    if (stored) absentByEmployeeId.delete(employee.id);
    if (person.seat) person.seat.holder = person;
    if (person.email.ok) byEmail.add(person.email.key, person);
    persons.push(person);
    byEmployeeId.set(employee.id, person);
  }
  if (byEmployeeId.size !== persons.length) throw new Error("two employees have the same id");

  const absent = [...absentByEmployeeId.values()];
  absent.sort((a, b) => compareText(a.link.employeeId, b.link.employeeId));
  return { ...seats, persons, absent, byEmployeeId, absentByEmployeeId, byEmail };
}

/**
 * A link for somebody who is in the read. While absent, a managed person's link says *previously
 * managed*; only managed people's absences are counted, so a count tells that they were managed.
 */
export function asPresent(link: Link): Link {
  return link.absentReads > 0 ? { ...link, hrStatus: "managed", absentReads: 0 } : link;
}

/** Whether a member is archived; where the read does not tell, by what this tool did last. */
export function isArchived(member: Member, link: Link | null): boolean {
  return member.status === "archived" || (member.status === "unknown" && link !== null && link.archived);
}

/** Order by UTF-16 code units: the same on every machine. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/**
 * Adds the members that this tool archived and that the read leaves out. Spendesk never deletes
 * members (spendesk.md §2), and whether its list holds archived ones is not documented: as long as no
 * archived member is listed, a missing one is taken to be archived (assumed). It is gone all the same
 * when another member has its e-mail.
 */
function withUnlistedArchived(members: readonly Member[], links: readonly Link[]): readonly Member[] {
  if (members.some((member) => member.status === "archived")) return members;
  const archived = links.filter((link) => link.archived);
  if (archived.length === 0) return members;

  const ids = new Set(members.map((member) => member.id));
  const emails = new Set(members.map((member) => member.email && emailKey(member.email)));
  const added: Member[] = [];
  for (const { memberId: id, email } of archived.sort((a, b) => compareText(a.employeeId, b.employeeId))) {
    if (ids.has(id) || (email !== null && emails.has(emailKey(email)))) continue;
    ids.add(id);
    added.push({ id, email, firstName: null, lastName: null, status: "archived", isOwner: false });
  }
  return [...members, ...added];
}

function indexMembers(members: readonly Member[]) {
  const seatsById = new Map<string, Seat>();
  const seatsByEmail = new Map<string, Seat>();
  const ambiguousEmails = new Set<string>();
  let emails = 0;
  for (const member of members) {
    const seat: Seat = { member, link: null, isLinkedTwice: false, holder: null };
    seatsById.set(member.id, seat);
    if (!member.email) continue;
    const key = emailKey(member.email);
    seatsByEmail.set(key, seat);
    if (seatsByEmail.size === emails) ambiguousEmails.add(key);
    emails = seatsByEmail.size;
  }
  if (seatsById.size !== members.length) throw new Error("two members have the same id");
  return { seatsById, seatsByEmail, ambiguousEmails };
}

/** Attaches the links to the members; gives them back by employee id, as if all employees were missing. */
function indexLinks(links: readonly Link[], seatsById: ReadonlyMap<string, Seat>): Map<string, AbsentLink> {
  const byEmployeeId = new Map<string, AbsentLink>();
  for (const link of links) {
    const seat = seatsById.get(link.memberId) ?? null;
    byEmployeeId.set(link.employeeId, { link, seat, takenOverBy: null });
    if (!seat) continue;
    if (seat.link) seat.isLinkedTwice = true;
    if (!seat.link || link.employeeId < seat.link.employeeId) seat.link = link;
  }
  return byEmployeeId;
}
