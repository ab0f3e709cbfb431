import { isValidBIC, isValidIBAN } from "ibantools";
import type { BankDetails } from "../../src/sync/bank.js";
import type { EditableField, Link, Member, WrittenValue } from "../../src/sync/member.js";
import { addressKey, workEmail, writtenName } from "./fold.js";
import type { Seat } from "./match.js";
import type { Rec } from "./scene.js";
import type { ModelInput, Written } from "./types.js";

/** What is to be written to a member, what is to be said, and which edits by hand were seen. */
export interface Values {
  readonly written: Written;
  readonly warnings: readonly string[];
  readonly edits: Readonly<Partial<Record<EditableField, string>>>;
}

const FIELDS = ["email", "firstName", "lastName"] as const;

/** Whether two values of a field are one. */
export function isSameValue(field: EditableField, a: string | null, b: string | null): boolean {
  const form = (text: string | null) =>
    text === null ? null : field === "email" ? addressKey(text) : writtenName(text);
  return form(a) === form(b);
}

/** Everything but the manager that differs between a person and their member. */
export function changedValues(rec: Rec, seat: Seat, input: ModelInput): Values {
  const { policy } = input;
  const written: Written = {};
  const warnings: string[] = [];
  const edits: Partial<Record<EditableField, string>> = {};
  for (const field of FIELDS) {
    if (!policy.update.includes(field === "email" ? "email" : "name")) continue;
    const wanted = wantedOf(rec, field);
    if (wanted === null) {
      if (field === "email") warnings.push(emailCode(rec));
      continue;
    }
    const shown = shownBy(seat.member, field);
    const verdict = judge(field, wanted, shown, seat.link?.written[field], policy.handEdits);
    if (verdict.sends) written[field] = wanted;
    if (verdict.warning) warnings.push(verdict.warning);
    if (verdict.isNewEdit && shown !== null) edits[field] = shown;
  }
  const bank = policy.update.includes("bank") ? bankOf(rec, input) : null;
  if (bank !== null && bank !== (seat.link?.bankFingerprint ?? null)) written.bank = bank;
  return { written, warnings, edits };
}

/** The values of a new member; null when one that Spendesk needs is missing. */
export function newValues(rec: Rec, input: ModelInput): Written | null {
  const [email, firstName, lastName] = FIELDS.map((field) => wantedOf(rec, field));
  if (!email || !firstName || !lastName) return null;
  const bank = input.policy.update.includes("bank") ? bankOf(rec, input) : null;
  return { email, firstName, lastName, ...(bank !== null && { bank }) };
}

/** Why there is no e-mail to write. */
export function emailCode({ employee }: Rec): "no_work_email" | "invalid_work_email" {
  return employee.workEmail?.trim() ? "invalid_work_email" : "no_work_email";
}

/** Whether and why a wanted value that the member does not show is sent. */
function judge(
  field: EditableField,
  wanted: string,
  shown: string | null,
  last: WrittenValue | undefined,
  handEdits: "overwrite" | "report",
): { readonly sends: boolean; readonly warning?: string; readonly isNewEdit?: boolean } {
  if (isSameValue(field, wanted, shown)) return { sends: false };
  if (!last || !isSameValue(field, last.value, wanted)) return { sends: true };
  if (last.wasSeen && shown !== null) {
    const warning = "edited_by_hand";
    if (handEdits === "report") return { sends: false, warning };
    const isNewEdit = last.reportedEdit === null || !isSameValue(field, last.reportedEdit, shown);
    return { sends: !isNewEdit, warning, isNewEdit };
  }
  const isBack = isSameValue(field, last.before, shown);
  if (!last.wasSeen && last.times >= 2 && isBack) return { sends: false, warning: "not_kept" };
  return { sends: true };
}

/**
 * What a link knows after a look at the member: a value that was written and now shows was kept.
 * @param edits edits by hand that are said in this run for the first time
 */
export function observed(link: Link, member: Member, edits: Values["edits"]): Link["written"] {
  const after: Partial<Record<EditableField, WrittenValue>> = {};
  for (const field of FIELDS) {
    const last = link.written[field];
    if (!last) continue;
    const shows = isSameValue(field, last.value, shownBy(member, field));
    const edit = edits[field] ?? last.reportedEdit;
    after[field] = shows ? { ...last, wasSeen: true, reportedEdit: null } : { ...last, reportedEdit: edit };
  }
  return after;
}

function shownBy(member: Member, field: EditableField): string | null {
  return field === "email" ? member.email : writtenName(member[field]) && member[field];
}

function wantedOf(rec: Rec, field: EditableField): string | null {
  return field === "email" ? workEmail(rec.employee) : writtenName(rec.employee[field]);
}

/** Fingerprint of bank details that are whole and valid, else null. */
function bankOf({ employee }: Rec, { bankFingerprint }: ModelInput): string | null {
  const values = employee.bank?.reveal();
  const [iban, bic] = [values?.iban, values?.bic].map((text) => (text ?? "").replaceAll(" ", ""));
  if (!iban || !bic || !isValidIBAN(iban) || !isValidBIC(bic)) return null;
  return bankFingerprint({ reveal: () => ({ iban, bic }) } as BankDetails);
}
