import * as z from "zod";
import type { DataRead, EmployeeField } from "../provider.js";
import { strictSettings, yesNoSetting } from "../support/settings.js";
import { KEY_SCREEN } from "./errors.js";

const companyId = "must be the company's PayFit id, for example 64f0c2a9b1d2e3f405060708";

/** What costs more calls than the list of collaborators, and the way round the look-up of the company. */
export const payfitSettings = strictSettings("PayFit", {
  companyDetails: yesNoSetting(),
  contracts: z.enum(["global", "french"], { error: "must be global or french" }).optional(),
  companyId: z
    .string({ error: companyId })
    .trim()
    .regex(/^[\w-]+$/u, { error: companyId })
    .optional(),
});

export type PayfitSettings = z.infer<typeof payfitSettings>;

/** One piece of data with the scope it comes with; null for the company's own, which need none. */
export interface PayfitData extends DataRead {
  readonly scope: string | null;
  /** The setting without which it is not read. */
  readonly setting: "companyDetails" | "contracts" | null;
}

/** The scope without which there is no list of people. */
export const BASE_SCOPE = "collaborators:read";
export const JOBS_SCOPE = "contracts:read";

export const CONTRACTS_SCOPE = "collaborators:contracts:read";
export const MANAGEMENT_SCOPE = "collaborators:management:read";
/** Assumed: which scope the e-mails come with is not documented. */
export const PERSONAL_SCOPE = "collaborators:personal:read";
export const BANK_SCOPE = "collaborators:bank-info:read";

const MATCHING = "Finds the person's Spendesk member";
const REIMBURSING = "Reimburses expenses to the right account";

/** What is read, with the scopes a key needs for it (docs/vendors/payfit.md §1, §4). */
export const dataRead: readonly PayfitData[] = [
  {
    ...required("workEmail", "Professional e-mail", PERSONAL_SCOPE, `${MATCHING} and gets the invitation`),
    ifEmpty:
      "In PayFit, fill in people's professional e-mail, which is optional there; then run the command again. PayFit shows professional e-mails to integrations for some countries only: if people have theirs and the key shows none, ask PayFit's support whether it gives them for your company. Without them nobody can be matched, and personal addresses are never used instead.",
  },
  required("firstName", "First name", BASE_SCOPE, "Name of the Spendesk member"),
  required("lastName", "Last name", BASE_SCOPE, "Name of the Spendesk member"),
  required(
    "status",
    "Contracts",
    CONTRACTS_SCOPE,
    "Their dates tell who is employed, about to start or gone",
  ),
  optional("startDate", "Contract start", CONTRACTS_SCOPE, "Invites a new colleague when they start"),
  optional("terminationDate", "Contract end", CONTRACTS_SCOPE, "Archives a leaver's member on the right day"),
  optional("manager", "Manager", MANAGEMENT_SCOPE, "Sets the manager who approves requests in Spendesk"),
  optional("team", "Team", MANAGEMENT_SCOPE, "Filter by Team"),
  optional("bank.iban", "IBAN", BANK_SCOPE, REIMBURSING),
  optional("bank.bic", "BIC", BANK_SCOPE, REIMBURSING),
  optional("jobTitle", "Job name", JOBS_SCOPE, "Filter by Job Title", "contracts"),
  optional("employmentType", "Contract type", JOBS_SCOPE, "Filter by Employment Type", "contracts"),
  optional("legalEntity", "Company name", null, "Filter by Legal Entity", "companyDetails"),
  optional("country", "Company country", null, "Filter by Country: the company's", "companyDetails"),
];

/** The scopes to tick, each once. */
export const SCOPES: readonly string[] = [
  ...new Set([BASE_SCOPE, ...dataRead.flatMap(({ scope }) => scope ?? [])]),
];

/** The pieces of data that are read with these settings. */
export function dataReadWith(settings: PayfitSettings): readonly PayfitData[] {
  return dataRead.filter(({ setting }) => setting === null || settings[setting]);
}

/** What the admin does about a piece of data that can't be read. */
export function whatToAllow({ field, label, scope }: PayfitData): string {
  if (scope === null) return `PayFit has no ${label} for this company; fill it in there.`;
  const key = `In PayFit under ${KEY_SCREEN}, create a new key that has ${scope} as well (for ${label}), then run \`spendesk-hr connect payfit\`.`;
  if (field !== "startDate") return key;
  return `${key} Without it, admins without a contract and future hires look employed: the status goes by the termination date alone.`;
}

function required(field: EmployeeField, label: string, scope: string, purpose: string): PayfitData {
  return { field, label, purpose, permission: scope, required: true, scope, setting: null };
}

function optional(
  field: EmployeeField,
  label: string,
  scope: string | null,
  purpose: string,
  setting: PayfitData["setting"] = null,
): PayfitData {
  const when = setting ? `; only with source.settings.${setting}` : "";
  const permission = scope ?? "none of its own";
  return { field, label, purpose: purpose + when, permission, required: false, scope, setting };
}
