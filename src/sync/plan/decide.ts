import { emailKey } from "../../shared/text.js";
import {
  type Candidate,
  claimantOf,
  isArchived,
  memberText,
  type Namesakes,
  type People,
  type Person,
  personText,
} from "../identity/index.js";
import {
  type Calendar,
  type ChangeCode,
  hasEndedInGrace,
  type IsoDate,
  type Link,
  leaverCode,
  type Member,
  memberNames,
  noNameReason,
  type SyncPolicy,
  standingReason,
  type Warning,
  warn,
} from "../model/index.js";
import { type Draft, IN_STEP, type NoteDraft, note, type WriteDraft, write } from "./draft.js";
import {
  addChangedFields,
  addNewMemberFields,
  bankStep,
  type FieldRules,
  isSameAtFirstSight,
} from "./plan-fields.js";

/** Everything besides the person that a decision depends on. */
export interface DecisionRules {
  readonly policy: SyncPolicy;
  /** What happens to a linked person who is missing from complete reads. */
  readonly whenAbsent: (link: Link) => SyncPolicy["absent"];
  readonly calendar: Calendar;
  readonly fields: FieldRules;
  /** Keys of the protected e-mails. */
  readonly protectedEmails: ReadonlySet<string>;
  readonly people: People;
  readonly namesakeOf: Namesakes;
  /** Day of the first plan that was carried out; null before it was. */
  readonly connectedOn: IsoDate | null;
  /** What happens to members that were archived before the first plan was carried out. */
  readonly archivedBefore: ArchivedBefore;
}

/**
 * Members archived before the first run: `propose` while a person looks at what they could confirm;
 * afterwards only those they confirmed are restored.
 */
export type ArchivedBefore = "propose" | { readonly confirmed: ReadonlySet<string> };

const MAP_STATUS =
  "Nothing is changed until `source.statuses` says what it means (active, pending, inactive or ignore).";

/** The decision table (docs/rules.md §3) for one person; e-mail conflicts and managers come after it. */
export function decide(person: Person, rules: DecisionRules): Draft {
  const reason = () => standingReason(person.employee, person.standing, rules.calendar);
  const ignored = person.ignored ?? person.match?.ignored;
  if (ignored) return note("skipped", "ignored", `Nothing is done for this person. ${ignored}`);
  if (person.standing === "unknown") {
    return person.employee.statusRule
      ? note("skipped", "status_ignored", reason())
      : note("skipped", "unknown_status", `${reason()} ${MAP_STATUS}`);
  }
  if (person.conflict) return { kind: "note", note: "conflict", ...person.conflict };
  if (person.supersededReason) return note("skipped", "superseded", person.supersededReason);
  if (person.standing === "leaver" || hasEndedInGrace(person.employee, person.standing, rules.calendar)) {
    if (person.standing !== "eligible" || !person.inFilter) return decideFormer(person, rules, reason());
  }
  if (!person.inFilter) return outOfFilter(person);
  if (person.standing === "pending") {
    return person.link
      ? { kind: "unchanged", code: "not_started" }
      : note("skipped", "not_started", reason());
  }
  return person.match ? keepInStep(person, person.match.member, rules) : create(person, rules, reason());
}

/**
 * Whether somebody is on the list of protected people, by any e-mail of either side, now or before: a
 * new address does not unprotect.
 */
export function isProtected(
  member: Member | null,
  workEmail: string | null | undefined,
  link: Link | null,
  protectedEmails: ReadonlySet<string>,
): boolean {
  if (protectedEmails.size === 0) return false;
  const emails = [member?.email, workEmail, ...(link?.seen.emails ?? [])];
  return emails.some((email) => !!email && protectedEmails.has(emailKey(email)));
}

export function protectedNote(): NoteDraft {
  return note("blocked", "protected", "This person is on the list of protected people (`protect`).");
}

/** @param why whose the member may be */
export function memberClaimed(why: string): NoteDraft {
  return note("conflict", "member_claimed", `${why}, so the member is not archived.`);
}

