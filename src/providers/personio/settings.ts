import type { z } from "zod";
import type { DataRead } from "../provider.js";
import { createDataReads } from "../support/data-read.js";
import { attributeSetting, strictSettings } from "../support/settings.js";

/**
 * Names of the tenant's own attributes, for when their labels are unusual. Each is a key
 * (`dynamic_81001`), a universal id or a label.
 */
export const personioSettings = strictSettings("Personio", {
  ibanAttribute: attributeSetting("dynamic_81001 or IBAN"),
  bicAttribute: attributeSetting("dynamic_81002 or BIC"),
});

export type PersonioSettings = z.infer<typeof personioSettings>;

const MATCHING = "Finds the person's Spendesk member";

const { required, optional } = createDataReads(permissionFor);

/** What is read, with Personio's own names of the attributes to tick (docs/vendors/personio.md §1). */
export const dataRead: readonly DataRead[] = [
  {
    ...required("workEmail", "Email", `${MATCHING} and is where the invitation goes`),
    ifEmpty:
      "Fill in Email, the work address, on the profiles of your people in Personio, then run the command again.",
  },
  required("firstName", "First name", "Name of the Spendesk member"),
  required("lastName", "Last name", "Name of the Spendesk member"),
  required("status", "Status", "Tells who is employed, on leave, about to start or gone"),
  optional("displayName", "Name (preferred)", "Shows people in previews by the name they use"),
  optional("startDate", "Hire date", "Invites a new colleague when they start"),
  optional("terminationDate", "Termination date", "Archives a leaver's member on the right day"),
  optional("manager", "Supervisor", "Sets the manager who approves requests in Spendesk"),
  optional("workLocation", "Office", "Filter by Work Location"),
  optional("department", "Department", "Filter by Department"),
  optional("team", "Team", "Filter by Team"),
  optional("jobTitle", "Position", "Filter by Job Title"),
  optional("legalEntity", "Legal entity", "Filter by Legal Entity; older accounts call it Subcompany"),
  optional("country", "Public holidays", "Filter by Country: the calendar's country is the only one"),
  optional("employmentType", "Employment type", "Filter by Employment Type"),
  optional("costCenter", "Cost center", "Filter by Cost Center"),
  optional("bank.iban", "IBAN", "Reimburses expenses to the right account"),
  optional("bank.bic", "BIC", "Reimburses expenses to the right account"),
];

function permissionFor(label: string): string {
  return `Employees: Read, and "${label}" under Readable employee attributes`;
}
