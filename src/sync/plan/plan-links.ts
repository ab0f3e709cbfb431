import {
  type Accounts,
  type Candidate,
  compareText,
  isArchived,
  isSameLink,
  newLink,
  withSeen,
} from "../identity/index.js";
import type { Change, Link, LinkChanges, Plan, Release } from "../model/index.js";
import type { AbsentDecision } from "./absent.js";
import type { Decision } from "./draft.js";
import { isChange, personName } from "./plan-rows.js";

/** What the state must learn, who is released, and how many members are managed then (see `Plan`). */
interface LinkPlan {
  readonly links: LinkChanges;
  readonly managedMembers: number;
  readonly releases: readonly Release[];
}

/**
 * The links that follow from the decisions without any call. What a change writes is not in them: that
 * is remembered only once it was written.
 *
 * @param released why people whom the filter leaves out from now on are out of it
 */
export function planLinks(
  decisions: readonly Decision[],
  absences: readonly AbsentDecision[],
  accounts: Accounts,
  released: NonNullable<Link["released"]>,
): LinkPlan {
  const upsert: Link[] = [];
  const remove: Link[] = [];
  const releases: Release[] = [];
  let managedMembers = 0;
  for (const decision of decisions) {
    const { person } = decision;
    const link = linkOf(decision, accounts, released);
    if (link && !isSameLink(link, person.storedLink)) upsert.push(link);
    if (person.hasLostLink && person.storedLink) remove.push(person.storedLink);
    if (isManagedAfter(decision, link)) managedMembers += 1;
    // The stored link of somebody who is in a conflict may say that they are missing: that is no news.
    const isNews = link !== null && link !== person.storedLink;
    if (isNews && isReleased(person.link, link) && isActive(person.match, link)) {
      releases.push({ employeeId: link.employeeId, memberId: link.memberId, name: personName(person) });
      managedMembers += 1;
    }
  }
  const taken = new Set(upsert.map(({ employeeId }) => employeeId));
  for (const { absent, draft, link, name } of absences) {
    // The id belongs to somebody else now, whose link takes this one's place.
    const isOwn = link !== null && accounts.ofLink(link)?.key === link.account;
    const isReplaced = isOwn && taken.has(link.employeeId);
    if (!link || isReplaced) remove.push(absent.link);
    else if (!isSameLink(link, absent.link)) upsert.push(link);
    if (draft.kind === "write" || isActiveManaged(absent.match, link)) managedMembers += 1;
    if (link && isReleased(absent.link, link) && isActive(absent.match, link)) {
      releases.push({ employeeId: link.employeeId, memberId: link.memberId, name });
      managedMembers += 1;
    }
  }
  upsert.sort(compareLinks);
  remove.sort(compareLinks);
  return { links: { upsert, remove }, managedMembers, releases };
}

function compareLinks(a: Link, b: Link): number {
  return compareText(a.employeeId, b.employeeId) || compareText(a.memberId, b.memberId);
}

function linkOf(
  { person, draft }: Decision,
  accounts: Accounts,
  released: NonNullable<Link["released"]>,
): Link | null {
  const { employee, match } = person;
  if (!match) return null;
  // As long as it is unclear who somebody is, nothing is learned: not even of which account the id is.
  // A link that is stored anew would end the others of a member that is linked twice.
  const conflict = person.conflict?.code;
  const isOpen = conflict === "identity_unclear" || conflict === "member_linked_twice";
  if (isOpen || person.certainty === "idle") return person.storedLink;
  if (person.standing === "unknown") return person.link;
  if (draft.kind === "note") {
    const known = person.link && withSeen(person.link, person);
    // Who archived a leaver's member does not matter: when the person comes back, it is a rehire.
    const isLeft = draft.code === "already_archived" && known?.archived === false;
    const link = isLeft ? { ...known, archived: true } : known;
    if (draft.note !== "previously_managed" || link?.hrStatus !== "managed") return link;
    return { ...link, hrStatus: "previously_managed", released };
  }
  const link = withSeen(person.link ?? newLink(accounts.of(employee), employee.id, match.member.id), person);
  if (draft.kind === "write" && isChange(draft)) {
    // Whose active member somebody has is known before it is updated, also by a colleague who enters that.
    if (!person.link) return draft.action === "update" ? link : null;
    return draft.action === "update" && link.archived ? { ...link, archived: false } : link;
  }
  const isMarked = draft.kind === "unchanged" && draft.code === "not_started";
  // The member of somebody who is yet to start may well be archived.
  const { archived, hidden } = isMarked ? link : { archived: false, hidden: false };
  const isKept = link.hrStatus === "managed" && link.archived === archived && link.hidden === hidden;
  return isKept ? link : { ...link, hrStatus: "managed", released: null, archived, hidden };
}

/** Managed until now, *previously managed* from now on. */
function isReleased(before: Link | null, after: Link): boolean {
  return before?.hrStatus === "managed" && after.hrStatus === "previously_managed";
}

function isManagedAfter({ person, draft }: Decision, link: Link | null): boolean {
  if (!person.match) return false;
  if (draft.kind === "write") return !isArchived(person.match.member, person.link);
  return isActiveManaged(person.match, link);
}

function isActiveManaged(match: Candidate | null, link: Link | null): boolean {
  return link !== null && link.hrStatus === "managed" && isActive(match, link);
}

function isActive(match: Candidate | null, link: Link): boolean {
  return match !== null && !isArchived(match.member, link);
}

/**
 * The links of people who are found by their e-mail under another name, to be stored when a person
 * confirms that it is them.
 */
export function acceptedLinks({ changes, unchanged, links }: Plan): readonly Link[] {
  const isAccepted = ({ warnings }: Pick<Change, "warnings">) =>
    warnings.some(({ code }) => code === "other_name");
  const kept = new Set(unchanged.filter(isAccepted).map(({ employeeId }) => employeeId));
  return [
    ...changes.filter(isAccepted).map(({ link }) => link),
    ...links.upsert.filter(({ employeeId }) => kept.has(employeeId)),
  ];
}