/** An archive, or why it does not happen. `person` is null for somebody missing from the read. */
export function archive(
  code: ChangeCode,
  reason: string,
  member: Member,
  link: Link | null,
  person: Person | null,
  rules: DecisionRules,
): WriteDraft | NoteDraft {
  const claimant = claimantOf(member, person, rules.people, rules.calendar);
  if (claimant) {
    const { email } = claimant;
    const isNow = email.ok && member.email !== null && emailKey(member.email) === email.key;
    const has = isNow ? `the member's e-mail ${member.email}` : "an earlier e-mail of the member's person";
    return memberClaimed(`${reason} But ${personText(claimant)} has ${has} and has not left`);
  }
  if (isProtected(member, person?.employee.workEmail, link, rules.protectedEmails)) {
    const why = `${reason} But this person is on the list of protected people.`;
    return { ...note("blocked", "protected", why), isLeaver: true };
  }
  if (member.isOwner) {
    return note(
      "blocked",
      "owner",
      `${reason} But Spendesk does not let an owner be archived: give the role to somebody else first.`,
    );
  }
  const unread = person?.alsoIn.filter((source) => rules.people.unread.has(source)) ?? [];
  if (unread.length > 0) {
    const why = `${reason} But ${unread.join(" and ")}, which knew this person too, could not be read.`;
    return { ...note("blocked", "source_unread", why), isLeaver: true };
  }
  if (!rules.policy.archive) {
    return note(
      "blocked",
      "archive_off",
      `${reason} But the configuration switches off archives (\`sync.archive\`).`,
    );
  }
  return write("archive", code, reason);
}

/** Leavers, and people whose days of grace run. */
function decideFormer(person: Person, rules: DecisionRules, reason: string): Draft {
  if (!person.match) return note("skipped", "left_without_member", `${reason} There is no member.`);
  const { link } = person;
  const { member } = person.match;
  if (isArchived(member, link))
    return note("skipped", "already_archived", `${reason} The member is archived.`);
  // Whose data left the filter first, as when HR blanks the office of leavers, still leaves the company.
  const isManaged = link?.hrStatus === "managed" || link?.released === "data";
  if (!person.inFilter && !isManaged) {
    return link
      ? note(
          "previously_managed",
          "left_out_of_filter",
          `${reason} A change of the filter left this person out before, so the member stays active. Archive it in Spendesk if that is not meant.`,
        )
      : note(
          "skipped",
          "out_of_filter",
          `${reason} The filter leaves this person out and the member is manual.`,
        );
  }
  if (person.standing !== "leaver") return note("skipped", "in_grace", reason);
  if (!link && rules.policy.neverManaged === "keep") {
    return note(
      "skipped",
      "never_managed",
      `${reason} The member was never managed and is kept (\`leavers.neverManaged\`).`,
    );
  }
  const draft = archive(leaverCode(person.employee, rules.calendar), reason, member, link, person, rules);
  if (draft.kind === "write") draft.warnings.push(...certaintyWarnings(person));
  return draft;
}

function outOfFilter(person: Person): Draft {
  return person.link
    ? note(
        "previously_managed",
        "out_of_filter",
        "The filter leaves this person out now. The member stays as it is and is no longer managed.",
      )
    : note("skipped", "out_of_filter", "The filter leaves this person out.");
}

function create(person: Person, rules: DecisionRules, reason: string): Draft {
  const { employee, email, storedLink } = person;
  // The member of a link may be there, and somebody else's by now.
  const goneLink = person.linkedCandidate ? null : storedLink;
  if (!email.ok) {
    return email.code === "no_work_email"
      ? note(
          "skipped",
          "no_work_email",
          "The HR tool has no work e-mail for this person, or it may not be read.",
        )
      : note(
          "skipped",
          "invalid_work_email",
          `The work e-mail "${employee.workEmail}" is not an e-mail address.`,
        );
  }
  const { firstName, lastName } = memberNames(employee, rules.policy.singleName);
  if (firstName === null || lastName === null) return note("skipped", "no_name", noNameReason(employee));
  if (isProtected(null, employee.workEmail, storedLink, rules.protectedEmails)) return protectedNote();
  if (person.heldBy) {
    const reason = `The member ${memberText(person.heldBy)} is linked to the source ${person.heldBy.link?.source}, which could not be read, so nothing is done for this person.`;
    return note("skipped", "source_unread", reason);
  }
  if (person.apartFrom) {
    return note(
      "skipped",
      "unlinked",
      `Somebody decided that the member ${memberText(person.apartFrom)} is not this person's. Give that member another e-mail in Spendesk, or link the two with \`spendesk-hr link\`.`,
    );
  }
  if (goneLink?.hidden) return archivedByHandNote(reason);
  const namesake = rules.namesakeOf(person);
  if (namesake) return namesakeNote(person, namesake);
  if (!rules.policy.create) {
    return note(
      "blocked",
      "create_off",
      `${reason} But the configuration switches off creating members (\`sync.create\`).`,
    );
  }
  const draft = goneLink
    ? write(
        "create",
        "member_gone",
        `${reason} The linked member ${goneLink.memberId} no longer exists in Spendesk.`,
      )
    : write("create", "joiner", `${reason} There is no member with this work e-mail yet.`);
  addNewMemberFields(draft, person, { email: email.value, firstName, lastName }, rules.fields);
  return draft;
}

