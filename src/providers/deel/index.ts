import type { CredentialField, Provider, SettingField } from "../provider.js";
import { credentialCheck } from "../support/credentials.js";
import { bankDetailsReader } from "./bank-details.js";
import { PAGE_SIZE, readEmployees } from "./people.js";
import { type DeelSettings, dataRead, deelSettings, EMPLOYEE_TYPES } from "./settings.js";
import { verify } from "./verify.js";

/** docs/vendors/deel.md §1 */
const setupSteps = [
  "Sign in to Deel as an Organization Admin.",
  "Open More > Developer and the tab Access Tokens (older accounts: Apps & Integrations > Developer Center), and choose Generate new token.",
  'Label it, for example "Spendesk sync", and choose the type Organization token: a personal token sees only what its owner sees.',
  "Tick the scope people:read, and nothing else.",
  'At the step "sensitive data access", leave personal data in: without it work e-mails are missing from every answer, without an error. Leave bank details in as well, unless Spendesk is to get none.',
  "Choose Generate and copy the token. It is shown only once.",
];

const credentialFields: readonly CredentialField[] = [
  {
    key: "apiToken",
    label: "API token",
    secret: true,
    help: "The organization token, shown once when it is generated. A lost one means generating a new one.",
    validate: credentialCheck("API token"),
  },
];

const settingFields: readonly SettingField[] = [
  {
    key: "hiringTypes",
    label: "Hiring types",
    help: `Who is read, with commas between them: ${EMPLOYEE_TYPES.join(",")} when left out; contractor and others only when named here; or all.`,
  },
  {
    key: "primaryEmail",
    label: "Use the primary e-mail",
    help: "yes: who has no work e-mail is invited at the address they sign in to Deel with, which can be a private one. Usually no.",
  },
  {
    key: "bankDetails",
    label: "Read bank details",
    help: "yes (when left out): those of people who are created or changed are read, one person at a time and up to four a second; Deel has none of EOR employees and contractors. no: none are read.",
  },
  { key: "environment", label: "Environment", help: "production, or sandbox for a token of Deel's sandbox." },
  {
    key: "apiVersion",
    label: "API version",
    help: "The version of Deel's list of people, usually left out; bank accounts have versions of their own.",
  },
];

/** Deel, list of people (docs/vendors/deel.md). */
export const deel: Provider<DeelSettings> = {
  id: "deel",
  title: "Deel",
  setupSteps,
  link: "https://developer.deel.com/api/stable/authentication",
  dataRead,
  credentialFields,
  settings: deelSettings,
  settingFields,
  requests: {
    formula: "⌈N/200⌉; for bank details 1 more per person who is created or changed, or 2",
    count: (employees) => Math.max(1, Math.ceil(employees / PAGE_SIZE)),
  },
  // One less than allowed, since other integrations share the limit (docs/vendors/deel.md §7).
  callsPerSecond: 4,
  bankDetails:
    "person by person, only for people who are created or changed; a new bank account alone is not noticed and comes with the next change; none of EOR employees and contractors",
  // docs/vendors/deel.md §10.
  notVerified: [
    "Which of Deel's two calls for bank accounts an organization has, and whether both take the id of the profile; the newer is asked first, and whoever neither knows keeps what Spendesk has.",
    "Whose bank accounts Deel gives: of EOR employees and contractors none are expected, which is a warning for each, or one for all.",
    "What the status of a bank account can be; failed and archived accounts are passed over, approved ones come first, then the one that changed last, and between two equal ones none is taken.",
    "Whether a token without sensitive data gets bank accounts refused, empty or with values left out; all three leave Spendesk's as they are.",
    "Whether a page may hold 200 people everywhere; when Deel refuses it, the size it names is asked for.",
    "Whether leavers are listed without being asked for; all hiring statuses known today are asked for, and when Deel refuses them the list is read without the filter.",
    "What onboarded means; like onboarding it is taken for a contract that stands, so the start date invites.",
    "Whether somebody who has left keeps their hiring type; otherwise they would be reported as previously managed and not archived.",
    "What a token without sensitive data gets; people without any e-mail are taken for withheld, never for emptied.",
    "Cost centers and custom fields, which are not in the list of people.",
    "Until when Deel keeps version 2026-01-01 of the list of people; it is expected to be deprecated from January 2027 and to work a year longer, and source.settings.apiVersion names another.",
  ],
  account: {
    sharedHosts: ["api.letsdeel.com", "api.deel.com", "api-sandbox.demo.deel.com"],
    name: () => null,
  },
  baseUrl: ({ environment }) =>
    environment === "sandbox" ? "https://api-sandbox.demo.deel.com" : "https://api.letsdeel.com",
  verify,
  readEmployees,
  bankDetailsReader,
};
