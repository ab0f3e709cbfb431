import type { NoteKind, Warning } from "./plan.js";

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
      "The member was archived in Spendesk although the person still works here, so it is restored.",
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
    superseded: "Another record in the HR tool with the same e-mail stands for this person or member.",
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
    no_archive: "This run leaves out archives.",
  },
  conflict: {
    duplicate_work_email: "Several people in the HR tool have the same work e-mail.",
    member_linked_twice: "One member is linked to several employees.",
    members_share_email: "Several members in Spendesk have the work e-mail of this employee.",
    email_taken: "The work e-mail is in use by another member.",
    email_swap: "People exchange their e-mails with each other, which can't be done in one step.",
    member_claimed: "The member to be archived has the work e-mail of somebody who has not left.",
  },
  previously_managed: {
    out_of_filter: "The person is outside the filter now; the member stays as it is.",
    left_out_of_filter:
      "The person has left after they were put outside the filter; the member stays as it is.",
    absent: "The person is missing from a complete read; the member stays as it is.",
  },
  handed_off: {
    handed_off: "The change is in the hands of a colleague, and reading does not show it yet.",
    waits_for_manager: "Only the line manager is left, who is handed off and no member yet.",
  },
  warnings: {
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
    manager_circular: "The managers form a circle; the manager is not written for those on it.",
    manager_archived: "The manager's member is archived or about to be; the manager is not written.",
    manager_not_found: "The manager is not among the employees read; the manager is not written.",
    manager_not_member: "The manager is no member of this entity; the manager is not written.",
    manager_in_conflict: "The manager is in a conflict; the manager is not written until that is solved.",
  },
  safety: {
    too_many_archives: "The plan archives more members than the limit.",
    too_many_updates: "The plan updates more members than the limit.",
    too_few_employees: "The read holds far fewer employees than the last complete one.",
    no_employees: "The read holds no employees at all.",
    incomplete_read: "The employees could not be read completely.",
    config_not_confirmed: "The configuration is not the one a person confirmed.",
    override_mismatch: "An override was given for another number than this plan's.",
  },
} as const;

export type ChangeCode = keyof typeof CODES.changes;
export type WarningCode = keyof typeof CODES.warnings;
export type SafetyCode = keyof typeof CODES.safety;
/** The codes of one kind of note. */
export type NoteCode<Kind extends NoteKind> = Extract<keyof (typeof CODES)[Kind], string>;

/** A warning; the code must be in the table. */
export function warn(code: WarningCode, text: string): Warning {
  return { code, text };
}
