import type { Link, Seen } from "../../src/sync/model/member.js";
import { absencesAfter, type Draft } from "./decide.js";
import { addressKey, workEmail } from "./fold.js";
import type { Drafts } from "./managers.js";
import type { Matches, Seat } from "./match.js";
import { byKey, isArchived, isForeign, type Rec } from "./scene.js";
import type { ModelInput } from "./types.js";

const MAX_EMAILS = 5;

/**
 * The links as the plan leaves them. What a change writes is not in them, since that is known only once
 * it was written. An employee of an account has one link, and a member is linked once.
 */
export function linksAfter(
  drafts: Drafts,
  absences: ReadonlyMap<Link, Draft>,
  { scene, seats, conflicts }: Matches,
): Link[] {
  const ofPeople = [...drafts].flatMap(([rec, row]) => {
    const seat = seats.get(rec);
    // As long as it is unclear who somebody is, nothing is learned.
    const conflict = conflicts.get(rec);
    const isOpen = conflict === "identity_unclear" || conflict === "member_linked_twice";
    return seat && !isOpen && seat.certainty !== "idle" ? (linkOf(rec, seat, row, scene.input) ?? []) : [];
  });
  const ofAbsent = [...absences].flatMap(([link, { kind, code }]): Link[] => {
    const isMarked = kind === "previously_managed" && code === "absent";
    if (!isMarked || ofPeople.some((one) => isSamePair(one, link))) return [];
    return [{ ...link, hrStatus: "previously_managed", absentReads: absencesAfter(link) }];
  });
  const after = [...ofPeople, ...ofAbsent];
  const isOver = (link: Link) => {
    const { code } = absences.get(link) ?? {};
    return code === "member_gone" || code === "superseded" || after.some((one) => isSamePair(one, link));
  };
  return [...scene.links.filter((link) => !isOver(link)), ...after].sort(byKey);
}

/** Whether there is room for one of two links only. */
function isSamePair(a: Link, b: Link): boolean {
  const isEmployee = a.employeeId === b.employeeId && a.source === b.source && a.account === b.account;
  return isEmployee || a.memberId === b.memberId;
}

/** Null: what is stored stays as it is. */
function linkOf(rec: Rec, seat: Seat, row: Draft, input: ModelInput): Link | null {
  const { link } = seat;
  if (rec.standing === "unknown") return link;
  const isNew = link === null;
  if (isNew && row.kind !== "unchanged" && row.kind !== "update") return null;
  const { source, key } = input.account;
  const known = link ?? newLink(source, key, rec.employee.id, seat.member.id);
  const learned = { ...known, seen: seenAgain(rec, known), written: row.observed ?? known.written };
  if (row.code === "not_started") return { ...learned, hrStatus: "managed", released: null };
  if (row.kind === "unchanged") {
    return { ...learned, hrStatus: "managed", released: null, archived: false, hidden: false };
  }
  if (row.kind === "update") return { ...learned, archived: false };
  // Who archived a leaver's member does not matter: when the person comes back, it is a rehire.
  if (row.code === "already_archived") return { ...learned, archived: true };
  if (row.kind === "previously_managed" && learned.hrStatus === "managed") {
    const released = input.configChanged ? "configuration" : "data";
    return { ...learned, hrStatus: "previously_managed", released };
  }
  return learned;
}

export function newLink(source: string, account: string, employeeId: string, memberId: string): Link {
  return {
    source,
    account,
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
    seen: { emails: [], firstName: null, lastName: null, startDate: null },
    written: {},
  };
}

/**
 * What is seen of a person now; what the HR tool does not show any more stays as it was. The e-mail of a
 * leaver may be somebody else's by now.
 */
export function seenAgain({ employee, standing }: Pick<Rec, "employee" | "standing">, link: Link): Seen {
  const { emails, firstName, lastName, startDate } = link.seen;
  const isPassedOn = standing === "leaver" && emails.length > 0;
  return {
    emails: emailsAfter(emails, isPassedOn ? null : workEmail(employee), link),
    firstName: employee.firstName ?? firstName,
    lastName: employee.lastName ?? lastName,
    startDate: employee.startDate ?? startDate,
  };
}

/** What is seen once an e-mail was written, or of a member that is archived: the e-mail it has comes first. */
export function withEmail(seen: Seen, email: string | null | undefined): Seen {
  if (!email || seen.emails[0] === email) return seen;
  const others = seen.emails.filter((other) => addressKey(other) !== addressKey(email));
  return { ...seen, emails: [email, ...others].slice(0, MAX_EMAILS) };
}

/**
 * The newest e-mail first. An archived member keeps its own whatever the HR tool says, so that one stays
 * first.
 */
function emailsAfter(emails: readonly string[], email: string | null, { archived, hidden }: Link) {
  const [first, ...rest] = emails;
  const isSame = (other: string) => email !== null && addressKey(other) === addressKey(email);
  if (email === null || (first !== undefined && isSame(first))) return emails;
  const isKept = first !== undefined && (archived || hidden);
  if (isKept && rest.some(isSame)) return emails;
  const after = isKept ? [first, email, ...rest] : [email, ...emails.filter((other) => !isSame(other))];
  return after.slice(0, MAX_EMAILS);
}

/** Whether somebody becomes previously managed because the filter leaves them out. */
export function isReleased({ code }: Draft, seat: Seat | undefined): boolean {
  if (code !== "out_of_filter" || !seat?.link) return false;
  return seat.link.hrStatus === "managed" && !isArchived(seat.member, [seat.link]);
}

/**
 * People with a link of whom it is not clear who they are, who changed name and e-mail at once, or who
 * come from another account. Foreign links that no account will confirm any more, of people released or
 * archived long ago, don't count: they would stop every run for ever.
 */
export function doubtfulPeople({ scene, seats, conflicts }: Matches): string[] {
  const { input, links, members, recs, ignoredMembers } = scene;
  const unclear = recs.filter((rec) => {
    const isUnclear = rec.link !== null && conflicts.get(rec) === "identity_unclear";
    return isUnclear || seats.get(rec)?.certainty === "identity_changed";
  });
  const foreign = links.flatMap((link) => {
    if (!isForeign(link, input) || ignoredMembers.has(link.memberId)) return [];
    const member = members.find(({ id }) => id === link.memberId);
    const [mover] = [...seats].find(([rec, seat]) => seat.member === member && !conflicts.has(rec)) ?? [];
    if (mover) return mover.employee.id;
    const isActive = member !== undefined && !isArchived(member, [link]);
    return link.hrStatus === "managed" && isActive ? link.employeeId : [];
  });
  return [...unclear.map(({ employee }) => employee.id), ...(input.acceptsOtherNames ? [] : foreign)];
}
