import type { ProviderGuide, SettingField } from "../../provider.js";
import { credentialCheck } from "../../support/credentials.js";
import { addressField } from "../address.js";
import { generationField } from "../settings.js";
import { dataRead, OTHER_TIMES } from "./data-read.js";
import { PAGE_SIZE } from "./pages.js";

/** docs/vendors/lucca.md §1.1 */
const setupSteps = [
  "Sign in to Lucca as someone with the administration permission Roles and API Key management (under Other).",
  "Open the cog icon (top right) > Authentication, SSO and API > API keys (older accounts: Settings > API Keys).",
  'Choose Generate a new API key. Name it, for example "Spendesk sync", enter a technical contact\'s e-mail, choose Internal usage, and tick the permission on co-workers to consult, create and modify users: reading comes only with it. The sync never changes anything in Lucca.',
  "Copy the key, and the address in your browser (such as acme.ilucca.net).",
  "Open Roles (/organization/structure/roles). The key has a role of its own name, at the end of the list: open it.",
  `Tick, on all establishments and all departments: Consult users, ${OTHER_TIMES}, View employee jobs, View employee managers, View employee qualifications. What is not ticked is missing from every answer, without an error: without See former employees nobody would ever be archived.`,
  "Tick the sections of the employee file that hold whatever else you want to filter on, and bank details if your company keeps them there as extended data.",
];

const settingFields: readonly SettingField[] = [
  generationField,
  {
    key: "ibanField",
    label: "Extended data field with the IBAN",
    help: helpFor("e_iban"),
    decides: ["bank.iban"],
  },
  {
    key: "bicField",
    label: "Extended data field with the BIC",
    help: helpFor("e_bic"),
    decides: ["bank.bic"],
  },
];

function helpFor(example: string): string {
  return `Only if your company keeps it as extended data: the field's key, for example ${example}; for one of several groups e_group.${example}. The API key reaches no other bank details.`;
}

/** The legacy API v3 with an API key (docs/vendors/lucca.md). */
export const legacyGuide: ProviderGuide = {
  setupSteps,
  link: "https://developers.lucca.fr/legacy/authentication",
  dataRead,
  credentialFields: [
    addressField,
    {
      key: "apiKey",
      label: "API key",
      secret: true,
      help: "From Authentication, SSO and API > API keys.",
      validate: credentialCheck("API key"),
    },
  ],
  settingFields,
  requests: {
    formula:
      "⌈N/1000⌉; 1 more per field of extended data whose values are whole numbers, for the labels of lists; more, for smaller pages, when Lucca says that one takes too long",
    count: (employees) => Math.max(1, Math.ceil(employees / PAGE_SIZE)),
  },
  bankDetails:
    "none with an API key, unless your company keeps IBAN and BIC as extended data (settings.ibanField and bicField)",
};
