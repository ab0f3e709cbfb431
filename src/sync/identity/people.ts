import { type NameKey, nameKey } from "../../shared/person-name.js";
import type { Employee, Link, Member, NoteCode, Standing, WorkEmail } from "../model/index.js";
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

/** One employee on the way to a plan. What is not readonly is settled by their link, by decisions and by matching. */
export interface Person {
  /** Place in `People.persons`. */
  readonly index: number;
  /** Of several sources: what this record leaves open comes from the other ones of the person. */
  employee: Employee;
  readonly standing: Standing;
  readonly inFilter: boolean;
  readonly email: WorkEmail;
  /** The link the state has for this id in its account; its member may be gone, or somebody else's. */
  storedLink: Link | null;
  /** The member of that link. */
  linkedCandidate: Candidate | null;
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

export interface PersonsByEmail {
  /** All persons whose work e-mail has this key. */
  get(key: string): readonly Person[];
  /** The groups of two and more, with the key of their e-mail. */
  shared(): Iterable<readonly [string, readonly Person[]]>;
}

export interface CandidatesByEmail {
  /** The member whose e-mail has this key; one of them, where it is ambiguous. */
  get(key: string): Candidate | undefined;
  /** Whether several members have an e-mail with this key. */
  isAmbiguous(key: string): boolean;
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
  readonly byEmail: PersonsByEmail;
  readonly candidatesById: ReadonlyMap<string, Candidate>;
  readonly candidatesByEmail: CandidatesByEmail;
  /** Start dates that so many people share that they tell nobody apart. */
  readonly commonStartDates: ReadonlySet<string>;
  /** Ids of the members that somebody decided are not an employee's, by employee id. */
  readonly apart: ReadonlyMap<string, ReadonlySet<string>>;
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
