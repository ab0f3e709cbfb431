import { emailKey } from "../../shared/text.js";
import {
  type Employee,
  type Link,
  type LinkChanges,
  MAX_SEEN_EMAILS,
  type Seen,
  type Standing,
  workEmailOf,
} from "../model/index.js";

/** One HR account, as far as links must know it (docs/rules.md §1.1). */
export interface Account {
  /** Name of the source in the configuration. */
  readonly source: string;
  /** What tells this account from others; never a secret. */
  readonly key: string;
  /**
   * Whether the vendor's own answers, or a host of the account's own, prove the key. Elsewhere another
   * account of the same vendor may hide behind it.
   */
  readonly isProven: boolean;
}

export const NOTHING_SEEN: Seen = { emails: [], firstName: null, lastName: null, startDate: null };

/** The link of a pair of which nothing was written yet. */
export function newLink(
  account: { readonly source: string; readonly key: string | null },
  employeeId: string,
  memberId: string,
): Link {
  return {
    source: account.source,
    account: account.key,
    employeeId,
    memberId,
    hrStatus: "managed",
    released: null,
    bankFingerprint: null,
    managerMemberId: null,
    archived: false,
    hidden: false,
    absentReads: 0,
    alsoIn: [],
    seen: NOTHING_SEEN,
    written: {},
  };
}

/**
 * What is known of a person with what the HR tool says now; the same object when nothing is new. What
 * the HR tool has emptied stays known: people are still recognised by it.
 *
 * @param keepsFirst the first e-mail is one that the member still has, so a new one comes after it
 */
export function seeAgain(seen: Seen, employee: Employee, keepsFirst = false): Seen {
  const firstName = employee.firstName ?? seen.firstName;
  const lastName = employee.lastName ?? seen.lastName;
  const startDate = employee.startDate ?? seen.startDate;
  const emails = addEmail(seen.emails, employee, keepsFirst);
  if (
    emails === seen.emails &&
    firstName === seen.firstName &&
    lastName === seen.lastName &&
    startDate === seen.startDate
  ) {
    return seen;
  }
  return { emails, firstName, lastName, startDate };
}

function addEmail(emails: readonly string[], employee: Employee, keepsFirst: boolean): readonly string[] {
  if (!employee.workEmail || employee.workEmail === emails[0]) return emails;
  const email = workEmailOf(employee);
  const [first] = emails;
  if (!email.ok || (first !== undefined && emailKey(first) === email.key)) return emails;
  if (keepsFirst && first !== undefined) {
    if (emails.some((known) => emailKey(known) === email.key)) return emails;
    return [first, email.value, ...emails.slice(1)].slice(0, MAX_SEEN_EMAILS);
  }
  const others = emails.filter((known) => emailKey(known) !== email.key);
  return [email.value, ...others].slice(0, MAX_SEEN_EMAILS);
}

/**
 * A link that is known to hold everything the HR tool says; the same object when nothing is new. The
 * address of a leaver may be somebody else's by now, so only the one they had is kept. An archived member
 * keeps its address whatever the HR tool says; where lists leave it out, only the link tells which.
 */
export function withSeen(
  link: Link,
  person: {
    readonly employee: Employee;
    readonly standing: Standing;
    /** As in `Link`; absent: nothing new is known of it. */
    readonly alsoIn?: readonly string[];
  },
): Link {
  const { employee, standing, alsoIn = link.alsoIn } = person;
  const isPassedOn = standing === "leaver" && link.seen.emails.length > 0;
  const known = isPassedOn ? { ...employee, workEmail: null } : employee;
  const seen = seeAgain(link.seen, known, link.archived || link.hidden);
  const isSame = seen === link.seen && isSameList(alsoIn, link.alsoIn);
  return isSame ? link : { ...link, seen, alsoIn };
}

function isSameList(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((text, index) => text === other[index]);
}

/** Whether the employee id of a link means something in this account; also where neither was stored. */
export function isOfAccount(
  { source, account }: Pick<Link, "source" | "account">,
  { source: name, key }: Pick<Account, "source" | "key">,
): boolean {
  return account === null ? source === name || source === "" : source === name && account === key;
}

/** Whether two links say the same. */
export function isSameLink(a: Link, b: Link | null): boolean {
  if (a === b) return true;
  if (b === null) return false;
  const keys = Object.keys(a) as (keyof Link)[];
  return keys.every(
    (key) =>
      a[key] === b[key] || (typeof a[key] === "object" && JSON.stringify(a[key]) === JSON.stringify(b[key])),
  );
}

/** The links as they are after `changes`; an apply starts from these. A member belongs to one employee. */
export function linksAfter(links: readonly Link[], { remove, upsert }: LinkChanges): Link[] {
  const gone = new Set(remove.map(pairKey));
  const people = new Set(upsert.map(personKey));
  const members = new Set(upsert.map(({ memberId }) => memberId));
  const kept = links.filter(
    (link) => !gone.has(pairKey(link)) && !people.has(personKey(link)) && !members.has(link.memberId),
  );
  return [...kept, ...upsert];
}

function personKey({ source, account, employeeId }: Link): string {
  return JSON.stringify([source, account, employeeId]);
}

function pairKey(link: Link): string {
  return `${personKey(link)} ${link.memberId}`;
}
