import { isEmailAddress, isEmailPlaceholder } from "../../shared/email-address.js";
import { cleanEmail, emailKey } from "../../shared/text.js";
import type { RawBank } from "./bank.js";
import type { IsoDate } from "./dates.js";

/**
 * Leave counts as active. `pending`: the contract stands, and the start date decides. `no_contract`:
 * there is none yet (a draft, an open offer), so whatever date stands there invites nobody. `unknown`:
 * a raw status nobody mapped; such a person is never archived.
 */
export type EmployeeStatus = "active" | "pending" | "no_contract" | "inactive" | "unknown";

/** What rules compare: one text, several of equal standing (tags), or nothing. A list is never empty. */
export type FieldValue = string | readonly string[] | null;

/**
 * A person's record in the HR tool, normalized (docs/rules.md §2).
 *
 * A key that is *absent* means the credential may not read it; `null` means the HR tool has it empty.
 * Neither ever erases anything in Spendesk. Texts are trimmed, never empty strings.
 */
export interface Employee {
  /** The provider's stable id. E-mails change, ids don't. Of several sources it names the source, see `idOfSource`. */
  readonly id: string;
  /** Name of the source whose record this is; absent in an entity of one source. */
  readonly source?: string;
  readonly workEmail?: string | null;
  readonly firstName?: string | null;
  readonly lastName?: string | null;
  readonly displayName?: string | null;
  readonly status: EmployeeStatus;
  /** Raw status text, or what refines it (leave, garden leave). */
  readonly statusDetail?: string | null;
  /** The rule of `source.statuses` that gave the status its meaning. */
  readonly statusRule?: StatusRule;
  readonly startDate?: IsoDate | null;
  /** Last day of employment, where it counts as one. */
  readonly terminationDate?: IsoDate | null;
  /**
   * An end that is only announced, of a contract that may go on: the HR tool's own flags will confirm
   * it or not. Shown, and decides nothing.
   */
  readonly expectedEnd?: IsoDate | null;
  readonly workLocation?: FieldValue;
  readonly department?: FieldValue;
  readonly team?: FieldValue;
  readonly jobTitle?: FieldValue;
  readonly legalEntity?: FieldValue;
  /** ISO 3166-1 alpha-2, or the provider's text where it has no code. */
  readonly country?: FieldValue;
  readonly employmentType?: FieldValue;
  readonly costCenter?: FieldValue;
  readonly manager?: { readonly id: string | null; readonly email: string | null } | null;
  readonly bank?: RawBank | null;
  /** Further attributes, addressable in filter rules as `custom.<key>`. */
  readonly custom: Readonly<Record<string, FieldValue>>;
}

/** Name for people to read: display name, else first and last name, else e-mail, else id. */
export function employeeName(employee: Employee): string {
  const full = [employee.firstName, employee.lastName].filter(Boolean).join(" ");
  return employee.displayName || full || employee.workEmail || employee.id;
}

/** A field's value for people to read. */
export function fieldText(value: FieldValue): string | null {
  return typeof value === "string" || value === null ? value : value.join(", ");
}

/** What a raw status can be called in `source.statuses`. */
export const STATUS_MEANINGS = ["active", "pending", "inactive", "ignore"] as const;
export type StatusMeaning = (typeof STATUS_MEANINGS)[number];

/** Raw statuses of the HR tool, as somebody wrote them, and what they mean. */
export type StatusRules = Readonly<Record<string, StatusMeaning>>;

/** The rule that decided about an employee. */
export interface StatusRule {
  /** As written in the configuration. */
  readonly raw: string;
  readonly means: StatusMeaning;
}

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
