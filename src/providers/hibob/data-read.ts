import type { DataRead, EmployeeField } from "../provider.js";
import type { HiBobSettings } from "./settings.js";

/** One piece of data with the category that has to be ticked, null when it depends on the account. */
export interface HiBobData extends DataRead {
  readonly category: string | null;
}

const MATCHING = "Finds the person's Spendesk member";
const REIMBURSES = "Reimburses expenses to the right account";

/** Bob keeps bank details in one of two places, and the fields are empty where the table is used. */
const USE_TABLE =
  "Accounts that use Bob's bank accounts table leave these fields empty: set source.settings.bankSource to table. If nobody has bank details in Bob, set it to fields.";

/** What is read, with Bob's own names of fields and categories (docs/vendors/hibob.md §1, §4). */
export const dataRead: readonly HiBobData[] = [
  data("Basic info", "workEmail", "Email", `${MATCHING} and is where the invitation goes`, true),
  data("Basic info", "firstName", "First name", "Name of the Spendesk member", true),
  data("Basic info", "lastName", "Last name", "Name of the Spendesk member", true),
  data("Lifecycle", "status", "Lifecycle status", "Tells who is employed, on leave, hired or gone", true),
  data("Basic info", "displayName", "Display name", "Shows people in previews by the name they use"),
  data("Work", "startDate", "Start date", "Invites a new colleague when they start"),
  data("Lifecycle", "terminationDate", "Termination date", "Archives a leaver's member on the right day"),
  data("Work", "manager", "Reports to", "Sets the manager who approves requests in Spendesk"),
  data("Work", "workLocation", "Site", "Filter by Work Location"),
  data("Work", "department", "Department", "Filter by Department"),
  data("Work", "jobTitle", "Job title", "Filter by Job Title"),
  data("Address", "country", "Site country", "Filter by Country: the country of the site, not of the home"),
  data("Employment", "employmentType", "Employment type", "Filter by Employment Type"),
  mapped("team", "Team", "teamField"),
  mapped("legalEntity", "Legal entity", "legalEntityField"),
  mapped("costCenter", "Cost center", "costCenterField"),
  { ...data("Financial", "bank.iban", "IBAN", REIMBURSES), ifEmpty: USE_TABLE },
  { ...data("Financial", "bank.bic", "BIC/SWIFT", REIMBURSES), ifEmpty: USE_TABLE },
];

/** The pieces of data that are read with these settings. */
export function dataReadWith(settings: HiBobSettings): readonly HiBobData[] {
  const ids = fieldIdsOf(settings);
  const inTable = settings.bankSource === "table" ? ["bank.iban", "bank.bic"] : [];
  return dataRead.filter(({ field }) => ids[field].length > 0 || inTable.includes(field));
}

/** The fields a piece of data is read from, the first that has a value; none when it is not asked for. */
export function fieldIdsOf(settings: HiBobSettings): Readonly<Record<EmployeeField, readonly string[]>> {
  const inFields = settings.bankSource !== "table";
  return {
    workEmail: ["root.email"],
    firstName: ["root.firstName"],
    lastName: ["root.surname"],
    displayName: ["root.displayName"],
    status: ["internal.lifecycleStatus", "internal.status"],
    startDate: ["work.startDate"],
    terminationDate: ["internal.terminationDate", "employment.terminationDate"],
    manager: ["work.reportsTo", "work.manager"],
    workLocation: ["work.site"],
    department: ["work.department"],
    jobTitle: ["work.title"],
    country: ["address.siteCountry"],
    employmentType: ["payroll.employment.type"],
    team: given(settings.teamField),
    legalEntity: given(settings.legalEntityField),
    costCenter: given(settings.costCenterField),
    "bank.iban": inFields ? [settings.ibanField ?? "financial.iban"] : [],
    "bank.bic": inFields ? [settings.bicField ?? "financial.swift"] : [],
  };
}

/** Tells one account from another; part of the Basic info that every search needs. */
export const COMPANY_ID = "root.companyId";

/** Everything a search asks for: nothing else is read (docs/vendors/hibob.md §3). */
export function requestedFields(settings: HiBobSettings): readonly string[] {
  const custom = settings.customFields?.map(({ id }) => id) ?? [];
  return [...new Set(["root.id", COMPANY_ID, ...Object.values(fieldIdsOf(settings)).flat(), ...custom])];
}

function given(id: string | undefined): readonly string[] {
  return id === undefined ? [] : [id];
}

function data(
  category: string,
  field: EmployeeField,
  label: string,
  purpose: string,
  required = false,
): HiBobData {
  return { field, label, purpose, permission: permissionFor(category), required, category };
}

/** Bob has no such field of its own: the account keeps it in a field that a setting names. */
function mapped(field: EmployeeField, label: string, setting: keyof HiBobSettings): HiBobData {
  return {
    field,
    label,
    purpose: `Filter by ${label}; only with source.settings.${setting}`,
    permission: "View selected employees' sections of the category the field is in",
    required: false,
    category: null,
  };
}

function permissionFor(category: string): string {
  return `View selected employees' ${category} sections`;
}
