import type { DataRead } from "../provider.js";
import { createDataReads } from "../support/data-read.js";
import { COLUMN_KEYS, type ColumnKey } from "./keys.js";
import type { FileSettings } from "./settings.js";

const { required, optional } = createDataReads(() => "its column in the export");

/** What is read, why, and from which column. */
export const dataRead: readonly DataRead[] = [
  required("workEmail", "Work e-mail", "Finds the person's Spendesk member and is where the invitation goes"),
  required("firstName", "First name", "Name of the Spendesk member"),
  required("lastName", "Last name", "Name of the Spendesk member"),
  required("status", "Status", "Tells who is employed, about to start or gone"),
  optional("startDate", "Start date", "Invites a new colleague when they start"),
  optional("terminationDate", "Last day", "Archives a leaver's member on the right day"),
  optional("manager", "Manager", "Sets the manager who approves requests in Spendesk"),
  optional("workLocation", "Work location", "Filter by Work Location"),
  optional("department", "Department", "Filter by Department"),
  optional("team", "Team", "Filter by Team"),
  optional("jobTitle", "Job title", "Filter by Job Title"),
  optional("legalEntity", "Legal entity", "Filter by Legal Entity"),
  optional("country", "Country", "Filter by Country"),
  optional("employmentType", "Employment type", "Filter by Employment Type"),
  optional("costCenter", "Cost center", "Filter by Cost Center"),
  optional("bank.iban", "IBAN", "Reimburses expenses to the right account"),
  optional("bank.bic", "BIC", "Reimburses expenses to the right account"),
];

/** Columns by which a piece of data is read, where they are not of its name. */
const COLUMNS_OF: Partial<Record<DataRead["field"], readonly ColumnKey[]>> = {
  firstName: ["firstName", "fullName"],
  lastName: ["lastName", "fullName"],
  status: ["status", "terminationDate"],
  manager: ["managerId", "managerEmail"],
  "bank.iban": ["iban"],
  "bank.bic": ["bic"],
};

/** What is read of an export whose columns are mapped like this. */
export function dataReadOf({ columns }: Pick<FileSettings, "columns">): readonly DataRead[] {
  return dataRead.filter(({ field }) => columnsOf(field).some((key) => columns[key] !== undefined));
}

/** The data that are read from a column. */
export function fieldsOfColumn(key: ColumnKey): readonly DataRead["field"][] {
  return dataRead.flatMap(({ field }) => (columnsOf(field).includes(key) ? [field] : []));
}

function columnsOf(field: DataRead["field"]): readonly ColumnKey[] {
  return COLUMNS_OF[field] ?? COLUMN_KEYS.filter((key) => key === field);
}

/** What each column holds, for people. */
export const COLUMN_LABELS: Readonly<Record<ColumnKey, string>> = {
  id: "Id",
  workEmail: "Work e-mail",
  firstName: "First name",
  lastName: "Last name",
  fullName: "Full name",
  status: "Status",
  startDate: "Start date",
  terminationDate: "Last day",
  workLocation: "Work location",
  department: "Department",
  team: "Team",
  jobTitle: "Job title",
  legalEntity: "Legal entity",
  country: "Country",
  employmentType: "Employment type",
  costCenter: "Cost center",
  managerId: "Id of the manager",
  managerEmail: "E-mail of the manager",
  iban: "IBAN",
  bic: "BIC",
};
