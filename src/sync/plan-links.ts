import { emailKey } from "../shared/text.js";
import type { AbsentDecision } from "./absent.js";
import type { Decision } from "./draft.js";
import type { Link } from "./member.js";
import { compareText, isArchived, type Seat } from "./people.js";
import type { LinkChanges } from "./plan.js";
import { isChange } from "./plan-rows.js";

/** What the state must learn, and how many members are managed then (see `Plan`). */
interface LinkPlan {
  readonly links: LinkChanges;
  readonly managedMembers: number;
}

/**
 * The links that follow from the decisions without any call. What a change writes is not in them: that
 * is remembered only once it was written.
 */
export function planLinks(decisions: readonly Decision[], absences: readonly AbsentDecision[]): LinkPlan {
  const upsert: Link[] = [];
  const remove: string[] = [];
  let managedMembers = 0;
  for (const decision of decisions) {
    const { person } = decision;
    const link = linkOf(decision);
    if (link && !isSameLink(link, person.storedLink)) upsert.push(link);
    if (person.hasLostLink) remove.push(person.employee.id);
    if (isManagedAfter(decision, link)) managedMembers += 1;
  }
  for (const { absent, draft, link } of absences) {
    if (!link) remove.push(absent.link.employeeId);
    else if (!isSameLink(link, absent.link)) upsert.push(link);
    if (draft.kind === "write" || isActiveManaged(absent.seat, link)) managedMembers += 1;
  }
  upsert.sort((a, b) => compareText(a.employeeId, b.employeeId));
  remove.sort(compareText);
  return { links: { upsert, remove }, managedMembers };
}

/** The links as they are after `changes`; an apply starts from these. */
export function linksAfter(links: readonly Link[], changes: LinkChanges): Link[] {
  const byEmployee = new Map(links.map((link) => [link.employeeId, link]));
  for (const employeeId of changes.remove) byEmployee.delete(employeeId);
  for (const link of changes.upsert) byEmployee.set(link.employeeId, link);
  return [...byEmployee.values()];
}

function linkOf({ person, draft }: Decision): Link | null {
  const { employee, seat, link } = person;
  if (!seat) return null;
  if (draft.kind === "note") {
    const isReleased = draft.note === "previously_managed";
    return link && isReleased ? { ...link, hrStatus: "previously_managed" } : link;
  }
  if (draft.kind === "unchanged" && draft.code === "not_started") {
    return link && { ...link, hrStatus: "managed" };
  }
  if (draft.kind === "write" && isChange(draft))
    return link && draft.action === "update" ? { ...link, archived: false } : link;
  const email = person.email.ok ? person.email.value : (link?.email ?? seat.member.email);
  const isKnown = link !== null && isSameEmail(email, link.email);
  if (isKnown && link.hrStatus === "managed" && !link.archived) return link;
  return {
    employeeId: employee.id,
    memberId: seat.member.id,
    hrStatus: "managed",
    bankFingerprint: link?.bankFingerprint ?? null,
    managerMemberId: link?.managerMemberId ?? null,
    archived: false,
    absentReads: 0,
    email: isKnown ? link.email : email,
  };
}

function isManagedAfter({ person, draft }: Decision, link: Link | null): boolean {
  if (!person.seat) return false;
  if (draft.kind === "write") return !isArchived(person.seat.member, person.link);
  return isActiveManaged(person.seat, link);
}

function isActiveManaged(seat: Seat | null, link: Link | null): boolean {
  return seat !== null && link !== null && link.hrStatus === "managed" && !isArchived(seat.member, link);
}

function isSameEmail(a: string | null, b: string | null): boolean {
  return a === b || (a !== null && b !== null && emailKey(a) === emailKey(b));
}

function isSameLink(a: Link, b: Link | null): boolean {
  return (
    a === b ||
    (b !== null &&
      a.memberId === b.memberId &&
      a.hrStatus === b.hrStatus &&
      a.bankFingerprint === b.bankFingerprint &&
      a.managerMemberId === b.managerMemberId &&
      a.archived === b.archived &&
      a.absentReads === b.absentReads &&
      a.email === b.email)
  );
}
