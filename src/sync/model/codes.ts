import type { NoteKind, Warning, WarningSubject } from "./plan.js";

/**
 * Every stable code a plan or a safety check can hold, with one sentence of meaning. The documentation
 * is made from this table, and the planning functions only accept codes that are in it.
 */
export const CODES = {
  changes: {
    joiner: "An active employee within the filter has no member yet.",
    member_gone: "The linked member no longer exists in Spendesk, so it is created anew.",
    fields_changed: "Values of the member differ from the HR tool.",
    email_changed:
      "The work e-mail changed in the HR tool; the e-mail is tied to 3-D Secure and to single sign-on.",
    rehire: "The person works here again, so the archived member is restored.",
    archived_by_hand:
      "Somebody archived the member in Spendesk although the person still works here, and the configuration restores such members.",
    terminated: "The employment has ended by its termination date.",
    inactive: "The HR tool says that the person no longer works here.",
    absent:
      "The person was missing from two complete reads in a row, and the configuration archives such people.",
  },
  unchanged: {
    in_step: "The member has the values of the HR tool.",
    newly_linked: "The member has the values of the HR tool and is managed from now on.",
    not_started: "The person has a member and starts later; nothing is written until then.",
  },
  skipped: {
    not_started: "The person starts later.",
    unknown_status:
      "The HR tool's status has no known meaning, so the person is neither changed nor archived.",
    status_ignored:
      "The configuration (`source.statuses`) ignores people with this status; they are neither changed nor archived.",
    out_of_filter: "The person is outside the filter and not linked; a member of theirs stays manual.",
    no_work_email: "The HR tool has no work e-mail for the person, or it may not be read.",
    invalid_work_email: "The work e-mail in the HR tool is not an e-mail address.",
    no_name: "Spendesk needs a first and a last name to create a member, and one is missing.",
    left_without_member: "The person has left and has no member.",
    already_archived: "The person has left and the member is archived.",
    never_managed: "The person has left; the configuration keeps members that were never managed.",
    superseded: "Another record in the HR tool stands for this person.",
    ignored: "Somebody decided that nothing is done for this person.",
    unlinked: "Somebody decided that the member with this e-mail is not this person's.",
    source_unread:
      "The source that the person's member is linked to could not be read, so nothing is done for them.",
    in_grace: "The employment has ended, but the configured days of grace are not over.",
    member_gone: "Neither the HR tool nor Spendesk knows this linked person any more; the link is forgotten.",
  },
  blocked: {
    protected: "The person is on the list of protected people, who are never changed.",
    owner: "Spendesk does not let an owner be archived.",
    create_off: "The configuration switches off creating members.",
    archive_off: "The configuration switches off archiving members.",
    rehire_reported:
      "The configuration reports archived members of people who work here, it does not restore them.",
    archived_by_hand:
      "Somebody archived the member in Spendesk although the person still works here; it stays archived.",
    archived_before: "The member was archived before it was managed; it stays archived.",
    no_archive: "This run leaves out archives.",
    source_unread:
      "The person has left by one source; another one that knew them too could not be read, so the member stays.",
  },
  conflict: {
    duplicate_work_email: "Several people in the HR tool have the same work e-mail.",
    member_linked_twice: "One member is linked to several employees.",
    members_share_email: "Several members in Spendesk have the work e-mail of this employee.",
    email_taken: "The work e-mail is in use by another member.",
    email_swap: "People exchange their e-mails with each other, which can't be done in one step.",
    member_claimed: "The member to be archived has the work e-mail of somebody who has not left.",
    identity_unclear:
      "Only one sign says that the employee and the member are one person; a person has to decide.",
    namesake_member:
      "A member that nobody has is of the same name; a person has to decide before another one is invited.",
  },
  previously_managed: {
    out_of_filter: "The person is outside the filter now; the member stays as it is.",
    left_out_of_filter:
      "The person has left after a change of the filter left them out; the member stays active.",
    absent: "The person is missing from a complete read; the member stays as it is.",
  },
  handed_off: {
    handed_off: "The change is in the hands of a colleague, and reading does not show it yet.",
    waits_for_manager: "Only the line manager is left, who is handed off and no member yet.",
  },
  warnings: {
    protect_unknown: "An address on the list of protected people is nobody's.",
    decision_unknown: "A decision is about somebody who is neither in the HR tool nor in Spendesk.",
    taken_as_right:
      "Spendesk does not show line managers or bank details; those of members met for the first time are taken to be right until the HR tool changes.",
    shared_iban: "Several people have one bank account in the HR tool.",
    archived_before:
      "The member was archived before it was managed; it is restored only if that is confirmed in `configure`.",
    identity_changed: "Name and e-mail changed at once; only the HR id says that it is the same person.",
    other_name: "The member has the same e-mail and another name, and was not managed before.",
    not_kept:
      "Spendesk did not keep a value that was sent twice; it is not sent again until one side changes.",
    edited_by_hand: "Somebody changed a value in Spendesk after this tool had written it.",
    handed_off: "Another part of the change is in the hands of a colleague.",
    handed_off_before:
      "An earlier hand-off has an older form of this creation, which must not be imported any more.",
    manager_handed_off: "The manager is handed off and no member yet; the manager is written after that.",
    no_work_email: "Without a work e-mail in the HR tool the member keeps its e-mail.",
    invalid_work_email: "The work e-mail is not an e-mail address, so the member keeps its e-mail.",
    bank_not_readable: "The HR tool does not give the bank details, so they are left out.",
    bank_iban_missing: "There is a BIC without an IBAN; bank details are not written.",
    bank_bic_missing: "There is an IBAN without a BIC; bank details are not written.",
    bank_iban_invalid: "The IBAN is not valid; bank details are not written.",
    bank_bic_invalid: "The BIC is not valid; bank details are not written.",
    bank_currency_mismatch:
      "The account can't be paid from a wallet of this currency; bank details are not written.",
    bank_country_mismatch: "IBAN and BIC are of different countries; bank details are written all the same.",
    manager_self: "The person is their own manager in the HR tool; the manager is not written.",
    manager_circular: "The managers form a cycle; the manager is not written for those in it.",
    manager_archived: "The manager's member is archived or about to be; the manager is not written.",
    manager_not_found: "The manager is not among the employees read; the manager is not written.",
    manager_not_member: "The manager is no member of this entity; the manager is not written.",
    manager_in_conflict: "The manager is in a conflict; the manager is not written until that is solved.",
  },
  safety: {
    too_many_archives: "The plan archives more members than the limit.",
    too_many_updates: "The plan updates more members than the limit.",
    too_many_email_changes: "The plan changes the e-mails of more members than the limit.",
    too_many_bank_changes: "The plan changes the bank details of more members than the limit.",
    too_many_creations: "The plan invites more people than the limit.",
    too_many_restores: "The plan restores more members than the limit.",
    too_many_releases: "The filter leaves out more managed people than the limit.",
    too_many_members_gone: "Spendesk no longer lists more linked members than the limit.",
    too_few_employees: "The read holds far fewer employees than the complete ones before.",
    too_many_employees: "The read holds far more employees than the complete ones before.",
    too_few_members: "Spendesk lists far fewer members than before.",
    too_many_strangers:
      "The read holds too many people whom nobody knows, as with the key of another company.",
    identities_changed: "Of too many linked people it is unclear whether they are still the same.",
    field_emptied: "A field in use was filled for most people and is now empty or not understood for many.",
    most_people_lost:
      "Of most managed people nothing can be done: they are skipped, in conflict, or left out.",
    no_employees: "The read holds no employees at all.",
    config_not_confirmed: "The configuration is not the one a person confirmed.",
    account_not_confirmed: "The employees come from another HR account than the one a person confirmed.",
    override_mismatch: "An override was given for another number than this plan's.",
  },
} as const;

export type ChangeCode = keyof typeof CODES.changes;
export type WarningCode = keyof typeof CODES.warnings;
export type SafetyCode = keyof typeof CODES.safety;
/** The codes of one kind of note. */
export type NoteCode<Kind extends NoteKind> = Extract<keyof (typeof CODES)[Kind], string>;

/** A warning; the code must be in the table. */
/** @param about what tells the warning from others of its code when the text can change (see `Warning`) */
export function warn(code: WarningCode, text: string, about?: readonly WarningSubject[]): Warning {
  return about ? { code, text, about } : { code, text };
}
