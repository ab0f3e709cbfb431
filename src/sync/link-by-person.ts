import { emailKey } from "../shared/text.js";
import type { Employee } from "./employee.js";
import { type Link, MAX_SEEN_EMAILS, type Seen } from "./member.js";
import type { PersonDecision } from "./ports.js";
import { workEmailOf } from "./work-email.js";

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
      source: key.source,
      account: key.account,
      employeeId: key.id,
      memberId,
      hrStatus: "managed",
      released: null,
      bankFingerprint: written?.bankFingerprint ?? null,
      managerMemberId: written?.managerMemberId ?? null,
      archived: written?.archived ?? false,
      hidden: written?.hidden ?? false,
      absentReads: 0,
      seen: seen(isKnownPair ? written : null),
      written: written?.written ?? {},
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

/**
 * What the HR tool says of a person now, with the work e-mails they had before.
 * @param before their link with this member; what was seen under a wrong link is of somebody else
 */
export function seenNow(employee: Employee, before: Link | null): Seen {
  const email = workEmailOf(employee);
  const byKey = new Map<string, string>();
  for (const one of [...(email.ok ? [email.value] : []), ...(before?.seen.emails ?? [])]) {
    const key = emailKey(one);
    if (!byKey.has(key)) byKey.set(key, one);
  }
  return {
    emails: [...byKey.values()].slice(0, MAX_SEEN_EMAILS),
    firstName: employee.firstName ?? null,
    lastName: employee.lastName ?? null,
    startDate: employee.startDate ?? null,
  };
}
