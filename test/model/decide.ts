import type { Link, Member } from "../../src/sync/model/member.js";
import { addressKey, isSameName } from "./fold.js";
import type { Drafts } from "./managers.js";
import type { Matches, Seat } from "./match.js";
import {
  isApart,
  isArchived,
  isIgnored,
  isTwice,
  isTwo,
  linksOf,
  type Rec,
  type Scene,
  signsOf,
} from "./scene.js";
import { archiveCode, beginsAbout, isEnding, isFormer } from "./standing.js";
import type { ModelInput, Row, RowKind } from "./types.js";
import { changedValues, emailCode, newValues, type Values } from "./values.js";

/** The row of a record while it is made, with what its member's link then knows of the values written. */
export interface Draft extends Pick<Row, "kind" | "code" | "written" | "level"> {
  readonly warnings: readonly string[];
  /** Null where nothing was compared. */
  readonly observed: Link["written"] | null;
}

const COMPLETE_READS_BEFORE_ARCHIVE = 2;

export function draft(kind: RowKind, code: string, rest: Partial<Draft> = {}): Draft {
  return { kind, code, written: {}, warnings: [], observed: null, level: 0, ...rest };
}

/** The decision about one record; e-mails in use and managers come after it. */
export function decide(rec: Rec, matches: Matches): Draft {
  const { scene, seats, conflicts, behind, waiting } = matches;
  const { input } = scene;
  const seat = seats.get(rec) ?? null;
  const isIgnored = scene.ignoredEmployees.has(rec.employee.id);
  if (isIgnored || (seat && scene.ignoredMembers.has(seat.member.id))) return draft("skipped", "ignored");
  if (rec.standing === "unknown") return draft("skipped", "unknown_status");
  const conflict = conflicts.get(rec);
  if (conflict) return draft("conflict", conflict);
  if (behind.has(rec) || waiting.has(rec)) return draft("skipped", "superseded");
  if (isFormer(rec.standing) || (isEnding(rec.employee, input) && !rec.inFilter)) {
    return decideFormer(rec, seat, matches);
  }
  if (!rec.inFilter) {
    return seat?.link ? draft("previously_managed", "out_of_filter") : draft("skipped", "out_of_filter");
  }
  if (rec.standing === "pending") {
    return seat?.link ? draft("unchanged", "not_started") : draft("skipped", "not_started");
  }
  if (!seat) return create(rec, matches);
  return isArchived(seat.member, seat.link ? [seat.link] : [])
    ? restore(rec, seat, matches)
    : keep(rec, seat, input);
}

/** What becomes of a link whose employee is missing from the read. */
export function decideAbsent(link: Link, matches: Matches, drafts: ReadonlyMap<Rec, Draft>): Draft {
  const { scene, seats } = matches;
  const { input, ignoredMembers } = scene;
  const member = scene.members.find(({ id }) => id === link.memberId);
  if (!member) return draft("skipped", "member_gone");
  const isMany = isTwice(member, scene);
  if (!isMany && [...seats.values()].some((seat) => seat.member === member)) {
    return draft("skipped", "superseded");
  }
  if (ignoredMembers.has(member.id) || isIgnored(link, input)) return draft("skipped", "ignored");
  if (isMany) return draft("conflict", "member_linked_twice");
  if (isArchived(member, [link])) return draft("skipped", "already_archived");
  // While the id comes with somebody else, it is their read that counts.
  const isReassigned = scene.recs.some((rec) => rec.link === link);
  const isLongGone = absencesAfter(link) >= COMPLETE_READS_BEFORE_ARCHIVE;
  if (input.policy.absent === "archive" && isLongGone && !isReassigned) {
    // The member may be the one of somebody of this name who is to have one and gets none in this plan.
    const mayBe = [...drafts].some(([rec, { kind }]) => {
      const isWaiting = rec.standing === "eligible" && rec.inFilter && kind !== "create";
      return isWaiting && !seats.has(rec) && !matches.behind.has(rec) && isNamesake(rec, member, scene);
    });
    return mayBe ? draft("conflict", "member_claimed") : archive("absent", member, null, link, matches);
  }
  return draft("previously_managed", "absent");
}

