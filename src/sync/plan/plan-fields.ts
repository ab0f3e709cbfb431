import { dropInvisible, emailKey } from "../../shared/text.js";
import type { Person } from "../identity/index.js";
import {
  type BankDetails,
  cleanName,
  type EditableField,
  FIELD_NAMES,
  type Link,
  type Member,
  type SyncedField,
  type SyncPolicy,
  type Warning,
  type WrittenValue,
  warn,
} from "../model/index.js";
import { checkBank } from "./bank-details.js";
import type { WriteDraft } from "./draft.js";
import { NOT_SHOWN, type UnshownValues } from "./unshown.js";

/** What decides which values are compared, and how. */
export interface FieldRules {
  readonly update: ReadonlySet<SyncedField>;
  readonly walletCurrency: string | null;
  readonly handEdits: SyncPolicy["handEdits"];
  readonly deriveBic: boolean;
  readonly bankFingerprint: (bank: BankDetails) => string;
  readonly unshown: UnshownValues;
}

/** Whether two names look the same, also where one has a joiner and the other has not. */
function isSameName(one: string, other: string | null): boolean {
  return one === other || (other !== null && dropInvisible(one) === dropInvisible(other));
}

/** The quick answer for most people: equal texts, nothing to remember. Bank details are looked at elsewhere. */
export function isSameAtFirstSight({ employee, email, link }: Person, member: Member): boolean {
  return (
    email.ok &&
    member.email === email.value &&
    member.firstName === employee.firstName &&
    member.lastName === employee.lastName &&
    !(link && hasUnsettled(link))
  );
}

function hasUnsettled({ written }: Link): boolean {
  for (const field in written) {
    const value = written[field as EditableField];
    if (value && !isSettled(value)) return true;
  }
  return false;
}

/** Whether the value was kept, and no edit of it is waiting to be overwritten. */
function isSettled({ wasSeen, reportedEdit }: WrittenValue): boolean {
  return wasSeen && reportedEdit === null;
}

/**
 * Adds everything but the manager that differs between a person and their member. Only what the HR
 * tool has counts: absent and empty values erase nothing.
 */
export function addChangedFields(
  draft: WriteDraft,
  person: Person,
  member: Member,
  bank: BankStep | null,
  rules: FieldRules,
): void {
  if (rules.update.has("email")) addEmail(draft, person, member, rules);
  if (rules.update.has("name")) {
    addName(draft, "firstName", person, member, rules);
    addName(draft, "lastName", person, member, rules);
  }
  if (bank) addBank(draft, bank);
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
  const bank = bankStep(person, null, rules);
  if (bank) addBank(draft, bank);
}

function addEmail(draft: WriteDraft, person: Person, member: Member, rules: FieldRules): void {
  const { email } = person;
  if (!email.ok) {
    draft.warnings.push(warn(email.code, `${email.why.replace(/\.$/, "")}, so the member keeps its e-mail.`));
    return;
  }
  const isSame =
    member.email !== null && (member.email === email.value || emailKey(member.email) === email.key);
  addValue(draft, { field: "email", wanted: email.value, present: member.email, isSame }, person, rules);
}

function addName(
  draft: WriteDraft,
  field: "firstName" | "lastName",
  person: Person,
  member: Member,
  rules: FieldRules,
): void {
  const name = cleanName(person.employee[field]);
  if (name === null) return;
  const present = member[field];
  addValue(
    draft,
    { field, wanted: name, present, isSame: isSameName(name, cleanName(present)) },
    person,
    rules,
  );
}

/** One value that people can edit in Spendesk, as both sides have it. */
interface EditableValue {
  readonly field: EditableField;
  readonly wanted: string;
  readonly present: string | null;
  readonly isSame: boolean;
}

/**
 * Adds a value that differs, unless it was written before and either Spendesk did not keep it or
 * somebody changed it there (docs/rules.md §4.1). What a read shows is remembered on the way.
 */
function addValue(draft: WriteDraft, value: EditableValue, person: Person, rules: FieldRules): void {
  const { field, wanted, present, isSame } = value;
  const last = person.link?.written[field];
  if (isSame) {
    if (last && !isSettled(last) && isWritten(last, value)) {
      remember(person, field, { ...last, wasSeen: true, reportedEdit: null });
    }
    return;
  }
  if (last && isWritten(last, value)) {
    const rest = restReason(value, last, rules.handEdits);
    if (rest) draft.warnings.push(rest.warning);
    const edit = editOf(value);
    if (rest?.isEdit && last.reportedEdit !== edit) remember(person, field, { ...last, reportedEdit: edit });
    if (rest && !rest.isWritten) return;
  }
  draft.desired[field] = wanted;
  draft.fields.push({ field, from: present, to: wanted });
}

