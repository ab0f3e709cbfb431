import { defineConnector } from "../define.js";

const READ = "the connection of your app, made by an administrator";
const field = (label: string) => ({ label, permission: READ });

/** Officient (docs/vendors/officient.md). */
export const officient = defineConnector({
  manifest: 1,
  id: "officient",
  title: "Officient",
  guide: {
    steps: [
      "Ask Officient for an app of your own; it is shown under My apps, with a client ID and a client secret.",
      "Let an administrator allow the app, and exchange the code for a refresh token, as the vendor's page shows.",
      "Copy the refresh token. Connect each entity with one of its own: it is replaced with every use.",
    ],
    link: "https://apidocs.officient.io/",
    permission: READ,
    permissions: {
      workEmail: field("E-mail"),
      status: field("Archived"),
      startDate: field("First day of employment"),
      terminationDate: field("Last day of employment"),
      jobTitle: field("Current role"),
      manager: field("Currently reports to"),
    },
  },
  credentials: {
    clientId: { label: "Client ID", secret: false, help: "Of your app, under My apps." },
    clientSecret: { label: "Client secret", help: "Of your app, under My apps." },
    refreshToken: { label: "Refresh token", help: "That came when an administrator allowed the app." },
  },
  baseUrl: "https://api.officient.io",
  allowedHosts: ["api.officient.io"],
  auth: {
    kind: "oauth2Refresh",
    tokenUrl: "https://api.officient.io/1.0/token",
    body: "json",
    client: "body",
    clientId: "${credentials.clientId}",
    clientSecret: "${credentials.clientSecret}",
    refreshToken: "refreshToken",
    afterUse: "replaced",
  },
  rate: { concurrency: 4 },
  requests: {
    people: {
      path: "/1.0/people/list",
      query: { include_archived: 1 },
      pagination: { kind: "page", param: "page", start: 0, size: 30 },
      records: "data",
      total: "total_record_count",
    },
    person: { path: "/1.0/people/${record.id}/detail", records: "$" },
  },
  assemble: { root: "people", detail: { request: "person", as: "detail" } },
  completeness: "full",
  employee: {
    id: "id",
    workEmail: "detail.data.email",
    firstName: "detail.data.first_name",
    lastName: "detail.data.last_name",
    startDate: "detail.data.employment.first_employment_date",
    terminationDate: "detail.data.employment.last_employment_date",
    team: "detail.data.team.name",
    jobTitle: "detail.data.current_role.name",
    manager: { id: "detail.data.current_reports_to.person_id" },
  },
  status: {
    rules: [
      { when: { field: "archived", is: 1 }, is: "inactive" },
      {
        when: [
          { field: "archived", is: 0 },
          { date: "startDate", is: "future" },
        ],
        is: "pending",
      },
      { when: { field: "archived", is: 0 }, is: "active" },
    ],
    unknown: "skip",
  },
  bank: { iban: "detail.data.bank_account_iban", bic: "detail.data.bank_account_bic" },
  notVerified: [
    "That a refresh token serves once: each answer has another one, which is stored, and an answer without one leaves it as it is.",
    "That somebody who is archived has left, and that nobody is archived while still employed.",
    "That the last day of employment is empty or ahead for whom is employed, also after somebody was hired once more.",
    "That email is the address at work; a private one has a field of its own.",
    "How the app gets its first refresh token.",
    "The only places Officient gives are those of homes, so there is no work location.",
    "Limits of calls, and the words of refusals.",
  ],
});
