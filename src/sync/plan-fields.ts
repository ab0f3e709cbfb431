import { emailKey } from "../shared/text.js";
import type { BankDetails } from "./bank.js";
import { checkBank } from "./bank-details.js";
import { warn } from "./codes.js";
import type { WriteDraft } from "./draft.js";
import type { Link, Member } from "./member.js";
import type { Person } from "./people.js";
import type { SyncedField } from "./policy.js";

/** What decides which values are compared, and how. */
export interface FieldRules {
  readonly update: ReadonlySet<SyncedField>;
  readonly walletCurrency: string | null;
  readonly deriveBic: boolean;
  readonly bankFingerprint: (bank: BankDetails) => string;
}

/** A name as it is written and compared: the same letters in another Unicode form are no change. */
export function cleanName(name: string | null | undefined): string | null {
  return name?.trim().normalize("NFC") || null;
}

/** The quick answer for most people: equal texts, and no bank details to check. */
export function isSameAtFirstSight({ employee, email }: Person, member: Member): boolean {
  return (
    email.ok &&
    member.email === email.value &&
    member.firstName === employee.firstName &&
    member.lastName === employee.lastName &&
    !employee.bank
  );
}

/**
 * Adds everything but the manager that differs between a person and their member. Only what the HR
 * tool has counts: absent and empty values erase nothing.
 */
export function addChangedFields(draft: WriteDraft, person: Person, member: Member, rules: FieldRules): void {
  if (rules.update.has("email")) addEmail(draft, person, member);
  if (rules.update.has("name")) {
    addName(draft, "firstName", person.employee.firstName, member.firstName);
    addName(draft, "lastName", person.employee.lastName, member.lastName);
  }
  addBank(draft, person, person.link, rules);
}

/**
 * Adds the values of a new member. E-mail and name are always needed; bank details only come along
 * when they are to be kept in step at all.
 */
export function addNewMemberFields(
  draft: WriteDraft,
  person: Person,
  values: { readonly email: string; readonly firstName: string; readonly lastName: string },
  rules: FieldRules,
): void {
  const { email, firstName, lastName } = values;
  Object.assign(draft.desired, values);
  draft.fields.push(
    { field: "email", from: null, to: email },
    { field: "firstName", from: null, to: firstName },
    { field: "lastName", from: null, to: lastName },
  );
  addBank(draft, person, null, rules);
}

function addEmail(draft: WriteDraft, person: Person, member: Member): void {
  const { email } = person;
  if (!email.ok) {
    draft.warnings.push(warn(email.code, emailWarning(person)));
    return;
  }
  if (member.email !== null && (member.email === email.value || emailKey(member.email) === email.key)) return;
  draft.desired.email = email.value;
  draft.fields.push({ field: "email", from: member.email, to: email.value });
}

function emailWarning(person: Person): string {
  const { workEmail } = person.employee;
  return workEmail
    ? `The work e-mail "${workEmail}" is not an e-mail address, so the member keeps its e-mail.`
    : "The HR tool has no work e-mail, or it may not be read, so the member keeps its e-mail.";
}

function addName(
  draft: WriteDraft,
  field: "firstName" | "lastName",
  wanted: string | null | undefined,
  present: string | null,
): void {
  if (wanted === present) return;
  const name = cleanName(wanted);
  if (name === null || name === cleanName(present)) return;
  draft.desired[field] = name;
  draft.fields.push({ field, from: present, to: name });
}

/** Spendesk does not return bank details, so they are compared with what was last written. */
function addBank(draft: WriteDraft, person: Person, link: Link | null, rules: FieldRules): void {
  if (!rules.update.has("bank") || !person.employee.bank) return;
  const { details, warning } = checkBank(person.employee.bank, rules.walletCurrency, rules.deriveBic);
  if (warning) draft.warnings.push(warning);
  if (!details) return;
  const fingerprint = rules.bankFingerprint(details);
  const last = link?.bankFingerprint ?? null;
  if (fingerprint === last) return;
  draft.desired.bank = { details, fingerprint };
  draft.fields.push({ field: "bank", from: last === null ? null : "previous details", to: details.masked });
}