/** Who moves within the company may come with a new record: it begins about when the old one ends. */
export function keepForSuccessors(drafts: Drafts, { scene, seats }: Matches): void {
  const { input } = scene;
  const asked = [...drafts].filter(([, { code }]) => code === "namesake_member").map(([rec]) => rec);
  for (const [rec, { kind }] of drafts) {
    const member = seats.get(rec)?.member;
    if (kind !== "archive" || !member) continue;
    const isKept = asked.some(
      (other) => isNamesake(other, member, scene) && beginsAbout(other.employee, rec.employee, input),
    );
    if (isKept) drafts.set(rec, draft("conflict", "member_claimed"));
  }
}

/** Only absences of managed people are counted. */
export function absencesAfter({ hrStatus, absentReads }: Link): number {
  return hrStatus === "managed" || absentReads > 0 ? absentReads + 1 : 0;
}

/** By any e-mail of either side, now or before: a new address does not unprotect. */
export function isProtected(
  member: Member | null,
  rec: Rec | null,
  link: Link | null,
  { policy }: ModelInput,
): boolean {
  const protects = policy.protect.map(addressKey);
  const emails = [member?.email, rec?.employee.workEmail, ...(link?.seen.emails ?? [])];
  return emails.some((email) => email && protects.includes(addressKey(email)));
}

function decideFormer(rec: Rec, seat: Seat | null, matches: Matches): Draft {
  if (!seat) return draft("skipped", "left_without_member");
  const { input } = matches.scene;
  const { member, link } = seat;
  if (isArchived(member, link ? [link] : [])) return draft("skipped", "already_archived");
  // Whoever left the filter through their data is still archived when they leave.
  const isOurs = link?.hrStatus === "managed" || link?.released === "data";
  if (!rec.inFilter && !isOurs) {
    return link ? draft("previously_managed", "left_out_of_filter") : draft("skipped", "out_of_filter");
  }
  if (rec.standing !== "leaver") return draft("skipped", "in_grace");
  if (!link && input.policy.neverManaged === "keep") return draft("skipped", "never_managed");
  return archive(archiveCode(rec.employee, input), member, rec, link, matches, identityWarnings(seat));
}

function archive(
  code: string,
  member: Member,
  rec: Rec | null,
  link: Link | null,
  matches: Matches,
  warnings: readonly string[] = [],
): Draft {
  const { input } = matches.scene;
  if (isClaimed(member, rec, matches)) return draft("conflict", "member_claimed");
  if (isProtected(member, rec, link, input)) return draft("blocked", "protected");
  if (member.isOwner) return draft("blocked", "owner");
  if (!input.policy.archive) return draft("blocked", "archive_off");
  return draft("archive", code, { warnings });
}

/**
 * Whether a member may be somebody's who has not left: who has its e-mail and no member that shows it, or
 * who is its person by an e-mail of before and another sign, while neither they nor the record that stands
 * for them has a member. Who has another member claims only one whose own person was never seen with that
 * e-mail.
 */
function isClaimed(member: Member, rec: Rec | null, { scene, seats, behind }: Matches): boolean {
  const email = member.email && addressKey(member.email);
  const isTheirs = linksOf(scene, member)[0]?.seen.emails.some((one) => addressKey(one) === email) ?? false;
  const [holder] = [...seats].find(([, seat]) => seat.member === member && !isTwice(member, scene)) ?? [];
  return scene.recs.some((other) => {
    const isHere = other.rank >= 2 || other.standing === "unknown";
    if (other === rec || !isHere || isApart(other.employee.id, member.id, scene.input)) return false;
    const own = seats.get(other)?.member;
    if (email !== null && other.email === email) {
      return !own || !(isTheirs || (own.email !== null && addressKey(own.email) === email));
    }
    const heir = behind.get(other);
    const hasMember = own || (heir && heir !== rec && heir.email === other.email && seats.has(heir));
    const signs = signsOf(other, member, scene, holder);
    return !hasMember && signs.email !== null && isTwo(signs);
  });
}

