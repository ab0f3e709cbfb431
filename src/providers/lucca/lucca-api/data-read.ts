import type { DataRead, EmployeeField } from "../../provider.js";
import type { LuccaApiSettings } from "../settings.js";
import { APPLICATION_SCREEN, PERSONAL_RECORDS } from "./scopes.js";

const EMPLOYEES = "employees.readonly";
const EMPLOYMENTS = "employments.readonly";
const JOBS = "job-positions.readonly";

const MATCHING = "Finds the person's Spendesk member";
const REIMBURSING =
  "Reimburses expenses to the right account; only with source.settings.bankDetails, and of use only with sync.deriveBic";

/** What is read, with the scopes of the application (docs/vendors/lucca.md §1.2, §4). */
export const dataRead: readonly DataRead[] = [
  required("workEmail", "Work e-mail", `${MATCHING} and is where the invitation goes`),
  required("firstName", "Given name", "Name of the Spendesk member"),
  required("lastName", "Family name", "Name of the Spendesk member"),
  required("status", "Employment status", "Tells who is employed, about to start or gone"),
  optional("startDate", "Employment start", "Invites a new colleague when they start", EMPLOYMENTS),
  optional("terminationDate", "Employment end", "Archives a leaver's member on the right day", EMPLOYMENTS),
  optional("manager", "Manager", "Sets the manager who approves requests in Spendesk", JOBS),
  optional(
    "workLocation",
    "Business establishment",
    "Filter by Work Location",
    `${JOBS}, business-establishments.readonly`,
  ),
  optional("department", "Department", "Filter by Department", `${JOBS}, departments.readonly`),
  optional("team", "Parent department", "Filter by Team", `${JOBS}, departments.readonly`),
  optional("jobTitle", "Job title", "Filter by Job Title", JOBS),
  optional(
    "legalEntity",
    "Legal entity",
    "Filter by Legal Entity",
    `${EMPLOYMENTS}, legal-entities.readonly`,
  ),
  optional(
    "country",
    "Country of the legal entity",
    "Filter by Country",
    `${EMPLOYMENTS}, legal-entities.readonly`,
  ),
  optional("bank.iban", "IBAN", REIMBURSING, PERSONAL_RECORDS),
  {
    ...optional("bank.bic", "BIC", REIMBURSING, PERSONAL_RECORDS),
    ifEmpty:
      "Lucca sends no BIC with an IBAN, and Spendesk needs both: set `sync.deriveBic: true`, which finds the BIC of many countries' IBANs by the code of the bank, or set source.settings.bankDetails to no and take the scope for personal records away.",
  },
];

/** The data that these settings ask for. */
export function dataReadWith({ bankDetails }: LuccaApiSettings): readonly DataRead[] {
  return bankDetails ? dataRead : dataRead.filter(({ permission }) => !permission.includes(PERSONAL_RECORDS));
}

/** What to do about data that nobody has. */
export function adviceFor({ label, permission }: DataRead): string {
  return `For ${label}: in Lucca under ${APPLICATION_SCREEN}, tick the ${permission.replace("Scope", "scope")}, all business establishments, and the section of the employee file that holds it.`;
}

function required(field: EmployeeField, label: string, purpose: string): DataRead {
  return { field, label, purpose, permission: `Scope ${EMPLOYEES}`, required: true };
}

function optional(field: EmployeeField, label: string, purpose: string, scopes: string): DataRead {
  return { field, label, purpose, permission: `Scope ${scopes}`, required: false };
}
