import type { CredentialField, Provider, SettingField } from "../provider.js";
import { credentialCheck } from "../support/credentials.js";
import { PAGE_SIZE, readEmployees } from "./read.js";
import { dataRead, type PersonioSettings, personioSettings } from "./settings.js";
import { verify } from "./verify.js";

/** docs/vendors/personio.md §1 */
const setupSteps = [
  "Sign in to Personio as someone who may change Account configuration > API and > Marketplace Integration. Custom integrations need the Core Pro plan (formerly Professional or Enterprise).",
  "Open Marketplace > Connected integrations and choose Create custom integration (older accounts: Settings > Integrations > API credentials > Generate new credential).",
  'Name it, for example "Spendesk sync", and choose Next.',
  "Under Integration access rights tick Read for Employees, and nothing else.",
  `Under Readable employee attributes tick: ${dataRead.map((data) => data.label).join(", ")}, and whatever else you want to filter on. What is not ticked is missing from every answer, without an error.`,
  "Leave the legal entities unrestricted: people of the others would be invisible.",
  "Choose Create integration and copy the client ID and the client secret. The secret is shown only once.",
];

const credentialFields: readonly CredentialField[] = [
  {
    key: "clientId",
    label: "Client ID",
    secret: false,
    help: "As Personio shows it; it usually starts with papi-.",
    validate: credentialCheck("client ID"),
  },
  {
    key: "clientSecret",
    label: "Client secret",
    secret: true,
    help: "Shown once when the integration is created. A lost one means creating a new integration.",
    validate: credentialCheck("client secret"),
  },
];

const settingFields: readonly SettingField[] = [
  { key: "ibanAttribute", label: "Attribute with the IBAN", help: helpFor("IBAN") },
  { key: "bicAttribute", label: "Attribute with the BIC", help: helpFor("BIC") },
];

function helpFor(what: string): string {
  return `Only when the ${what} is not found by its usual label: the attribute's key (dynamic_81001) or label.`;
}

/** Personio, v1 API (docs/vendors/personio.md). */
export const personio: Provider<PersonioSettings> = {
  id: "personio",
  title: "Personio",
  setupSteps,
  dataRead,
  credentialFields,
  settings: personioSettings,
  settingFields,
  requests: {
    formula: "1 + ⌈N/100⌉",
    count: (employees) => 1 + Math.max(1, Math.ceil(employees / PAGE_SIZE)),
  },
  bankDetails: "with the employee list, from the custom attributes IBAN and BIC",
  // docs/vendors/personio.md §10.
  notVerified: [
    "Status and body of the answer to a wrong client secret; 400, 401, 403, 404 and 422 are all taken for it.",
    "The most employees a page may hold everywhere; where the server gives or allows fewer than 100, it is followed.",
    "The order of the employee list; people are counted and compared with the total instead.",
    "Labels of the bank attributes in languages other than English and German.",
    "Whether a rehired person keeps their Personio id or gets a new one.",
    "Until when Personio keeps its v1 employee list; no end is announced.",
  ],
  account: { sharedHosts: ["api.personio.de"], name: () => null },
  baseUrl: () => "https://api.personio.de",
  verify,
  readEmployees,
};
