import type { DataRead, EmployeeField } from "../provider.js";

const WORK_EMAIL =
  "Person Data: Work Contact Information; Person Data: Public Work Email Address Integration; Person Data: Private Work Email Integration (in some tenants Worker Data)";
const STAFFING = "Worker Data: Current Staffing Information; Worker Data: Employment Data";
const POSITIONS = "Worker Data: All Positions";
const ORGANIZATIONS = "Worker Data: Organization Information; Manage: Organization Integration";
/** Name from secondary sources, not from Workday (docs/vendors/workday.md §1). */
export const ELECTIONS = "Worker Data: Payroll (Payment Elections)";
const MEMBER_NAME = "Name of the Spendesk member";
const REIMBURSE = "Reimburses expenses to the right account; only with the setting bankDetails";

/** The operation itself; every piece of data needs its own domain besides (docs/vendors/workday.md §1). */
export const OPERATION_DOMAINS = ["Worker Data: Public Worker Reports", "Worker Data: Workers"];

/** What is read, with the domain security policies that give it. */
export const dataRead: readonly DataRead[] = [
  required("workEmail", "Work e-mail", "Finds the person's Spendesk member, invites there", WORK_EMAIL),
  required("firstName", "First name", MEMBER_NAME, "Person Data: Name"),
  required("lastName", "Last name", MEMBER_NAME, "Person Data: Name"),
  required("status", "Worker status", "Tells who is employed, on leave, about to start or gone", STAFFING),
  optional(
    "displayName",
    "Formatted name",
    "Shows people in previews by the name they use",
    "Person Data: Name",
  ),
  optional("startDate", "Hire date", "Invites a new colleague when they start", STAFFING),
  optional("terminationDate", "Termination date", "Archives a leaver's member on the right day", STAFFING),
  optional("manager", "Manager", "Sets the manager who approves requests in Spendesk", ORGANIZATIONS),
  optional("workLocation", "Location", "Filter by Work Location", POSITIONS),
  optional("department", "Department organization", "Filter by Department", ORGANIZATIONS),
  optional(
    "team",
    "Team organization",
    "Filter by Team; only with the setting teamOrganization",
    ORGANIZATIONS,
  ),
  optional(
    "jobTitle",
    "Business title",
    "Filter by Job Title",
    `Worker Data: Business Title on Worker Profile; ${POSITIONS}`,
  ),
  optional("legalEntity", "Company", "Filter by Legal Entity", ORGANIZATIONS),
  optional("country", "Country of the location", "Filter by Country", POSITIONS),
  optional("employmentType", "Worker type", "Filter by Employment Type", POSITIONS),
  optional("costCenter", "Cost center", "Filter by Cost Center", ORGANIZATIONS),
  bank("bank.iban", "IBAN", REIMBURSE),
  bank("bank.bic", "BIC", REIMBURSE),
];

export function isBankField(field: EmployeeField): boolean {
  return field.startsWith("bank.");
}

function required(field: EmployeeField, label: string, purpose: string, domains: string): DataRead {
  return { field, label, purpose, permission: `Get on ${domains}`, required: true };
}

function optional(field: EmployeeField, label: string, purpose: string, domains: string): DataRead {
  return { field, label, purpose, permission: `Get on ${domains}`, required: false };
}

/** Web services ask for Get, reports for View (docs/vendors/workday.md §1). */
function bank(field: EmployeeField, label: string, purpose: string): DataRead {
  const permission = `Get on ${ELECTIONS}; for a custom report View on the domains of its columns`;
  return { field, label, purpose, permission, required: false };
}
