import type { CredentialField, Provider, SettingField } from "../provider.js";
import { credentialCheck } from "../support/credentials.js";
import { readEmployees } from "./read.js";
import { dataRead, type HiBobSettings, hibobSettings } from "./settings.js";
import { verify } from "./verify.js";

const categories = new Set(dataRead.flatMap(({ category }) => category ?? []));

/** docs/vendors/hibob.md §1 */
const setupSteps = [
  "Sign in to Bob as an admin, or as someone who may create integrations (Features > Integrations > Automation).",
  "Open System settings > Integrations > Automation > Service users > Manage and choose New service user.",
  'Name it, for example "Spendesk sync", and copy its ID (like SERVICE-12345) and its token. The token is shown only once; it can be reset.',
  "Open System settings > Account > Permission groups > Add permission group, pick the type Service user where it is offered, select the service user and confirm. Where people are selected by condition, delete the default condition, so that no colleague becomes a member of this group.",
  "In the group, tab People's data, under Access rights, choose Select people by condition and either remove the condition Lifecycle status equals Employed or tick all lifecycle statuses, Terminated and Hired included. Everyone means active employees only: leavers would be invisible, without an error, and never archived.",
  `Choose Edit permissions and tick View selected employees' sections, and nothing else, for: ${[...categories].join(", ")}, and the categories of whatever else you want to filter on. What is not ticked is missing from every answer, without an error.`,
  "Apply, and confirm the summary.",
  "If the account has an IP trust list, add the outbound address of the computer the sync runs on.",
  "For Bob's own sandbox, start `spendesk-hr connect hibob --set source.baseUrl=https://api.sandbox.hibob.com`.",
];

const checkId = credentialCheck("service user ID");

const credentialFields: readonly CredentialField[] = [
  {
    key: "serviceUserId",
    label: "Service user ID",
    secret: false,
    help: "As Bob shows it, for example SERVICE-12345.",
    validate: (value) =>
      checkId(value) ??
      (value.includes(":") ? "The service user ID has a colon inside; copy it again." : null),
  },
  {
    key: "token",
    label: "Token",
    secret: true,
    help: "Shown once when the service user is created; a lost one can be reset.",
    validate: credentialCheck("token"),
  },
];

const settingFields: readonly SettingField[] = [
  {
    key: "bankSource",
    label: "Where bank details are",
    help: "fields (default): the fields of the Financial category, read with everybody. table: the bank accounts table, for accounts with several per person; it costs one more call per person, at 50 a minute.",
    decides: ["bank.iban", "bank.bic"],
  },
  {
    key: "bankAccountNickname",
    label: "Nickname of the bank account",
    help: "Only with the table: which of several accounts to use. Without it, the one with the largest share; where none has, bank details are left out with a warning.",
  },
  {
    key: "ibanField",
    label: "Field with the IBAN",
    help: bankHelp("IBAN", "financial.iban"),
    decides: ["bank.iban"],
  },
  {
    key: "bicField",
    label: "Field with the BIC",
    help: bankHelp("BIC", "financial.swift"),
    decides: ["bank.bic"],
  },
  { key: "teamField", label: "Field with the team", help: mappedHelp("team"), decides: ["team"] },
  {
    key: "legalEntityField",
    label: "Field with the legal entity",
    help: mappedHelp("legal entity"),
    decides: ["legalEntity"],
  },
  {
    key: "costCenterField",
    label: "Field with the cost center",
    help: mappedHelp("cost center"),
    decides: ["costCenter"],
  },
  {
    key: "gardenLeave",
    label: "People on garden leave",
    help: "employed (default): they keep their access until the termination date. left: they are archived at once.",
  },
  {
    key: "customFields",
    label: "Further fields for filter rules",
    help: "Ids with commas between them, each with a name in front if you like: Division=work.customColumns.column_1700000000001. In rules: custom.Division.",
  },
];

function bankHelp(what: string, usual: string): string {
  return `Only when the ${what} is not in ${usual}: the id of the field, for example financial.custom.field_1700000000001.`;
}

function mappedHelp(what: string): string {
  return `Bob has no ${what} of its own: the id of the field your account uses, for example work.customColumns.column_1700000000001.`;
}

/** HiBob, people search (docs/vendors/hibob.md). */
export const hibob: Provider<HiBobSettings> = {
  id: "hibob",
  title: "HiBob",
  setupSteps,
  link: "https://apidocs.hibob.com/docs/api-service-users",
  dataRead,
  credentialFields,
  settings: hibobSettings,
  settingFields,
  requests: {
    formula: "1; with settings.bankSource table 1 more per person who has not left",
    count: () => 1,
  },
  bankDetails:
    "with the people search, from the fields of the Financial category; from the bank accounts table, one call per person, only if settings.bankSource is table",
  // docs/vendors/hibob.md §10.
  notVerified: [
    "The id financial.swift; a setting can name another.",
    "How statuses of the account's own look to machines; their names are looked at as well, any leave counts as employed, and so does somebody with access.",
    "The limit of the bank accounts table; its headers are followed.",
    "How Bob answers a search over more than 5,000 people; one that is too large or too slow is repeated in batches of 500, with 1 + ⌈N/500⌉ more requests.",
    "Whether a service user sees everybody: Bob states no total, so only the absence of all leavers is noticed.",
    "Whether a rehired person keeps their Bob id.",
  ],
  account: { sharedHosts: ["api.hibob.com", "api.sandbox.hibob.com"], name: () => null },
  baseUrl: () => "https://api.hibob.com",
  verify,
  readEmployees,
};
