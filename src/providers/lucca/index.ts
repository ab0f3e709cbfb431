import type { CredentialField, Provider, SettingField } from "../provider.js";
import { credentialCheck } from "../support/credentials.js";
import { baseUrlOf, checkAddress } from "./address.js";
import { dataRead, OTHER_TIMES } from "./data-read.js";
import { PAGE_SIZE } from "./pages.js";
import { readEmployees } from "./read.js";
import { type LuccaSettings, luccaSettings } from "./settings.js";
import { verify } from "./verify.js";

/** lucca.md §1 */
const setupSteps = [
  "Sign in to Lucca as someone with the administration permission Roles and API Key management (under Other).",
  "Open the cog icon (top right) > Authentication, SSO and API > API keys (older accounts: Settings > API Keys).",
  'Choose Generate a new API key. Name it, for example "Spendesk sync", enter a technical contact\'s e-mail, choose Internal usage, and tick the permission on co-workers to consult, create and modify users: reading comes only with it. The sync never changes anything in Lucca.',
  "Copy the key, and the address in your browser (such as acme.ilucca.net).",
  "Open Roles (/organization/structure/roles). The key has a role of its own name, at the end of the list: open it.",
  `Tick, on all establishments and all departments: Consult users, ${OTHER_TIMES}, View employee jobs, View employee managers, View employee qualifications. What is not ticked is missing from every answer, without an error: without See former employees nobody would ever be archived.`,
  "Tick the sections of the employee file that hold whatever else you want to filter on, and bank details if your company keeps them there as extended data.",
];

const credentialFields: readonly CredentialField[] = [
  {
    key: "address",
    label: "Lucca address",
    secret: false,
    help: "As in your browser: acme.ilucca.net or acme.ilucca.ch. The whole address will do as well, and acme alone stands for acme.ilucca.net.",
    validate: checkAddress,
  },
  {
    key: "apiKey",
    label: "API key",
    secret: true,
    help: "From Authentication, SSO and API > API keys.",
    validate: credentialCheck("API key"),
  },
];

const settingFields: readonly SettingField[] = [
  { key: "ibanField", label: "Extended data field with the IBAN", help: helpFor("e_iban") },
  { key: "bicField", label: "Extended data field with the BIC", help: helpFor("e_bic") },
  {
    key: "holderField",
    label: "Extended data field with the account holder",
    help: helpFor("e_accountHolder"),
  },
];

function helpFor(example: string): string {
  return `Only if your company keeps it as extended data: the field's key, for example ${example}. The API key reaches no other bank details.`;
}

/** Lucca, users of API v3 with an API key (lucca.md). */
export const lucca: Provider<LuccaSettings> = {
  id: "lucca",
  title: "Lucca",
  setupSteps,
  dataRead,
  credentialFields,
  settings: luccaSettings,
  settingFields,
  requests: {
    formula: "⌈N/1000⌉; more, for smaller pages, when Lucca says that one takes too long",
    count: (employees) => Math.max(1, Math.ceil(employees / PAGE_SIZE)),
  },
  bankDetails:
    "none, unless your company keeps IBAN and BIC as extended data (settings.ibanField and bicField): Lucca's own bank details are only in its newer API, which is not read",
  // lucca.md §2 to §6 and "Unverified".
  notVerified: [
    "Lucca's newer API (/lucca-api, OAuth2 client), the only one with bank details of Lucca's own, is not supported.",
    "Exact labels of the role's permissions, in English and in French.",
    "That the list can be put in order and states its count; without the order it is only counted, without the count it is read until a page is empty.",
    "How extended data fields that are no plain text look; whether a company can keep bank details there.",
    "How Lucca answers a field the role may not read: left out, or refused; the call is then repeated without order and extended data.",
    "Body of a refusal; its status decides.",
    "Whether the five seconds after which Lucca gives up a call apply to this API, and its limit of calls; 50 a minute is assumed.",
    "That accounts without any contract date are not colleagues; they are reported and never changed.",
    "Until when Lucca keeps this API, which it calls deprecated; no end is announced.",
  ],
  baseUrl: (_settings, { address }) => baseUrlOf(address),
  verify,
  readEmployees,
};
