import type { ProviderGuide, SettingField } from "../../provider.js";
import { credentialCheck } from "../../support/credentials.js";
import { addressField } from "../address.js";
import { generationField } from "../generation.js";
import { LARGEST_PAGE } from "../settings.js";
import { dataRead } from "./data-read.js";
import { APPLICATION_SCREEN, PERSONAL_RECORDS, wantedScopes } from "./scopes.js";

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
