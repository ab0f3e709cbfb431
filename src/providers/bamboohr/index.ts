import type { CredentialField, Provider, SettingField } from "../provider.js";
import { credentialCheck } from "../support/credentials.js";
import { readEmployees } from "./read.js";
import {
  type BamboohrSettings,
  bamboohrSettings,
  checkCompanyDomain,
  companyHost,
  companyName,
  dataRead,
} from "./settings.js";
import { verify } from "./verify.js";

/** docs/vendors/bamboohr.md §1 */
const setupSteps = [
  "Make a user of its own for the sync, not a person's: the key sees what its user sees, and ends with the user. BambooHR has no read-only keys.",
  `As an admin open Settings > Access Levels and give that user a level that can see, for all employees: ${dataRead.map((data) => data.label).join(", ")}, and whatever else you want to filter on. What it can't see is missing from every answer, without an error.`,
  "Don't restrict the level to some employees or to people who are employed: everybody else would look as if they did not exist.",
  "Sign in as that user, click the name or picture (upper right, in the newer layout lower left) and choose API Keys. If it is missing, the access level lacks the right to it.",
  'Choose Add New Key, name it, for example "Spendesk sync", choose Generate Key and copy it. It is shown only once.',
  "The company domain is the part before .bamboohr.com in the browser's address.",
  "Bank details: BambooHR has no field of its own for them. Note the fields (or the table) where your company keeps IBAN and BIC.",
];

const credentialFields: readonly CredentialField[] = [
  {
    key: "companyDomain",
    label: "Company domain",
    secret: false,
    help: "The part before .bamboohr.com in your browser; the whole address will do as well.",
    validate: checkCompanyDomain,
  },
  {
    key: "apiKey",
    label: "API key",
    secret: true,
    help: "Shown once when it is generated. A lost one means adding a new key.",
    validate: credentialCheck("API key"),
  },
];

const BY_NAME = "its number (4337), alias (customIBAN) or label; a label costs one more request";

const settingFields: readonly SettingField[] = [
  {
    key: "ibanField",
    label: "Field with the IBAN",
    help: `Without it no bank details are read: ${BY_NAME}.`,
    decides: ["bank.iban"],
  },
  {
    key: "bicField",
    label: "Field with the BIC",
    help: `Named like the IBAN: ${BY_NAME}.`,
    decides: ["bank.bic"],
  },
  {
    key: "bankTable",
    label: "Table with the bank details",
    help: "Only when they are in a table: its alias, for example customBankDetails. The two fields above are then its columns, by alias.",
    decides: ["bank.iban", "bank.bic"],
  },
  {
    key: "bankDateColumn",
    label: "Date column of the bank table",
    help: "Alias of the column with the day from which a row counts, when it is not date.",
  },
  {
    key: "legalEntityField",
    label: "Field with the legal entity",
    help: `For filters: ${BY_NAME}.`,
    decides: ["legalEntity"],
  },
  {
    key: "costCenterField",
    label: "Field with the cost center",
    help: `For filters: ${BY_NAME}.`,
    decides: ["costCenter"],
  },
  {
    key: "countryField",
    label: "Field with the country of work",
    help: `For filters, instead of the home address's country: ${BY_NAME}.`,
    decides: ["country"],
  },
  {
    key: "customFields",
    label: "Further fields for filters",
    help: "Separated by commas, each by number, alias or label, for example customTeam,4350. Rules call them custom.<name>. Never bank details or pay.",
  },
  {
    key: "leaveStatuses",
    label: "Employment statuses of people on leave",
    help: "Separated by commas, for example On Leave,Parental Leave. They count as active either way; this only shows it.",
  },
  {
    key: "futureHires",
    label: "Read the first job of future hires",
    help: "yes: one more request gets their location, department and manager, which are empty until they start. For inviting people early.",
  },
  {
    key: "readFrom",
    label: "Where employees are read from",
    help: "report (default): one answer for everybody, which BambooHR calls deprecated. dataset: its successor, in pages of 1000 that state how many there are; future hires come without their first job.",
  },
];

/** BambooHR (docs/vendors/bamboohr.md). */
export const bamboohr: Provider<BamboohrSettings> = {
  id: "bamboohr",
  title: "BambooHR",
  setupSteps,
  link: "https://documentation.bamboohr.com/docs/getting-started",
  dataRead,
  credentialFields,
  settings: bamboohrSettings,
  settingFields,
  requests: {
    formula:
      "1 (+1 each with field labels, a bank table, future hires); with settings.readFrom dataset ⌈N/1000⌉",
    count: () => 1,
  },
  bankDetails:
    "with the report, from the custom fields you name; or from a custom table with one more request",
  // docs/vendors/bamboohr.md §10.
  notVerified: [
    "The answer for a company that does not exist: 404, a web page and a redirect are all taken for it.",
    "Whether the list of employees, asked only for the head-count, accepts keys on every account; without it the report is counted.",
    "Whether the report returns a field asked for by number under that number.",
    "Whether the number of a custom field in the data set, read when the report is gone, is that of the list of fields.",
    "The effective date of a custom table being called date; a setting names another one.",
    "Labels of the access level screens.",
    "Until when BambooHR keeps its report, which it calls deprecated; no end is announced.",
  ],
  account: { sharedHosts: [], name: (_settings, { companyDomain }) => companyName(companyDomain) },
  baseUrl: (_settings, { companyDomain }) => companyHost(companyDomain),
  verify,
  readEmployees,
};
