import type { CredentialField, Provider, SettingField } from "../provider.js";
import { credentialCheck } from "../support/credentials.js";
import { KEY_SCREEN } from "./errors.js";
import { API_URL, PAGE_SIZE } from "./pages.js";
import { readEmployees } from "./read.js";
import { BASE_SCOPE, dataRead, JOBS_SCOPE, type PayfitSettings, payfitSettings, SCOPES } from "./settings.js";
import { verify } from "./verify.js";

/** docs/vendors/payfit.md §1 */
const setupSteps = [
  "Sign in to PayFit as an administrator of the company. In the United Kingdom the API needs the Standard plan or a larger one.",
  `In the menu on the left open ${KEY_SCREEN} (app.payfit.com/integrations/hub/api) and choose Create a key.`,
  'Give it a label, for example "Spendesk sync".',
  `Tick ${SCOPES.filter((scope) => scope !== JOBS_SCOPE).join(", ")}, and ${JOBS_SCOPE} if you want to filter on job title or employment type; PayFit may show them as sentences, such as "Access to collaborators". Tick nothing that writes, no social security and no legal identity.`,
  "Create the key and copy it: it is shown only once, and its rights can't be changed afterwards.",
  "A key is for one company. A group with several needs a key, and here an entity, for each.",
  "Check that people have a professional e-mail in PayFit. It is optional there, PayFit shows it for some countries only, and nobody is invited at a personal one.",
];

const credentialFields: readonly CredentialField[] = [
  {
    key: "apiKey",
    label: "API key",
    secret: true,
    help: "Shown once when it is created. A lost one is revoked and replaced. A partner's access token does as well.",
    validate: credentialCheck("API key"),
  },
];

const settingFields: readonly SettingField[] = [
  {
    key: "contracts",
    label: "List of contracts to read",
    help: "Only for rules on Job Title or Employment Type, with one more call per 50 contracts: french for French companies (CDI, CDD, Convention de stage and other natures), global for all others (full-time, part-time).",
  },
  {
    key: "companyDetails",
    label: "Read the company's name and country",
    help: "yes: one more call, for rules on Legal Entity or Country. Everybody has the same.",
  },
  {
    key: "companyId",
    label: "PayFit id of the company",
    help: "Only when oauth.payfit.com can't be reached from here or does not tell: the key's company is looked up there, and the look-up is left out with it.",
  },
];

/** PayFit, partner API with a company's own key (docs/vendors/payfit.md). */
export const payfit: Provider<PayfitSettings> = {
  id: "payfit",
  title: "PayFit",
  setupSteps,
  link: "https://developers.payfit.io/docs/authentication-via-api-key",
  dataRead,
  credentialFields,
  settings: payfitSettings,
  settingFields,
  requests: {
    formula:
      "1 + ⌈N/50⌉; with settings.contracts ⌈C/50⌉ more for C contracts, with settings.companyDetails 1 more",
    count: (employees) => 1 + Math.max(1, Math.ceil(employees / PAGE_SIZE)),
  },
  bankDetails: "with the list of collaborators, IBAN and BIC",
  // docs/vendors/payfit.md §10.
  notVerified: [
    "What the count of a list counts: one page or everybody; both are accepted, any other number makes the read incomplete.",
    "Words for the status of a contract; its dates decide, and only ACTIVE is known. A contract called archived, cancelled, terminated, ended or closed that is not over by its dates makes the status unknown, and one called draft or in creation is no contract yet.",
    "That a termination date within a contract that goes on contradicts it; such people are reported and never changed.",
    "Which scope the e-mails come with; collaborators:personal:read is assumed.",
    `Whether the termination date comes with ${BASE_SCOPE} alone; it counts when contracts can't be read.`,
    "Which of the two forms the look-up of a key's company accepts; both are tried.",
    "Until when PayFit lists former employees; who is no longer listed is kept, unless leavers.absent says otherwise.",
    "Bodies of refusals; their status decides, and whatever words there are are quoted.",
    "Whether French plans limit the API.",
  ],
  account: { sharedHosts: [new URL(API_URL).host], name: () => null },
  baseUrl: () => API_URL,
  verify,
  readEmployees,
};
