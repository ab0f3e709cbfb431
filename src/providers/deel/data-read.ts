import type { DataRead, EmployeeField } from "../provider.js";

const MATCHING = "Finds the person's Spendesk member";
const PERMISSION = 'Scope people:read, and nothing left out at the step "sensitive data access"';

const BANK_PURPOSE = "Pays people back; read only for those who are created or changed";
const BANK_PERMISSION = 'Scope people:read, and bank details left in at the step "sensitive data access"';

/** What is read, with Deel's names (docs/vendors/deel.md §4). There are no cost centers in it. */
export const dataRead: readonly DataRead[] = [
  required("workEmail", "Work email", `${MATCHING} and is where the invitation goes`),
  required("firstName", "First name", "Name of the Spendesk member"),
  required("lastName", "Last name", "Name of the Spendesk member"),
  required("status", "Status", "Tells who is employed, about to start or gone"),
  required("employmentType", "Hiring type", "Keeps contractors apart; filter by Employment Type"),
  optional("displayName", "Full name", "Shows people in previews"),
  optional("startDate", "Start date", "Invites a new colleague when they start"),
  optional("terminationDate", "Last day", "Archives a leaver's member on the right day"),
  optional("manager", "Direct manager", "Sets the manager who approves requests in Spendesk"),
  optional("workLocation", "Work location", "Filter by Work Location"),
  optional("department", "Department", "Filter by Department"),
  optional("team", "Team", "Filter by Team"),
  optional("jobTitle", "Job title", "Filter by Job Title"),
  optional("legalEntity", "Client legal entity", "Filter by Legal Entity"),
  optional("country", "Country", "Filter by Country"),
  bank("bank.iban", "Bank account: IBAN", BANK_PURPOSE),
  bank("bank.bic", "Bank account: SWIFT/BIC", BANK_PURPOSE),
];

/** Whether a piece of data is read from a person's bank accounts, with calls of their own. */
export function isBankData({ field }: DataRead): boolean {
  return field.startsWith("bank.");
}

function required(field: EmployeeField, label: string, purpose: string): DataRead {
  return { field, label, purpose, permission: PERMISSION, required: true };
}

function optional(field: EmployeeField, label: string, purpose: string): DataRead {
  return { field, label, purpose, permission: PERMISSION, required: false };
}

function bank(field: EmployeeField, label: string, purpose: string): DataRead {
  return { field, label, purpose, permission: BANK_PERMISSION, required: false };
}
