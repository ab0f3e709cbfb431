import { defineConnector } from "../define.js";

const KEY_SCREEN = "Settings > Integrations > API";

const pagination = {
  kind: "page",
  param: "page",
  size: 50,
  pages: "meta.total_pages",
} as const;

/** Sage HR, formerly CakeHR (docs/vendors/sagehr.md). */
export const sagehr = defineConnector({
  manifest: 1,
  id: "sagehr",
  title: "Sage HR",
  guide: {
    steps: [
      "Sign in to Sage HR as an administrator.",
      `Open ${KEY_SCREEN}, switch on API access and copy the key.`,
      "Note the first part of the address of your Sage HR: acme of acme.sage.hr.",
    ],
    link: "https://support.sage.hr/en/articles/3246469-how-does-cakehr-api-work",
    permission: `API access under ${KEY_SCREEN}; the key reads everybody`,
  },
  credentials: {
    subdomain: {
      label: "Subdomain",
      secret: false,
      form: "hostLabel",
      help: "The first part of your address: acme of acme.sage.hr.",
    },
    apiKey: { label: "API key", help: `From ${KEY_SCREEN}.` },
  },
  baseUrl: "https://${credentials.subdomain}.sage.hr/api",
  allowedHosts: ["*.sage.hr"],
  auth: { kind: "header", name: "X-Auth-Token", value: "${credentials.apiKey}" },
  requests: {
    active: { path: "/employees", pagination, records: "data", total: "meta.total_entries" },
    terminated: {
      path: "/terminated-employees",
      pagination,
      records: "data",
      total: "meta.total_entries",
    },
  },
  assemble: { root: "active", union: ["terminated"] },
  completeness: "full",
  employee: {
    id: "id",
    workEmail: "email",
    firstName: "first_name",
    lastName: "last_name",
    startDate: "employment_start_date",
    terminationDate: "termination_date",
    team: "team",
    jobTitle: "position",
    employmentType: "employment_status",
    manager: { id: "reports_to_employee_id" },
  },
  status: {
    rules: [
      { when: [{ list: "terminated" }, { date: "terminationDate", is: "future" }], is: "active" },
      { when: { list: "terminated" }, is: "inactive" },
      { when: { date: "startDate", is: "future" }, is: "pending" },
      { when: { list: "active" }, is: "active" },
    ],
    unknown: "skip",
  },
  notVerified: [
    "That nobody is in both lists, and that everybody who left stays in the second one.",
    "Since when somebody with an end ahead is in the second list; until that day they count as employed.",
    "That the address in email is always the one at work.",
    "Whether somebody who is hired again keeps the id.",
    "Addresses of homes are the only places Sage HR gives, so there is no work location.",
    "Limits of calls, and the words of refusals.",
  ],
});
