import { emailKey } from "../shared/text.js";
import type { ChangeCode } from "./codes.js";
import { type Draft, IN_STEP, type NoteDraft, note, type WriteDraft, write } from "./draft.js";
import {
  type Calendar,
  hasEndedInGrace,
  leaverCode,
  standingReason,
  terminationDate,
} from "./eligibility.js";
import { claimantOf, personText } from "./match.js";
import type { Member } from "./member.js";
import { memberNames, noNameReason } from "./member-names.js";
import { isArchived, type People, type Person } from "./people.js";
import { addChangedFields, addNewMemberFields, type FieldRules, isSameAtFirstSight } from "./plan-fields.js";
import type { SyncPolicy } from "./policy.js";

/** Everything besides the person that a decision depends on. */
export interface DecisionRules {
  readonly policy: SyncPolicy;
  readonly calendar: Calendar;
  readonly fields: FieldRules;
  /** Keys of the protected e-mails. */
  readonly protectedEmails: ReadonlySet<string>;
  readonly people: People;
}

const MAP_STATUS =
  "Nothing is changed until `source.statuses` says what it means (active, pending, inactive or ignore).";

/** The decision table (design §6) for one person; e-mail conflicts and managers come after it. */
export function decide(person: Person, rules: DecisionRules): Draft {
  const reason = () => standingReason(person.employee, person.standing, rules.calendar);
  if (person.standing === "unknown") {
    return person.employee.statusRule
      ? note("skipped", "status_ignored", reason())
      : note("skipped", "unknown_status", `${reason()} ${MAP_STATUS}`);
  }
  if (person.conflict) return note("conflict", person.conflict.code, person.conflict.reason);
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
  return person.seat ? keepInStep(person, person.seat.member, rules) : create(person, rules, reason());
}

/** Whether somebody is on the list of protected people, by the e-mail of either side. */
export function isProtected(
  member: Member | null,
  workEmail: string | null | undefined,
  protectedEmails: ReadonlySet<string>,
): boolean {
  if (protectedEmails.size === 0) return false;
  return [member?.email, workEmail].some((email) => !!email && protectedEmails.has(emailKey(email)));
}

export function protectedNote(): NoteDraft {
  return note("blocked", "protected", "This person is on the list of protected people (`protect`).");
}

/** An archive, or why it does not happen. `person` is null for somebody missing from the read. */
export function archive(
  code: ChangeCode,
  reason: string,
  member: Member,
  person: Person | null,
  rules: DecisionRules,
): WriteDraft | NoteDraft {
  const claimant = claimantOf(member, person, rules.people, rules.calendar);
  if (claimant) {
    return note(
      "conflict",
      "member_claimed",
      `${reason} But ${personText(claimant)} has the member's e-mail ${member.email} and has not left, so the member is not archived.`,
    );
  }
  if (isProtected(member, person?.employee.workEmail, rules.protectedEmails)) {
    return note("blocked", "protected", `${reason} But this person is on the list of protected people.`);
  }
  if (member.isOwner) {
    return note(
      "blocked",
      "owner",
      `${reason} But Spendesk does not let an owner be archived: give the role to somebody else first.`,
    );
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
  if (!person.seat) return note("skipped", "left_without_member", `${reason} There is no member.`);
  const { link } = person;
  const { member } = person.seat;
  if (isArchived(member, link))
    return note("skipped", "already_archived", `${reason} The member is archived.`);
  const isManaged = link?.hrStatus === "managed";
  if (!person.inFilter && !isManaged) {
    return link
      ? note(
          "previously_managed",
          "left_out_of_filter",
          `${reason} The filter left this person out before, so the member stays.`,
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
  return archive(leaverCode(person.employee, rules.calendar), reason, member, person, rules);
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
  if (isProtected(null, employee.workEmail, rules.protectedEmails)) return protectedNote();
  if (!rules.policy.create) {
    return note(
      "blocked",
      "create_off",
      `${reason} But the configuration switches off creating members (\`sync.create\`).`,
    );
  }
  const draft = storedLink
    ? write(
        "create",
        "member_gone",
        `${reason} The linked member ${storedLink.memberId} no longer exists in Spendesk.`,
      )
    : write("create", "joiner", `${reason} There is no member with this work e-mail yet.`);
  addNewMemberFields(draft, person, { email: email.value, firstName, lastName }, rules.fields);
  return draft;
}

/** Updates or restores somebody who has a member. */
function keepInStep(person: Person, member: Member, rules: DecisionRules): Draft {
  const isHidden = isArchived(member, person.link);
  if (isHidden && isProtected(member, person.employee.workEmail, rules.protectedEmails))
    return protectedNote();
  if (isHidden && rules.policy.rehires === "report") {
    return note(
      "blocked",
      "rehire_reported",
      `${restoreReason(person)} Rehires are only reported (\`rehires\`).`,
    );
  }
  if (!isHidden && isSameAtFirstSight(person, member)) return IN_STEP;
  const draft = isHidden
    ? write("restore", restoreCode(person), restoreReason(person))
    : write("update", "fields_changed", "");
  addChangedFields(draft, person, member, rules.fields);
  if (draft.fields.length > 0 && isProtected(member, person.employee.workEmail, rules.protectedEmails)) {
    return protectedNote();
  }
  return draft;
}

function restoreCode(person: Person): "rehire" | "archived_by_hand" {
  const hadEarlierEmployment = !!person.employee.terminationDate && terminationDate(person.employee) === null;
  const isMoved = person.link !== null && person.storedLink?.memberId !== person.link.memberId;
  return person.link?.archived || hadEarlierEmployment || isMoved ? "rehire" : "archived_by_hand";
}

function restoreReason(person: Person): string {
  return restoreCode(person) === "rehire"
    ? "Works here again while the member is archived."
    : "The member was archived in Spendesk, but the person is active in the HR tool.";
}
