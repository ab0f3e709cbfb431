import { isEmailAddress, isEmailPlaceholder } from "../shared/email-address.js";
import { cleanEmail, emailKey } from "../shared/text.js";
import type { Employee } from "./employee.js";

/** A work e-mail that can be written, or why there is none. `key` is the form for comparisons. */
export type WorkEmail =
  | { readonly ok: true; readonly value: string; readonly key: string }
  | {
      readonly ok: false;
      readonly code: "no_work_email" | "invalid_work_email";
      /** One sentence. */
      readonly why: string;
    };

const NONE: WorkEmail = {
  ok: false,
  code: "no_work_email",
  why: "The HR tool has no work e-mail for this person, or it may not be read.",
};

/** Texts are said by their first characters: somebody may have pasted half a page into the field. */
const LONGEST_SHOWN = 80;

/**
 * Reads an employee's work e-mail as it is written to Spendesk: without surrounding blanks and characters
 * that nobody sees, composed. What no mail server takes is invalid; a word that stands for nothing
 * (`none`, `n/a`, `-`) is no e-mail.
 */
export function workEmailOf(employee: Employee): WorkEmail {
  const value = cleanEmail(employee.workEmail ?? "");
  if (!value) return NONE;
  if (isEmailAddress(value)) return { ok: true, value, key: emailKey(value) };
  const shown = value.length > LONGEST_SHOWN ? `${value.slice(0, LONGEST_SHOWN)}…` : value;
  return isEmailPlaceholder(value)
    ? { ok: false, code: "no_work_email", why: `The HR tool has "${shown}" in the place of a work e-mail.` }
    : { ok: false, code: "invalid_work_email", why: `The work e-mail "${shown}" is not an e-mail address.` };
}
