import { newLink } from "./identity/index.js";
import type { Link, Seen } from "./member.js";
import type { PersonDecision } from "./state-store.js";

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
  const isKnownPair = written !== null && own.includes(written);
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
