import type { ProviderGuide, SettingField } from "../../provider.js";
import { credentialCheck } from "../../support/credentials.js";
import { addressField } from "../address.js";
import { generationField } from "../generation.js";
import { dataRead } from "./data-read.js";
import { PAGE_SIZE } from "./lists.js";
import { APPLICATION_SCREEN, PERSONAL_RECORDS, wantedScopes } from "./scopes.js";

const scopes = wantedScopes({ bankDetails: true }).filter((scope) => scope !== PERSONAL_RECORDS);

/** lucca.md §1 */
const setupSteps = [
  "Sign in to Lucca as an administrator and open /identity/admin/integration-keys behind the address in your browser, for example https://acme.ilucca.net/identity/admin/integration-keys.",
  'Declare a client application: the e-mail of a technical contact (better a shared one) and a name, for example "Spendesk sync".',
  `Give it the scopes ${scopes.join(", ")}.`,
  `For bank details also ${PERSONAL_RECORDS}, which Lucca calls highly sensitive. Without it set source.settings.bankDetails to no.`,
  "List all business establishments. People of the others would be invisible, without an error.",
  "Where Lucca asks for sections of the employee file, allow those with bank account and contract.",
  "Copy the client ID and the client secret, which is shown only once, and the address in your browser (such as acme.ilucca.net).",
];

const settingFields: readonly SettingField[] = [
  generationField,
  {
    key: "bankDetails",
    label: "Read bank details",
    help: `yes (default), or no: one call per ${PAGE_SIZE} people less, and the application needs no ${PERSONAL_RECORDS}.`,
  },
  {
    key: "pageSize",
    label: "People per call",
    help: `${PAGE_SIZE} (default), which is always allowed; up to 1000 where Lucca accepts it, for fewer calls. A size it refuses or is too slow for is made smaller by itself.`,
  },
];

/** The newer API with an OAuth client, which Lucca calls the Lucca API (lucca.md). */
export const luccaApiGuide: ProviderGuide = {
  setupSteps,
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
      "4 + 2 × ⌈N/100⌉; without bank details 4 + ⌈N/100⌉; 1 more per further 100 departments, legal entities or establishments",
    count: (employees) => 4 + 2 * Math.max(1, Math.ceil(employees / PAGE_SIZE)),
  },
  bankDetails: "with the personal records, IBAN and BIC",
};
