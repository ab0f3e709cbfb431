import type { DataRead, EmployeeField, ProviderGuide, SettingField } from "../../provider.js";
import { credentialCheck } from "../../support/credentials.js";
import { addressField } from "../address.js";
import { generationField, LARGEST_PAGE, type LuccaApiSettings } from "../settings.js";

/** What the application may read, each with a right of its own (docs/vendors/lucca.md §1.2). */
export type Scope =
  | "employees.readonly"
  | "employments.readonly"
  | "job-positions.readonly"
  | "departments.readonly"
  | "legal-entities.readonly"
  | "business-establishments.readonly"
  | "employee-personal-records.readonly";

const ALWAYS: readonly Scope[] = [
  "employees.readonly",
  "employments.readonly",
  "job-positions.readonly",
  "departments.readonly",
  "legal-entities.readonly",
  "business-establishments.readonly",
];

/** Only for bank details, and only where they are wanted: Lucca calls it highly sensitive. */
export const PERSONAL_RECORDS: Scope = "employee-personal-records.readonly";

/** Where the admin gives them. */
export const APPLICATION_SCREEN = "/identity/admin/integration-keys > (the application)";

/** The scopes asked for, and no others. */
export function wantedScopes({ bankDetails }: LuccaApiSettings): readonly Scope[] {
  return bankDetails ? [...ALWAYS, PERSONAL_RECORDS] : ALWAYS;
}

/** Whether a token with these scopes may read; null: Lucca did not say which it has. */
export function isGranted(scope: Scope, granted: ReadonlySet<string> | null): boolean {
  return granted === null || granted.has(scope) || granted.has(scope.replace("readonly", "readwrite"));
}

const EMPLOYEES = "employees.readonly";
const EMPLOYMENTS = "employments.readonly";
const JOBS = "job-positions.readonly";

const MATCHING = "Finds the person's Spendesk member";
const REIMBURSING =
  "Reimburses expenses to the right account; only with source.settings.bankDetails, and of use only with sync.deriveBic";

/** What is read, with the scopes of the application (docs/vendors/lucca.md §1.2, §4). */
const dataRead: readonly DataRead[] = [
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
      "Lucca sends no BIC with an IBAN, and Spendesk needs both: later, `spendesk-hr configure --set sync.deriveBic=true` has the BIC of many countries' IBANs found by the code of the bank. Or set source.settings.bankDetails to no and take the scope for personal records away.",
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

const scopes = wantedScopes({ bankDetails: false });

/** docs/vendors/lucca.md §1.2 */
const setupSteps = [
  "Sign in to Lucca as an administrator and open /identity/admin/integration-keys behind the address in your browser, for example https://acme.ilucca.net/identity/admin/integration-keys.",
  'Declare a client application: the e-mail of a technical contact (better a shared one) and a name, for example "Spendesk sync".',
  `Give it the scopes ${scopes.join(", ")}.`,
  `Leave ${PERSONAL_RECORDS} away: Lucca calls it highly sensitive, and it has the IBAN without a BIC, while Spendesk needs both. Only if BICs are to be derived from IBANs (sync.deriveBic), give it as well and set source.settings.bankDetails to yes.`,
  "List all business establishments. People of the others would be invisible, without an error.",
  "Where Lucca asks for sections of the employee file, allow the one with the contract, and for bank details the one with the bank account.",
  "Copy the client ID and the client secret, which is shown only once, and the address in your browser (such as acme.ilucca.net).",
];

const settingFields: readonly SettingField[] = [
  generationField,
  {
    key: "bankDetails",
    label: "Read bank details",
    help: `no (default), or yes: the application then needs ${PERSONAL_RECORDS}, and there is one call more per ${LARGEST_PAGE} people. Lucca sends no BIC with an IBAN, so it is of use only with sync.deriveBic.`,
    decides: ["bank.bic"],
  },
  {
    key: "pageSize",
    label: "People per call",
    help: `${LARGEST_PAGE} (default) is the most; less where Lucca is too slow, which it also finds out by itself.`,
  },
];

/** The newer API with an OAuth client, which Lucca calls the Lucca API (docs/vendors/lucca.md). */
export const luccaApiGuide: ProviderGuide = {
  setupSteps,
  link: "https://developers.lucca.fr/documentation/using-api/authentication",
  dataRead,
  credentialFields: [
    addressField,
    {
      key: "clientId",
      label: "Client ID",
      secret: false,
      help: `From ${APPLICATION_SCREEN}.`,
      validate: credentialCheck("client ID"),
    },
    {
      key: "clientSecret",
      label: "Client secret",
      secret: true,
      help: "Shown once when the application is declared. A lost one is replaced by a new one.",
      validate: credentialCheck("client secret"),
    },
  ],
  settingFields,
  requests: {
    formula:
      "4 + ⌈N/100⌉; with settings.bankDetails ⌈N/100⌉ more; 1 more per further 100 departments, legal entities or establishments",
    count: (employees) => 4 + Math.max(1, Math.ceil(employees / LARGEST_PAGE)),
  },
  bankDetails:
    "off unless asked for (settings.bankDetails): with the personal records, the IBAN; Lucca has no BIC for it, so only with sync.deriveBic",
};
