import type { CredentialField, Provider, SettingField } from "../provider.js";
import { credentialCheck } from "../support/credentials.js";
import { PAGE_SIZE, readEmployees } from "./read.js";
import { dataRead, type ExamplehrSettings, examplehrSettings } from "./settings.js";
import { verify } from "./verify.js";

/**
 * Decide: every click from signing in to copying the credential, in the HR tool's own words. Say who
 * may do it, which plan it needs, and what makes people invisible (a restricted group, a legal entity).
 */
const setupSteps = [
  "Sign in to Example HR as an administrator and open Settings > API tokens.",
  'Choose New token and name it, for example "Spendesk sync".',
  `Under Readable fields tick: ${dataRead.map((data) => data.label).join(", ")}, and nothing else. Leave People on All, leavers included.`,
  "Choose Create and copy the token. It is shown only once.",
];

/** Decide: what has to be pasted, and which of it is secret. A key of `apiToken` is `API_TOKEN` in the environment. */
const credentialFields: readonly CredentialField[] = [
  {
    key: "apiToken",
    label: "API token",
    secret: true,
    help: "Shown once when it is created. A lost one is replaced by a new one.",
    validate: credentialCheck("API token"),
  },
];

const settingFields: readonly SettingField[] = [
  { key: "region", label: "Region", help: "Where the account's data are: eu or us. Without it: eu." },
];

/** The imaginary Example HR: the smallest complete provider, to be copied (README.md one folder up). */
export const examplehr: Provider<ExamplehrSettings> = {
  // Decide: the folder's name; people write it in their configuration, so it never changes.
  id: "examplehr",
  title: "Example HR",
  setupSteps,
  // Decide: the vendor's own page about it; null where there is none.
  link: "https://docs.examplehr.test/api-tokens",
  dataRead,
  credentialFields,
  settings: examplehrSettings,
  settingFields,
  // Decide: the exact number of calls of a read, tokens included. The conformance suite counts them.
  requests: {
    formula: "⌈N/100⌉",
    count: (employees) => Math.max(1, Math.ceil(employees / PAGE_SIZE)),
  },
  // Decide: with the list is best. Where it takes a call per person, add a `bankDetailsReader`.
  bankDetails: "with the list of people",
  // Decide: all that the vendor does not document and this code relies on, one sentence each.
  notVerified: [
    "The order of the list; people are counted and compared with the total instead.",
    "Whether a rehired person keeps their id or gets a new one.",
  ],
  // Decide: the hosts all customers share, and the account's name where host or path has one. Where an
  // answer holds the company's own id, tell it with `noteCompany` when it comes.
  account: { sharedHosts: ["api.eu.examplehr.test", "api.us.examplehr.test"], name: () => null },
  baseUrl: ({ region }) => `https://api.${region}.examplehr.test`,
  verify,
  readEmployees,
};
