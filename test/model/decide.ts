import type { Link, Member } from "../../src/sync/member.js";
import { addressKey, isSameName } from "./fold.js";
import type { Matches, Seat } from "./match.js";
import { isArchived, isDecided, linksOf, type Rec, signsOf } from "./scene.js";
import { archiveCode, isEnding, isFormer } from "./standing.js";
import type { ModelInput, Row, RowKind } from "./types.js";
import { changedValues, emailCode, newValues, type Values } from "./values.js";

/** The row of a record while it is made, with what its member's link is to learn. */
export interface Draft extends Pick<Row, "kind" | "code" | "written" | "level"> {
  readonly warnings: readonly string[];
  readonly edits: Values["edits"];
}

const COMPLETE_READS_BEFORE_ARCHIVE = 2;

export function draft(kind: RowKind, code: string, rest: Partial<Draft> = {}): Draft {
  return { kind, code, written: {}, warnings: [], edits: {}, level: 0, ...rest };
}

/** The decision about one record; e-mails in use and managers come after it. */
export function decide(rec: Rec, matches: Matches): Draft {
  const { scene, seats, conflicts, superseded, ignored } = matches;
  const { input } = scene;
  const seat = seats.get(rec) ?? null;
  if (scene.ignoredEmployees.has(rec.employee.id) || ignored.has(rec)) return draft("skipped", "ignored");
  if (rec.standing === "unknown") return draft("skipped", "unknown_status");
  const conflict = conflicts.get(rec);
  if (conflict) return draft("conflict", conflict);
  if (superseded.has(rec)) return draft("skipped", "superseded");
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
export function decideAbsent(link: Link, matches: Matches): Draft {
  const { scene, seats, conflicts } = matches;
  const { policy } = scene.input;
  const member = scene.members.find(({ id }) => id === link.memberId);
  const isTaken = [...seats].some(([rec, seat]) => seat.link === link && !conflicts.has(rec));
  if (scene.ignoredMembers.has(link.memberId)) return draft("skipped", "ignored");
  if (isTaken) return draft("skipped", "superseded");
  if (!member) return draft("skipped", "member_gone");
  const isGiven = [...seats].some(
    ([rec, seat]) => seat.member === member && seat.how === "decided" && !conflicts.has(rec),
  );
  if (isGiven) return draft("skipped", "superseded");
  if (linksOf(scene, member).length > 1) return draft("conflict", "member_linked_twice");
  if (isArchived(member, [link])) return draft("skipped", "already_archived");
  if (policy.absent === "archive" && absencesAfter(link) >= COMPLETE_READS_BEFORE_ARCHIVE) {
    return archive("absent", member, null, matches);
  }
  return draft("previously_managed", "absent");
}

/** Only absences of managed people are counted. */
export function absencesAfter({ hrStatus, absentReads }: Link): number {
  return hrStatus === "managed" || absentReads > 0 ? absentReads + 1 : 0;
}

export function isProtected(member: Member | null, rec: Rec | null, { policy }: ModelInput): boolean {
  const protects = policy.protect.map(addressKey);
  const emails = [member?.email, rec?.employee.workEmail];
  return emails.some((email) => email && protects.includes(addressKey(email)));
}

function decideFormer(rec: Rec, seat: Seat | null, matches: Matches): Draft {
  if (!seat) return draft("skipped", "left_without_member");
  const { input } = matches.scene;
  const { member, link } = seat;
  if (isArchived(member, link ? [link] : [])) return draft("skipped", "already_archived");
  // Whoever left the filter through their data is still archived when they leave.
  const isOurs =
    link !== null && (link.hrStatus === "managed" || link.absentReads > 0 || link.released === "data");
  if (!rec.inFilter && !isOurs) {
    return link ? draft("previously_managed", "left_out_of_filter") : draft("skipped", "out_of_filter");
  }
  if (rec.standing !== "leaver") return draft("skipped", "in_grace");
  if (!link && input.policy.neverManaged === "keep") return draft("skipped", "never_managed");
  return archive(archiveCode(rec.employee, input), member, rec, matches, identityWarnings(seat));
}

function archive(
  code: string,
  member: Member,
  rec: Rec | null,
  matches: Matches,
  warnings: readonly string[] = [],
): Draft {
  const { input } = matches.scene;
  if (isClaimed(member, rec, matches)) return draft("conflict", "member_claimed");
  if (isProtected(member, rec, input)) return draft("blocked", "protected");
  if (member.isOwner) return draft("blocked", "owner");
  if (!input.policy.archive) return draft("blocked", "archive_off");
  return draft("archive", code, { warnings });
}

/**
 * Whether a member may be somebody's who has not left: who has no member and whose e-mail it has or had,
 * or who is in a conflict and whose name it has, so that people may yet decide that it is theirs.
 */
function isClaimed(member: Member, rec: Rec | null, matches: Matches): boolean {
  const { scene, seats } = matches;
  return scene.recs.some((other) => {
    if (other === rec || seats.has(other)) return false;
    const isIgnored = scene.ignoredEmployees.has(other.employee.id);
    if (isIgnored && other.isLinked) return false;
    if (other.rank !== -1 && other.rank < 2) return false;
    const { email, name } = signsOf(other, member, scene);
    return email !== null || (name && decide(other, matches).kind === "conflict");
  });
}

function create(rec: Rec, matches: Matches): Draft {
  const { input, members } = matches.scene;
  const isApart = members.some(({ id, email }) => {
    const isInUse = email !== null && rec.email === addressKey(email);
    return isInUse && isDecided("unlink", rec.employee.id, id, input);
  });
  if (isApart) return draft("skipped", "unlinked");
  const written = newValues(rec, input);
  if (!written) return draft("skipped", rec.email === null ? emailCode(rec) : "no_name");
  if (isProtected(null, rec, input)) return draft("blocked", "protected");
  if (!input.policy.create) return draft("blocked", "create_off");
  if (namesakes(rec, matches).length > 0) return draft("conflict", "namesake_member");
  return draft("create", rec.link ? "member_gone" : "joiner", { written });
}

/** Members of the same name who may be this person: nobody who works here, or starts soon, has them. */
function namesakes(rec: Rec, { scene, seats }: Matches): Member[] {
  return scene.members.filter((member) => {
    const links = linksOf(scene, member);
    const holder = [...seats].find(([, seat]) => seat.member === member)?.[0];
    const ignored = scene.recs.find(
      ({ employee, link }) => scene.ignoredEmployees.has(employee.id) && link?.memberId === member.id,
    );
    const present = holder ?? ignored;
    if (present && !isFormer(present.standing)) return false;
    if (isDecided("unlink", rec.employee.id, member.id, scene.input)) return false;
    return isSameName(rec.employee, member) || links.some(({ seen }) => isSameName(rec.employee, seen));
  });
}

/** Somebody who works here while their member is archived. */
function restore(rec: Rec, seat: Seat, { scene }: Matches): Draft {
  const { input } = scene;
  const { policy, isFirstRun, connectedOn } = input;
  const { member, link } = seat;
  if (isProtected(member, rec, input)) return draft("blocked", "protected");
  const isOurs = link?.archived === true;
  if (link && !isOurs) {
    if (scene.unlisted.has(member.id) || policy.archivedByHand === "report") {
      return draft("blocked", "archived_by_hand");
    }
    return draft("restore", "archived_by_hand", valuesOf(rec, seat, input));
  }
  const starts = rec.employee.startDate ?? null;
  const isNewHere = !isFirstRun && connectedOn !== null && starts !== null && starts > connectedOn;
  if (!link && !isNewHere) return draft("blocked", "archived_before");
  if (policy.rehires === "report") return draft("blocked", "rehire_reported");
  return draft("restore", "rehire", valuesOf(rec, seat, input));
}

function keep(rec: Rec, seat: Seat, input: ModelInput): Draft {
  const values = valuesOf(rec, seat, input);
  if (Object.keys(values.written).length === 0) return draft("unchanged", "in_step", values);
  if (isProtected(seat.member, rec, input)) return draft("blocked", "protected");
  return draft("update", "fields_changed", values);
}

function valuesOf(rec: Rec, seat: Seat, input: ModelInput): Values {
  const values = changedValues(rec, seat, input);
  return { ...values, warnings: [...values.warnings, ...identityWarnings(seat)] };
}

/** What to say where one sign was enough. */
function identityWarnings({ how }: Seat): string[] {
  return how === "changed" ? ["identity_changed"] : how === "other_name" ? ["other_name"] : [];
}
