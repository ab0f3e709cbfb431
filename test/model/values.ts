import { isValidBIC, isValidIBAN } from "ibantools";
import type { BankDetails } from "../../src/sync/model/bank.js";
import type { EditableField, Link, WrittenValue } from "../../src/sync/model/member.js";
import { addressKey, workEmail, writtenName } from "./fold.js";
import type { Seat } from "./match.js";
import type { Rec } from "./scene.js";
import type { ModelInput, Written } from "./types.js";

/** What is to be written to a member, what is to be said, and what its link then knows. */
export interface Values {
  readonly written: Written;
  readonly warnings: readonly string[];
  readonly observed: Link["written"];
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
  const observed = { ...seat.link?.written };
  for (const field of FIELDS) {
    if (!policy.update.includes(field === "email" ? "email" : "name")) continue;
    const wanted = wantedOf(rec, field);
    if (wanted === null) {
      if (field === "email") warnings.push(emailCode(rec));
      continue;
    }
    const last = observed[field];
    const verdict = judge(field, wanted, seat.member[field], last, policy.handEdits);
    if (verdict.sends) written[field] = wanted;
    if (verdict.warning) warnings.push(verdict.warning);
    if (last && verdict.learned) observed[field] = { ...last, ...verdict.learned };
  }
  const bank = policy.update.includes("bank") ? bankOf(rec, input) : null;
  if (bank !== null && bank !== (seat.link?.bankFingerprint ?? null)) written.bank = bank;
  return { written, warnings, observed };
}

/** The values of a new member; null when one that Spendesk needs is missing. */
export function newValues(rec: Rec, input: ModelInput): Written | null {
  const [email, firstName, lastName] = FIELDS.map((field) => wantedOf(rec, field));
  if (!email || !firstName || !lastName) return null;
  const bank = input.policy.update.includes("bank") ? bankOf(rec, input) : null;
  return { email, firstName, lastName, ...(bank !== null && { bank }) };
}

/** Why there is no e-mail to write. Of the words that people put in its place, the worlds know one. */
export function emailCode({ employee }: Rec): "no_work_email" | "invalid_work_email" {
  const text = employee.workEmail?.trim().toLowerCase() ?? "";
  return ["", "no e-mail"].includes(text) ? "no_work_email" : "invalid_work_email";
}

interface Verdict {
  readonly sends: boolean;
  readonly warning?: string;
  /** What the link learns of the value that was written last. */
  readonly learned?: Partial<WrittenValue>;
}

/** Whether a wanted value is sent, and what the value that the member shows says of the one written last. */
function judge(
  field: EditableField,
  wanted: string,
  shown: string | null,
  last: WrittenValue | undefined,
  handEdits: "overwrite" | "report",
): Verdict {
  const wasWritten = last && isSameValue(field, last.value, wanted);
  if (isSameValue(field, wanted, shown)) {
    return { sends: false, ...(wasWritten && { learned: { wasSeen: true, reportedEdit: null } }) };
  }
  if (!last || !wasWritten) return { sends: true };
  if (!last.wasSeen) {
    const isRefused = last.times >= 2 && isSameValue(field, shown, last.before);
    return isRefused ? { sends: false, warning: "not_kept" } : { sends: true };
  }
  // Somebody typed another value, or emptied it: that is said in one run before another overwrites it.
  const edit = shown ?? "";
  const wasSaid = last.reportedEdit !== null && isSameValue(field, last.reportedEdit, edit);
  return {
    sends: wasSaid && handEdits === "overwrite",
    warning: "edited_by_hand",
    learned: { reportedEdit: edit },
  };
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
