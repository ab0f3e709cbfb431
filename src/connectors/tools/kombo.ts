import { defineConnector } from "../define.js";

const SCOPES = "the scope configuration of the integration in the Kombo dashboard";
const scope = (field: string) => ({ permission: `${field} in ${SCOPES}` });

/** Kombo, which reads some hundred HR tools and answers alike for all of them (docs/vendors/kombo.md). */
export const kombo = defineConnector({
  manifest: 1,
  id: "kombo",
  title: "Kombo",
  guide: {
    steps: [
      "Sign in to the Kombo dashboard and open the integration of your HR tool.",
      `Check in ${SCOPES} that employees, their groups, work locations and bank accounts are read.`,
      "Copy the id of the integration, which begins with the name of the HR tool.",
      "Open the secrets of the environment and create an API key.",
    ],
    link: "https://docs.kombo.dev/introduction",
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
      department: scope("groups"),
      team: scope("groups"),
      manager: scope("manager"),
      "bank.iban": scope("bank_accounts"),
      "bank.bic": scope("bank_accounts"),
    },
  },
  credentials: {
    apiKey: { label: "API key", help: "From the secrets of the environment in the Kombo dashboard." },
    integrationId: {
      label: "Integration id",
      secret: false,
      help: "Such as personio:HWUTwvyx2wLoSUHphiWVrp28, from the page of the integration.",
    },
  },
  settings: {
    host: {
      type: "choice",
      label: "Host",
      help: "api.kombo.dev for accounts in the EU, api.us.kombo.dev in the US. Without it: api.kombo.dev.",
      values: ["api.kombo.dev", "api.us.kombo.dev"],
      default: "api.kombo.dev",
    },
  },
  baseUrl: "https://${settings.host}/v1",
  allowedHosts: ["api.kombo.dev", "api.us.kombo.dev"],
  account: "${credentials.integrationId}",
  auth: [
    { kind: "bearer", token: "${credentials.apiKey}" },
    { kind: "header", name: "X-Integration-Id", value: "${credentials.integrationId}" },
  ],
  requests: {
    people: {
      path: "/hris/employees",
      pagination: { kind: "cursor", param: "cursor", sizeParam: "page_size", size: 250, next: "data.next" },
      records: "data.results",
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
    department: "groups[type=DEPARTMENT].name",
    team: "groups[type=TEAM].name",
    jobTitle: "job_title",
    legalEntity: "legal_entity.name",
    employmentType: "employment_type",
    manager: { id: "manager.id", email: "manager.work_email" },
  },
  dates: { formats: ["iso-datetime"] },
  status: {
    from: "employment_status",
    map: { ACTIVE: "active", LEAVE: "leave", PENDING: "pending", INACTIVE: "inactive" },
    unknown: "skip",
  },
  bank: { accounts: "bank_accounts", iban: "iban", bic: "bic" },
  notVerified: [
    "What Kombo leaves out for HR tools that do not have it; a field that is null counts as empty.",
    "Which of several bank accounts is the one for expenses: then none is used.",
    "That somebody removed from the HR tool is no longer listed, and counts as missing, not as gone.",
    "The words of refusals.",
  ],
});
