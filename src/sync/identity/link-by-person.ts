import type { IsoDate, Link, PersonDecision, Seen } from "../model/index.js";
import { newLink } from "./links.js";

/** An employee of one account of one source; the account of old links is not known. */
export type EmployeeKey = NonNullable<PersonDecision["employee"]>;

/** What storing a pair that a person named means for the links. */
export interface LinkByPerson {
  readonly link: Link;
  /** The link by which the member belonged to somebody else; null when it belonged to nobody, or to them. */
  readonly heldBefore: Link | null;
  /** Links of the employee with other members. */
  readonly leftBehind: readonly Link[];
}

/**
 * The link of a pair that a person named, whatever agrees between the two. What was last written to the
 * member stays known, whoever it belonged to.
 * @param seen what is known of the person, given the link they have with this member already
 */
export function linkByPerson(
  key: EmployeeKey,
  memberId: string,
  links: readonly Link[],
  seen: (before: Link | null) => Seen,
): LinkByPerson {
  const own = linksOf(key, links);
  const written = links.find((link) => link.memberId === memberId) ?? null;
  const isKnownPair = own.some((link) => link === written);
  return {
    link: {
      ...newLink({ source: key.source, key: key.account }, key.id, memberId),
      ...(written && {
        bankFingerprint: written.bankFingerprint,
        managerMemberId: written.managerMemberId,
        archived: written.archived,
        hidden: written.hidden,
        written: written.written,
      }),
      seen: seen(isKnownPair ? written : null),
    },
    heldBefore: isKnownPair ? null : written,
    leftBehind: own.filter((link) => link.memberId !== memberId),
  };
}

/** The links that end when such a link is stored. */
export function replacedBy({
  heldBefore,
  leftBehind,
}: Pick<LinkByPerson, "heldBefore" | "leftBehind">): readonly Link[] {
  return heldBefore ? [...leftBehind, heldBefore] : leftBehind;
}

/** The links of an employee; those of an unknown account may be theirs, so they count. */
export function linksOf({ source, account, id }: EmployeeKey, links: readonly Link[]): readonly Link[] {
  return links.filter((link) => {
    if (link.employeeId !== id) return false;
    if (link.account !== null) return link.account === account && link.source === source;
    return link.source === source || link.source === "";
  });
}

type About = Pick<PersonDecision, "kind" | "employee" | "memberId">;

/**
 * Whether a new decision takes the place of an earlier one that is in force.
 *
 * Two people who must stay apart stay so until they are linked with each other, whatever else is decided
 * about one of them. Ignoring somebody for a while leaves in force what was decided for the time after.
 */
export function takesPlaceOf(next: About, earlier: About): boolean {
  const sameEmployee = isSameEmployee(next.employee, earlier.employee);
  const sameMember = next.memberId !== null && next.memberId === earlier.memberId;
  if (next.kind === "ignore") return earlier.kind === "ignore" && (sameEmployee || sameMember);
  if (next.kind === "link" && earlier.kind !== "unlink") return sameEmployee || sameMember;
  return earlier.kind !== "ignore" && sameEmployee && sameMember;
}

/** Whether a decision holds on a day: nobody took it back, and its last day is not over. */
export function isInForce(
  { endedAt, until }: Pick<PersonDecision, "endedAt" | "until">,
  today: IsoDate,
): boolean {
  return endedAt === null && (until === null || until >= today);
}

/** Those that are about this employee id, of whatever account, or this member. */
export function decisionsAbout(
  decisions: readonly PersonDecision[],
  who: { readonly employeeId: string | null; readonly memberId: string | null },
): readonly PersonDecision[] {
  return decisions.filter(
    ({ employee, memberId }) =>
      (employee !== null && employee.id === who.employeeId) ||
      (memberId !== null && memberId === who.memberId),
  );
}

/**
 * Whether both name the same employee: an id means something within one account of one source only.
 * False when one of them names none.
 */
export function isSameEmployee(one: About["employee"], other: About["employee"]): boolean {
  if (one === null || other === null) return false;
  return one.source === other.source && one.account === other.account && one.id === other.id;
}