/** Whether this very value was written last. */
function isWritten(last: WrittenValue, { field, wanted }: EditableValue): boolean {
  return isSameText(field, last.value, wanted);
}

/** Whether two texts of one field are alike; the case of an e-mail and the Unicode form do not matter. */
function isSameText(field: EditableField, one: string | null, other: string | null): boolean {
  if (one === other || one === null || other === null) return one === other;
  return field === "email" ? emailKey(one) === emailKey(other) : cleanName(one) === cleanName(other);
}

/** What somebody typed instead, as it is remembered: empty where they deleted the value. */
function editOf({ present }: EditableValue): string {
  return present ?? "";
}

interface Rest {
  readonly warning: Warning;
  /** Somebody typed another value, rather than Spendesk not keeping this one. */
  readonly isEdit: boolean;
  readonly isWritten: boolean;
}

/** Why a value that was written before is not simply written again; null when it is. */
function restReason(
  value: EditableValue,
  last: WrittenValue,
  handEdits: FieldRules["handEdits"],
): Rest | null {
  const { field, present } = value;
  if (!last.wasSeen) {
    if (last.times < MAX_SENT || !isSameText(field, present, last.before)) return null;
    return { warning: warn("not_kept", notKeptText(value)), isEdit: false, isWritten: false };
  }
  const isWritten = handEdits === "overwrite" && isSameText(field, last.reportedEdit, editOf(value));
  return {
    warning: warn("edited_by_hand", editedText(value, handEdits, isWritten)),
    isEdit: true,
    isWritten,
  };
}

/** How often a value is sent that Spendesk does not keep. */
const MAX_SENT = 2;

function remember(person: Person, field: EditableField, value: WrittenValue): void {
  const { link } = person;
  if (link) person.link = { ...link, written: { ...link.written, [field]: value } };
}

function notKeptText({ field, wanted, present }: EditableValue): string {
  return `Spendesk did not keep the ${FIELD_NAMES[field]} "${wanted}" and shows "${present ?? ""}". It is not sent again until one of the two changes.`;
}

function editedText(
  { field, wanted, present }: EditableValue,
  handEdits: FieldRules["handEdits"],
  isReported: boolean,
): string {
  const what = `Somebody changed the ${FIELD_NAMES[field]} "${wanted}" in Spendesk to "${present ?? ""}".`;
  if (handEdits === "report") return `${what} It stays so (\`handEdits\`).`;
  return isReported
    ? `${what} That was reported before and is overwritten now.`
    : `${what} The next run writes the HR tool's value again.`;
}

/** What is to be done about somebody's bank details, and what there is to say about them. */
export interface BankStep {
  readonly warning: Warning | null;
  /** Null: nothing is to be written. */
  readonly wanted: { readonly details: BankDetails; readonly fingerprint: string } | null;
  /** What stands in the place of the present details, which Spendesk does not return. */
  readonly from: string | null;
}

/**
 * Spendesk does not return bank details, so they are compared with what was last written, or else with
 * those that were taken to be right. Of whom the HR tool has none, that is remembered: those that it gets
 * later are news.
 *
 * @returns null for most people: nothing to do and nothing to say
 */
export function bankStep(person: Person, link: Link | null, rules: FieldRules): BankStep | null {
  const { bank } = person.employee;
  const last = link?.bankFingerprint ?? null;
  if (!rules.update.has("bank") || bank === undefined) return null;
  if (bank === null) {
    if (last === null) rules.unshown.isRight(person, "bank", null);
    return null;
  }
  const { details, warning } = checkBank(bank, rules.walletCurrency, rules.deriveBic);
  const fingerprint = details && rules.bankFingerprint(details);
  const isNews =
    fingerprint !== null &&
    fingerprint !== last &&
    !(last === null && rules.unshown.isRight(person, "bank", [fingerprint]));
  if (!isNews && !warning) return null;
  const unwritten = person.match ? NOT_SHOWN : null;
  return {
    warning,
    wanted: isNews && details ? { details, fingerprint } : null,
    from: last === null ? unwritten : "previous details",
  };
}

function addBank(draft: WriteDraft, { warning, wanted, from }: BankStep): void {
  if (warning) draft.warnings.push(warning);
  if (!wanted) return;
  draft.desired.bank = wanted;
  draft.fields.push({ field: "bank", from, to: wanted.details.masked });
}