/** Updates or restores somebody who has a member. */
function keepInStep(person: Person, member: Member, rules: DecisionRules): Draft {
  const isHidden = isArchived(member, person.link);
  const { workEmail } = person.employee;
  const isExempt = () => isProtected(member, workEmail, person.link, rules.protectedEmails);
  if (isHidden) {
    if (isExempt()) return protectedNote();
    const refusal = refuseRestore(person, rules);
    if (refusal) return refusal;
  }
  const bank = bankStep(person, person.link, rules.fields);
  if (!isHidden && bank === null && isSameAtFirstSight(person, member)) return IN_STEP;
  const draft = isHidden
    ? write("restore", restoreCode(person), restoreReason(person))
    : write("update", "fields_changed", "");
  addChangedFields(draft, person, member, bank, rules.fields);
  if (draft.fields.length > 0 && isExempt()) return protectedNote();
  draft.warnings.push(...certaintyWarnings(person));
  if (isHidden && !person.link && rules.archivedBefore === "propose") {
    const text =
      "The member was archived before it was managed: it is restored only if you confirm that in `configure`.";
    draft.warnings.push(warn("archived_before", text));
  }
  return draft;
}

/** Why an archived member of somebody who works here stays archived; null when it is to be restored. */
function refuseRestore(person: Person, rules: DecisionRules): NoteDraft | null {
  const { policy, connectedOn } = rules;
  const code = restoreCode(person);
  if (code === "archived_by_hand" && policy.archivedByHand === "report") {
    return archivedByHandNote(restoreReason(person));
  }
  if (!person.link) {
    const { startDate } = person.employee;
    const isLater = connectedOn !== null && !!startDate && startDate > connectedOn;
    if (!isLater && !isConfirmed(person, rules)) {
      const how = "Restore it in Spendesk if the person is to have it again.";
      return note(
        "blocked",
        "archived_before",
        `The member was archived before it was managed, and stays so. ${how}`,
      );
    }
  }
  if (code === "rehire" && policy.rehires === "report") {
    return note(
      "blocked",
      "rehire_reported",
      `${restoreReason(person)} Rehires are only reported (\`rehires\`).`,
    );
  }
  return null;
}

function isConfirmed({ employee }: Person, { archivedBefore }: DecisionRules): boolean {
  return archivedBefore === "propose" || archivedBefore.confirmed.has(employee.id);
}

function restoreCode({ link }: Person): "rehire" | "archived_by_hand" {
  // Without a link nobody knows who archived the member; it comes back only for somebody who starts anew.
  return link === null || link.archived ? "rehire" : "archived_by_hand";
}

function restoreReason(person: Person): string {
  return restoreCode(person) === "rehire"
    ? "Works here again while the member is archived."
    : "The member was archived in Spendesk, but the person is active in the HR tool.";
}

function archivedByHandNote(reason: string): NoteDraft {
  const how = "It stays archived (`archivedByHand`); restore it in Spendesk if that was a mistake.";
  return note("blocked", "archived_by_hand", `${reason} Somebody archived the member in Spendesk. ${how}`);
}

function namesakeNote(person: Person, match: Candidate): NoteDraft {
  const id = person.employee.id;
  const state = isArchived(match.member, match.link) ? "an archived member" : "a member";
  const whose = match.link || match.holder ? "whose person has left or is missing" : "that nobody has";
  const reason = `There is ${state} of the same name ${whose}: ${memberText(match)}. If it is the same person, run \`spendesk-hr link ${id} ${match.member.id} --why …\`; if not, \`spendesk-hr unlink ${id} ${match.member.id} --why …\`.`;
  return { ...note("conflict", "namesake_member", reason), candidateMemberId: match.member.id };
}

function certaintyWarnings({ certainty, link, employee }: Person): Warning[] {
  if (certainty === "identity_changed") {
    const before = [link?.seen.firstName, link?.seen.lastName].filter(Boolean).join(" ");
    const text = `Only the HR id ${employee.id} agrees: name and e-mail are other ones than those of ${before || "the person so far"}.`;
    return [warn("identity_changed", text)];
  }
  if (certainty === "other_name") {
    return [
      warn("other_name", "The member has the same e-mail and another name, and was not managed before."),
    ];
  }
  return [];
}