function create(rec: Rec, { scene, seats }: Matches): Draft {
  const { input } = scene;
  const { email } = rec;
  if (email === null) return draft("skipped", emailCode(rec));
  const written = newValues(rec, input);
  if (!written) return draft("skipped", "no_name");
  if (isProtected(null, rec, rec.link, input)) return draft("blocked", "protected");
  const isKeptApart = scene.members.some((member) => {
    const isInUse = member.email !== null && addressKey(member.email) === email;
    return isInUse && !isTwice(member, scene) && isApart(rec.employee.id, member.id, input);
  });
  if (isKeptApart) return draft("skipped", "unlinked");
  // The member of a link may be there, and somebody else's by now.
  const goneLink = rec.isLinked ? null : rec.link;
  if (goneLink?.hidden) return draft("blocked", "archived_by_hand");
  if (hasNamesake(rec, scene, seats)) return draft("conflict", "namesake_member");
  if (!input.policy.create) return draft("blocked", "create_off");
  return draft("create", goneLink ? "member_gone" : "joiner", { written });
}

/** A member of the same name may be this person: nobody who works here, or is to start, has it. */
function hasNamesake(rec: Rec, scene: Scene, seats: Matches["seats"]): boolean {
  return scene.members.some((member) => {
    const holders = [...seats].filter(([, seat]) => seat.member === member).map(([holder]) => holder);
    const isSettled = !isTwice(member, scene) && holders.some(({ standing }) => !isFormer(standing));
    if (isSettled || scene.ignoredMembers.has(member.id)) return false;
    return isNamesake(rec, member, scene);
  });
}

function isNamesake(rec: Rec, member: Member, scene: Scene): boolean {
  const [link] = linksOf(scene, member);
  const isSame = [member, link?.seen].some((name) => name && isSameName(rec.employee, name));
  return isSame && !isApart(rec.employee.id, member.id, scene.input);
}

/** Somebody who works here while their member is archived. */
function restore(rec: Rec, seat: Seat, { scene: { input } }: Matches): Draft {
  const { policy, connectedOn } = input;
  const { member, link } = seat;
  if (isProtected(member, rec, link, input)) return draft("blocked", "protected");
  if (link && !link.archived) {
    return policy.archivedByHand === "report"
      ? draft("blocked", "archived_by_hand")
      : draft("restore", "archived_by_hand", valuesOf(rec, seat, input));
  }
  const starts = rec.employee.startDate ?? null;
  const isNewHere = connectedOn !== null && starts !== null && starts > connectedOn;
  if (!link && !isNewHere) return draft("blocked", "archived_before");
  if (policy.rehires === "report") return draft("blocked", "rehire_reported");
  return draft("restore", "rehire", valuesOf(rec, seat, input));
}

function keep(rec: Rec, seat: Seat, input: ModelInput): Draft {
  const values = valuesOf(rec, seat, input);
  if (Object.keys(values.written).length === 0) return draft("unchanged", "in_step", values);
  if (isProtected(seat.member, rec, seat.link, input)) {
    return draft("blocked", "protected", { observed: values.observed });
  }
  return draft("update", "fields_changed", values);
}

function valuesOf(rec: Rec, seat: Seat, input: ModelInput): Values {
  const values = changedValues(rec, seat, input);
  return { ...values, warnings: [...values.warnings, ...identityWarnings(seat)] };
}

/** What to say where one sign was enough. */
function identityWarnings({ certainty }: Seat): string[] {
  return certainty === "sure" || certainty === "idle" ? [] : [certainty];
}
