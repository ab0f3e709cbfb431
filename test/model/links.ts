import type { Link, Seen } from "../../src/sync/member.js";
import { absencesAfter, type Draft } from "./decide.js";
import { addressKey, workEmail, writtenName } from "./fold.js";
import type { Drafts } from "./managers.js";
import type { Matches, Seat } from "./match.js";
import { byKey, isArchived, isForeign, type Rec } from "./scene.js";
import type { ModelInput } from "./types.js";
import { observed } from "./values.js";

const MAX_EMAILS = 5;

/**
 * The links as the plan leaves them. What a change writes is not in them, since that is known only once
 * it was written. What was seen of a person is renewed when they are in step (or let go): while a leaver
 * is archived and no longer listed, the e-mail last seen is the one the member still has.
 */
export function linksAfter(
  drafts: Drafts,
  absences: ReadonlyMap<Link, Draft>,
  { scene, seats, conflicts }: Matches,
): Link[] {
  const untouched = new Set(scene.links);
  const after: Link[] = [];
  for (const [rec, row] of drafts) {
    const seat = seats.get(rec);
    const isSure = seat && !conflicts.has(rec) && seat.how !== "idle" && row.code !== "ignored";
    const isListed = seat !== undefined && !scene.unlisted.has(seat.member.id);
    const link = isSure ? linkOf(rec, seat, row, isListed, scene.input) : null;
    if (link) {
      after.push(link);
      if (rec.link) untouched.delete(rec.link);
      for (const other of scene.links) if (other.memberId === link.memberId) untouched.delete(other);
    } else if (
      rec.link &&
      !rec.isLinked &&
      isForgotten(row) &&
      !scene.ignoredMembers.has(rec.link.memberId)
    ) {
      untouched.delete(rec.link);
    }
  }
  for (const [link, row] of absences) {
    if (row.code === "member_gone" || row.code === "superseded") untouched.delete(link);
    if (row.code !== "absent" || row.kind === "archive") continue;
    untouched.delete(link);
    after.push({ ...link, hrStatus: "previously_managed", absentReads: absencesAfter(link) });
  }
  return [...untouched, ...after].sort(byKey);
}

/** Whether a link to a member that is gone is dropped: else it would count as gone in every run. */
function isForgotten({ kind, code }: Draft): boolean {
  const isLater = kind === "create" || kind === "update" || kind === "restore" || kind === "conflict";
  return !isLater && code !== "unknown_status" && code !== "ignored";
}

function linkOf(rec: Rec, seat: Seat, row: Draft, isListed: boolean, input: ModelInput): Link | null {
  const base = seat.link && present(seat.link);
  const known: Link | null = base && {
    ...base,
    source: input.account.source,
    account: input.account.key,
    employeeId: rec.employee.id,
    seen: row.code === "in_step" || row.code === "out_of_filter" ? seenOf(rec, base.seen) : base.seen,
    written: isListed ? observed(base, seat.member, row.edits) : base.written,
  };
  const kept = { archived: false, hidden: false };
  if (row.kind === "unchanged") {
    const link = { ...(known ?? newLink(rec, seat, input)), hrStatus: "managed", released: null } as const;
    return row.code === "not_started" ? link : { ...link, ...kept };
  }
  // Whom a person accepted under another name stays accepted, also when the run ends before the write.
  if (row.kind === "update" && !known) return seat.how === "other_name" ? newLink(rec, seat, input) : null;
  if (row.kind === "update" && known) return { ...known, ...kept };
  if (row.code === "out_of_filter" && known) {
    const why = input.configChanged ? "configuration" : "data";
    const released = known.hrStatus === "managed" ? why : known.released;
    return { ...known, hrStatus: "previously_managed", released };
  }
  return known;
}

/** A link of somebody who is in the read again: only absences of managed people are counted. */
function present(link: Link): Link {
  return link.absentReads > 0 ? { ...link, hrStatus: "managed", absentReads: 0 } : link;
}

function newLink(rec: Rec, { member }: Seat, { account }: ModelInput): Link {
  return {
    source: account.source,
    account: account.key,
    employeeId: rec.employee.id,
    memberId: member.id,
    hrStatus: "managed",
    released: null,
    bankFingerprint: null,
    managerMemberId: null,
    archived: false,
    hidden: false,
    absentReads: 0,
    seen: seenOf(rec, { emails: [], firstName: null, lastName: null, startDate: null }),
    written: {},
  };
}

/** What is seen of a person now; what the HR tool does not show any more stays as it was. */
export function seenOf({ employee }: Pick<Rec, "employee">, before: Seen): Seen {
  const email = workEmail(employee);
  const isSame = (other: string) => email !== null && addressKey(other) === addressKey(email);
  const [newest] = before.emails;
  const isNews = email !== null && (newest === undefined || !isSame(newest));
  const emails = isNews ? [email, ...before.emails.filter((other) => !isSame(other))] : before.emails;
  return {
    emails: emails.slice(0, MAX_EMAILS),
    firstName: writtenName(employee.firstName) ?? before.firstName,
    lastName: writtenName(employee.lastName) ?? before.lastName,
    startDate: employee.startDate ?? before.startDate,
  };
}

/** Whether somebody becomes previously managed with this row. */
export function isReleased({ code }: Draft, seat: Seat | undefined): boolean {
  return code === "out_of_filter" && !!seat?.link && present(seat.link).hrStatus === "managed";
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
    return isUnclear || seats.get(rec)?.how === "changed";
  });
  const foreign = links.flatMap((link) => {
    if (!isForeign(link, input) || ignoredMembers.has(link.memberId)) return [];
    const [mover] = [...seats].find(([rec, seat]) => seat.link === link && !conflicts.has(rec)) ?? [];
    if (mover) return mover.employee.id;
    const member = members.find(({ id }) => id === link.memberId);
    const isActive = member !== undefined && !isArchived(member, [link]);
    return link.hrStatus === "managed" && isActive ? link.employeeId : [];
  });
  return [...unclear.map(({ employee }) => employee.id), ...(input.acceptsOtherNames ? [] : foreign)];
}
