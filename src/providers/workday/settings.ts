import * as z from "zod";
import { enumerated } from "../../shared/text.js";
import type { DataRead, EmployeeField } from "../provider.js";
import { createDataReads } from "../support/data-read.js";
import { isWithheld } from "../support/readable.js";
import { namesSetting, strictSettings } from "../support/settings.js";
import { reportUrlProblem } from "./report-errors.js";

/** Newest version other connectors pin; old ones stay callable for years (docs/vendors/workday.md §2.1). */
const DEFAULT_VERSION = "v44.0";

/** Names in filter rules that come from the web service. */
const TAKEN_NAMES = ["workerKind", "timeType"];

const version = oneText("a version such as v44.0", (text) => /^v\d{2}\.\d$/u.test(text));
const organizationType = oneText("an organization type id such as COST_CENTER", isSomething);
const rule = oneText("a payment election rule id such as EXPENSE_PAYMENTS", isSomething);
const column = oneText("the XML alias of a column, such as workdayId", isSomething);

const reportUrl = z
  .string({ error: "must be the address of a report" })
  .trim()
  .superRefine((text, context) => {
    const problem = reportUrlProblem(text);
    if (problem !== null)
      context.addIssue({ code: "custom", message: `can't be used: ${problem.replace(/\.$/u, "")}` });
  });

const reportColumns = namesSetting("XML aliases of columns")
  .refine((names) => !names?.some(isWithheld), {
    error: "must not name bank details or pay: what is listed here is shown as plain text",
  })
  .refine((names) => !names?.some((name) => TAKEN_NAMES.includes(name)), {
    error: `must not name ${TAKEN_NAMES.join(" or ")}: rules have these already; give the column another alias`,
  });

const GONE = { asOfTimezone: "the entity's own `timezone` says what day it is, so remove the setting" };

/** How Workday is read, where its tenants differ. */
export const workdaySettings = strictSettings(
  "Workday",
  {
    apiVersion: version.default(DEFAULT_VERSION),
    contingentWorkers: oneOf("include", "exclude").default("include"),
    departmentOrganization: organizationType.default("SUPERVISORY"),
    teamOrganization: organizationType.optional(),
    peopleWithoutWorkEmail: oneOf("few", "many").default("few"),
    bankDetails: oneOf("none", "payment-elections", "report").default("none"),
    paymentElectionRule: rule.optional(),
    reportColumns,
    reportUrl: reportUrl.optional(),
    reportWorkerColumn: column.default("workdayId"),
    reportIbanColumn: column.default("iban"),
    reportBicColumn: column.default("bic"),
  },
  GONE,
).superRefine((settings, context) => {
  const issue = (key: string, message: string) => {
    context.addIssue({ code: "custom", path: [key], message });
  };
  const wanted = settings.bankDetails === "report" || furtherColumns(settings).length > 0;
  if (wanted && settings.reportUrl === undefined) {
    issue("reportUrl", "must be set when bankDetails is report or reportColumns names columns");
  }
  if (!wanted && settings.reportUrl !== undefined) {
    issue("reportUrl", "is of no use unless bankDetails is report or reportColumns names columns");
  }
  const bank = [settings.reportIbanColumn, settings.reportBicColumn];
  if (furtherColumns(settings).some((name) => bank.includes(name))) {
    issue("reportColumns", "must not name the columns of bank details: what is listed here is shown");
  }
});

export type WorkdaySettings = z.infer<typeof workdaySettings>;

/** Columns of the report for filter rules: `custom.<alias>`. */
export function furtherColumns({ reportColumns }: Pick<WorkdaySettings, "reportColumns">): readonly string[] {
  return reportColumns ?? [];
}

/** Columns of the report that hold bank details. */
export function bankColumns({
  reportIbanColumn,
  reportBicColumn,
}: Pick<WorkdaySettings, "reportIbanColumn" | "reportBicColumn">): readonly string[] {
  return [reportIbanColumn, reportBicColumn];
}

function oneText(what: string, fits: (text: string) => boolean) {
  const error = `must be ${what}`;
  return z.string({ error }).trim().refine(fits, { error });
}

function oneOf<const Option extends string>(...options: readonly [Option, Option, ...Option[]]) {
  return z.enum(options, { error: `must be ${enumerated(options, "or")}` });
}

function isSomething(text: string): boolean {
  return text !== "";
}

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

const { required, optional } = createDataReads((_label, domains: string) => `Get on ${domains}`);

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

/** Web services ask for Get, reports for View (docs/vendors/workday.md §1). */
function bank(field: EmployeeField, label: string, purpose: string): DataRead {
  const permission = `Get on ${ELECTIONS}; for a custom report View on the domains of its columns`;
  return { field, label, purpose, permission, required: false };
}
