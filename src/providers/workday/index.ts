import type { Provider, SettingField } from "../provider.js";
import { accountOf, credentialFields } from "./account.js";
import { PAGE_SIZE } from "./pages.js";
import { readEmployees } from "./read.js";
import {
  dataRead,
  ELECTIONS,
  isBankField,
  OPERATION_DOMAINS,
  type WorkdaySettings,
  workdaySettings,
} from "./settings.js";
import { verify } from "./verify.js";

/** docs/vendors/workday.md §1; every name is a task to type into Workday's search box. */
const setupSteps = [
  "View API Clients: copy Workday REST API Endpoint from its top. If the task is not found, you are not an administrator. No API client has to be registered.",
  "Create Integration System User: a user name and a password of any characters. Tick Do Not Allow UI Sessions, leave Require New Password at Next Sign In unticked, Session Timeout Minutes 0.",
  "Maintain Password Rules: add the user to System Users exempt from password expiration. Otherwise the sync ends silently after some months.",
  "Create Security Group: type Integration System Security Group (Unconstrained), then Edit: add the user under Integration System Users. A constrained group hides whole organizations without an error: their people would be invisible, or seem to have left.",
  `Maintain Permissions for Security Group: Operation Maintain, the group, then under Integration Permissions a row Get Only for each domain: ${domains()}. Only for bank details also ${ELECTIONS}. What is missing is left out of every answer, without an error.`,
  "Activate Pending Security Policy Changes: nothing works before it.",
  "Manage Authentication Policies: add a rule that allows the group User Name Password, then Activate All Pending Authentication Policy Changes. Tenants that demand single sign-on refuse the user otherwise.",
  "Only for columns of a custom report: Create Custom Report, type Advanced, data source All Active and Terminated Workers, one row per worker. Columns with these Column Heading Override XML Aliases: workdayId (the Workday ID), for bank details iban and bic, and any others for filters, none of them in a group. Tick Enable As Web Service (tab Advanced), share it with the user or its group (tab Share), and copy the address of JSON from its actions Web Service > View URLs. The group needs View on the domains of these fields.",
  "Maintain IP Ranges, only if the tenant limits where integrations may come from.",
];

const settingFields: readonly SettingField[] = [
  {
    key: "contingentWorkers",
    label: "Contingent workers",
    help: "include (default) or exclude. Filters can also tell them apart, by custom.workerKind.",
  },
  {
    key: "departmentOrganization",
    label: "Organization type of departments",
    help: "Id of the organization type. Default SUPERVISORY; often COST_CENTER or a type of your own.",
    decides: ["department"],
  },
  {
    key: "teamOrganization",
    label: "Organization type of teams",
    help: "Id of the organization type, for example BUSINESS_UNIT. Without it there are no teams.",
    decides: ["team"],
  },
  {
    key: "bankDetails",
    label: "Bank details",
    help: "none (default), report (columns of a custom report, see reportUrl) or payment-elections (experimental, as many calls again). Compare a preview with Workday before you apply it.",
  },
  {
    key: "paymentElectionRule",
    label: "Payment election rule",
    help: "Id of the rule whose account is for expenses. Default: one with expense in its id, else regular payments.",
  },
  {
    key: "reportColumns",
    label: "Columns of a custom report for filters",
    help: "XML aliases separated by commas, for example grade,cardPolicy. Rules call them custom.<alias>. Never bank details or pay.",
  },
  {
    key: "reportUrl",
    label: "Address of the custom report",
    help: "From the report's actions Web Service > View URLs: JSON. Needed for bankDetails report and for reportColumns.",
  },
  {
    key: "reportWorkerColumn",
    label: "Report column of the worker's id",
    help: "XML alias. Default workdayId. Holds the Workday ID; an employee ID does too, unless two people share it.",
  },
  {
    key: "reportIbanColumn",
    label: "Report column of the IBAN",
    help: "XML alias. Default iban.",
    decides: ["bank.iban"],
  },
  {
    key: "reportBicColumn",
    label: "Report column of the BIC",
    help: "XML alias. Default bic.",
    decides: ["bank.bic"],
  },
  {
    key: "peopleWithoutWorkEmail",
    label: "People without a work e-mail",
    help: "few (default): a read stops when more than half of the active people have none. Set many if that is right.",
  },
  {
    key: "apiVersion",
    label: "Version of Workday's web services",
    help: "Default v44.0. Only when Workday says that it does not know it.",
  },
];

function domains(): string {
  const needed = dataRead
    .filter(({ field }) => !isBankField(field))
    .flatMap(({ permission }) => permission.replace(/^Get on /u, "").split("; "));
  return [...new Set([...OPERATION_DOMAINS, ...needed])].join("; ");
}

/** Workday, the web service Get_Workers (docs/vendors/workday.md). */
export const workday: Provider<WorkdaySettings> = {
  id: "workday",
  title: "Workday",
  setupSteps,
  link: "https://community.workday.com/sites/default/files/file-hosting/productionapi/index.html",
  dataRead,
  credentialFields,
  settings: workdaySettings,
  settingFields,
  requests: {
    formula: "⌈N/500⌉; twice that with payment elections, 1 more with a custom report",
    count: (employees) => Math.max(1, Math.ceil(employees / PAGE_SIZE)),
  },
  bankDetails:
    "off unless asked for: from columns of a custom report, or experimental from payment elections",
  // docs/vendors/workday.md §10.
  notVerified: [
    "Payment elections: name of the domain, and whether newer versions than v31.2 nest them in another way; they are searched at any depth.",
    "Status of the answer to a wrong password (500 or 401) and to a wrong tenant; the fault's text decides.",
    "From which day a termination shows in the flags; they are trusted as they are, and every end they do not confirm is only announced.",
    "Whether future hires are always in the list.",
    "The direction of the management chain at the very top of a company.",
    "Limits: none are published, so at most three calls are made at once; the texts of faults tell throttles and time-outs.",
    "Differences between version v44.0 and v30.0, the last whose schema is public.",
    "Custom reports: that empty values and rows are left out, and the status of the answer to a report that is not shared (403, 404 or 500).",
    "Whether a custom report takes the user's name without @tenant, as guides say; it is sent so.",
  ],
  readsAsOfToday: true,
  account: { sharedHosts: [], name: (_settings, credentials) => accountOf(credentials).tenant },
  baseUrl: (_settings, credentials) => accountOf(credentials).origin,
  verify,
  readEmployees,
};
