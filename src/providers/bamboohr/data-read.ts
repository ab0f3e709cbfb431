import type { DataRead, EmployeeField } from "../provider.js";

const MATCHING = "Finds the person's Spendesk member";

/** What is read, with BambooHR's own labels (docs/vendors/bamboohr.md §1, §4). */
export const dataRead: readonly DataRead[] = [
  {
    ...required("workEmail", "Work Email", `${MATCHING} and is where the invitation goes`),
    ifEmpty: "Fill in Work Email on the employees' profiles in BambooHR, then run the command again.",
  },
  required("firstName", "First Name", "Name of the Spendesk member"),
  required("lastName", "Last Name", "Name of the Spendesk member"),
  required("status", "Status", "Tells who is employed and who is gone"),
  required("startDate", "Hire Date", "Tells a future hire from a leaver: BambooHR calls both inactive"),
  optional("displayName", "Display Name", "Shows people in previews by the name they use"),
  optional("terminationDate", "Termination Date", "Archives a leaver's member on the right day"),
  optional("manager", "Reporting to", "Sets the manager who approves requests in Spendesk"),
  optional("workLocation", "Location", "Filter by Work Location"),
  optional("department", "Department", "Filter by Department"),
  optional("team", "Division", "Filter by Team"),
  optional("jobTitle", "Job Title", "Filter by Job Title"),
  optional("legalEntity", "Legal entity", "Filter by Legal Entity; from the field you name"),
  optional(
    "country",
    "Country",
    "Filter by Country; of the home address, unless you name a field of your own",
  ),
  optional("employmentType", "Employment Status", "Filter by Employment Type"),
  optional("costCenter", "Cost center", "Filter by Cost Center; from the field you name"),
  optional("bank.iban", "IBAN", "Reimburses expenses to the right account"),
  optional("bank.bic", "BIC", "Reimburses expenses to the right account"),
];

function required(field: EmployeeField, label: string, purpose: string): DataRead {
  return { field, label, purpose, permission: permissionFor(label), required: true };
}

function optional(field: EmployeeField, label: string, purpose: string): DataRead {
  return { field, label, purpose, permission: permissionFor(label), required: false };
}

function permissionFor(label: string): string {
  return `The access level of the key's owner can see "${label}" of all employees`;
}
