import { defineConnector } from "../define.js";

const SCOPES = "the scopes of the HRIS category in the Merge dashboard";
const scope = (field: string) => ({ permission: `${field} of Employee in ${SCOPES}` });

/** Merge, which reads many HR tools and answers alike for all of them (docs/vendors/merge.md). */
export const merge = defineConnector({
  manifest: 1,
  id: "merge",
  title: "Merge",
  guide: {
    steps: [
      "Sign in to the Merge dashboard.",
      `Check in ${SCOPES} that employees, groups, locations and companies are read.`,
      "Create an API key under API Keys, of the kind that reads production data.",
      "Open the page of the linked account of your HR tool and copy the account token, at the bottom right under the organization.",
    ],
    link: "https://docs.merge.dev/basics/authentication",
    permission: `the field in ${SCOPES}`,
    permissions: {
      workEmail: scope("work_email"),
      firstName: scope("first_name"),
      lastName: scope("last_name"),
      displayName: scope("display_full_name"),
      status: scope("employment_status"),
      startDate: scope("start_date"),
      terminationDate: scope("termination_date"),
      workLocation: scope("work_location"),
      country: scope("work_location"),
      department: scope("groups"),
      team: scope("groups"),
      costCenter: scope("groups"),
      legalEntity: scope("company"),
      manager: scope("manager"),
    },
  },
  credentials: {
    apiKey: { label: "API key", help: "From API Keys in the Merge dashboard." },
    accountToken: {
      label: "Account token",
      help: "From the page of the linked account, at the bottom right under the organization.",
    },
  },
  settings: {
    host: {
      type: "choice",
      label: "Host",
      help: "api.merge.dev for organizations in the US, api-eu.merge.dev in the EU, api-ap.merge.dev in Asia and the Pacific. Without it: api.merge.dev.",
      values: ["api.merge.dev", "api-eu.merge.dev", "api-ap.merge.dev"],
      default: "api.merge.dev",
    },
  },
  baseUrl: "https://${settings.host}/api/hris/v1",
  allowedHosts: ["api.merge.dev", "api-eu.merge.dev", "api-ap.merge.dev"],
  auth: [
    { kind: "bearer", token: "${credentials.apiKey}" },
    { kind: "header", name: "X-Account-Token", value: "${credentials.accountToken}" },
  ],
  // The token is secret, so only Merge can tell which linked account it is for.
  check: { request: "account", company: "id" },
  requests: {
    account: { path: "/account-details", records: "$" },
    people: {
      path: "/employees",
      // In the order the vendor's own client has, where other orders are not allowed. Not the manager, who
      // would come with everything known about them: the id is enough.
      query: { expand: "groups,work_location,company" },
      pagination: { kind: "cursor", param: "cursor", sizeParam: "page_size", size: 100, next: "next" },
      records: "results",
    },
  },
  assemble: { root: "people" },
  completeness: "full",
  employee: {
    id: "id",
    workEmail: "work_email",
    firstName: "first_name",
    lastName: "last_name",
    displayName: "display_full_name",
    startDate: "start_date",
    terminationDate: "termination_date",
    workLocation: "work_location.name",
    country: "work_location.country",
    department: "groups[type=DEPARTMENT].name",
    team: "groups[type=TEAM].name",
    costCenter: "groups[type=COST_CENTER].name",
    legalEntity: ["company.legal_name", "company.display_name"],
    manager: { id: "manager" },
  },
  dates: { formats: ["iso-datetime"] },
  status: {
    from: "employment_status",
    map: { ACTIVE: "active", PENDING: "pending", INACTIVE: "inactive" },
    unknown: "skip",
  },
  notVerified: [
    "What Merge leaves out for HR tools that do not have it; a field that is null counts as empty.",
    "Which of several departments, teams or cost centers counts: the first that Merge lists is taken.",
    "That somebody stays active until the termination date, and that this day is the last one.",
    "How leave is shown: Merge has no word of its own for it, and any other word is reported and changes nothing.",
    "That somebody removed from the HR tool is no longer listed, and counts as missing, not as gone.",
    "Start dates of HR tools that give Merge nothing but a date of hire, which may be that of the signature: they are not read.",
    "Job titles and kinds of employment come with salaries only, so they are not read.",
    "Bank details: Merge has account and routing numbers but no IBAN, so they are not read.",
    "The words of refusals.",
  ],
});
