import type { DataRead, EmployeeField } from "../../provider.js";
import { createDataReads } from "../../support/data-read.js";
import type { LegacySettings } from "../settings.js";

/**
 * Where the admin decides what the key may see: a key has a role of its own name
 * (docs/vendors/lucca.md §1.1).
 */
export const ROLE_SCREEN = "Roles > (the role with the key's name, at the end of the list)";

/** What people of other times need, without which they are not in the answer at all. */
export const OTHER_TIMES = "See former employees and See future employees";

const CONSULT = "Consult users";
const JOBS = "View employee jobs";
const MANAGERS = "View employee managers";
const QUALIFICATIONS = "View employee qualifications";
const SECTION = "The section of the employee file that holds the field";

const MATCHING = "Finds the person's Spendesk member";
const REIMBURSING = "Reimburses expenses to the right account";

const { required, optional } = createDataReads((_label, permission: string) => permission);

/** What is read, with the permission of the key's role (docs/vendors/lucca.md §1.1, §4). */
export const dataRead: readonly DataRead[] = [
  required("workEmail", "Work e-mail", `${MATCHING} and is where the invitation goes`, CONSULT),
  required("firstName", "First name", "Name of the Spendesk member", CONSULT),
  required("lastName", "Last name", "Name of the Spendesk member", CONSULT),
  required(
    "status",
    "Contract dates",
    "Tell who is employed, about to start or gone: Lucca has no status",
    `${CONSULT}, ${OTHER_TIMES}`,
  ),
  optional("startDate", "Contract start", "Invites a new colleague when they start", CONSULT),
  optional("terminationDate", "Contract end", "Archives a leaver's member on the right day", CONSULT),
  optional("manager", "Manager", "Sets the manager who approves requests in Spendesk", MANAGERS),
  optional("workLocation", "Establishment", "Filter by Work Location", JOBS),
  optional("legalEntity", "Legal entity", "Filter by Legal Entity: the establishment too", JOBS),
  optional("department", "Department", "Filter by Department", JOBS),
  optional("jobTitle", "Job title", "Filter by Job Title", `${JOBS} and ${QUALIFICATIONS}`),
  optional("bank.iban", "IBAN", `${REIMBURSING}; only with source.settings.ibanField`, SECTION),
  optional("bank.bic", "BIC", `${REIMBURSING}; only with source.settings.bicField`, SECTION),
];

/** The setting that names the extended data field of a bank value. */
const SETTING_OF: Partial<Record<EmployeeField, keyof LegacySettings>> = {
  "bank.iban": "ibanField",
  "bank.bic": "bicField",
};

/** What to do about data that nobody has. */
export function adviceFor({ field, label, permission }: DataRead, settings: LegacySettings): string {
  const allow = `In Lucca under ${ROLE_SCREEN}, on all establishments and departments, allow for ${label}: ${permission}.`;
  const setting = SETTING_OF[field];
  if (!setting) return allow;
  if (settings[setting] !== undefined) {
    return `Nobody has ${settings[setting]}: check its key, which may have hyphens, and put the key of its group and a dot in front where two groups have it. ${allow}`;
  }
  return `For ${label}: set source.settings.${setting} to the key of the extended data field it is in, if your company keeps it there; the API key reaches no other bank details, and the Lucca API (settings.apiGeneration) has IBANs without a BIC.`;
}
