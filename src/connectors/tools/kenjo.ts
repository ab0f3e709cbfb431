import { defineConnector } from "../define.js";

const SCREEN = "Settings > Integrations > API";
const KEY = "every API key reads it";

/** Kenjo says how long a list is only where it pages one; an answer that says it must have them all. */
const total = "metadata.total";

const section = (path: string) => ({ path, records: "data", total });
const list = (path: string) => ({ path, records: "$", total });

/** Kenjo (docs/vendors/kenjo.md). */
export const kenjo = defineConnector({
  manifest: 1,
  id: "kenjo",
  title: "Kenjo",
  guide: {
    steps: [
      `Sign in to Kenjo as an administrator and open ${SCREEN}. Where there is no API, ask Kenjo's support to activate it; it belongs to the Connect plan.`,
      'Open its settings, choose GENERATE NEW API KEY and give it an alias, for example "Spendesk sync". It needs none of the parts that can be switched on, such as attendance.',
      "Copy the key: it is shown once.",
      "Kenjo says the same of people who left and of people who never activated their account. Nothing is done for either until `source.statuses` says what `false` means.",
    ],
    link: "https://kenjo.readme.io/reference/generate-the-api-key",
    permission: KEY,
    permissions: {
      workEmail: { label: "E-mail of the account", permission: KEY },
      workLocation: { label: "Office", permission: KEY },
      country: { label: "Country of the office", permission: KEY },
      legalEntity: { label: "Company", permission: KEY },
      manager: { label: "Reports to", permission: KEY },
      "bank.bic": { label: "SWIFT code", permission: KEY },
    },
  },
  credentials: {
    apiKey: { label: "API key", help: `From ${SCREEN}; it is shown once.` },
  },
  baseUrl: "https://api.kenjo.io/api/v1",
  allowedHosts: ["api.kenjo.io"],
  auth: {
    kind: "session",
    request: { path: "/auth/login", body: { apiKey: "${credentials.apiKey}" } },
    token: "token",
  },
  requests: {
    accounts: section("/employees/accounts"),
    personals: section("/employees/personals"),
    works: section("/employees/works"),
    financials: section("/employees/financials"),
    offices: list("/offices"),
    departments: list("/departments"),
    companies: list("/companies"),
  },
  assemble: {
    root: "accounts",
    join: [
      { from: "personals", as: "person", left: "_id", right: "_id" },
      { from: "works", as: "work", left: "_id", right: "_id" },
      { from: "financials", as: "financial", left: "_id", right: "_id", onError: "skip" },
      { from: "offices", as: "office", left: "work.officeId", right: "_id", onError: "skip" },
      { from: "departments", as: "department", left: "work.departmentId", right: "_id", onError: "skip" },
      { from: "companies", as: "company", left: "work.companyId", right: "_id", onError: "skip" },
    ],
  },
  completeness: "full",
  employee: {
    id: "_id",
    workEmail: "email",
    firstName: "person.firstName",
    lastName: "person.lastName",
    startDate: "work.startDate",
    workLocation: "office.name",
    country: "office.country",
    department: "department.name",
    jobTitle: "work.jobTitle",
    legalEntity: "company.name",
    manager: { id: "work.reportsToId" },
  },
  dates: { formats: ["iso-datetime"] },
  status: {
    from: "isActive",
    map: { true: "active" },
    rules: [
      {
        when: [
          { field: "isActive", in: [true, false] },
          { date: "startDate", is: "future" },
        ],
        is: "pending",
      },
    ],
    // False also stands for accounts that nobody has activated yet: nobody is gone for it alone.
    unknown: "skip",
  },
  bank: { iban: "financial.iban", bic: "financial.swiftCode" },
  notVerified: [
    "Who left: Kenjo has no last day, and false stands for deactivated accounts and for those never activated. Nothing is done for such people until `source.statuses` says what `false` means.",
    "That everybody is listed, deactivated people included.",
    "That lists of people come whole: an answer that tells a larger total counts as incomplete, one that tells none as whole.",
    "That the e-mail of the account is the address at work.",
    "That a start date is the day it is written with, whatever its time zone.",
    "How long a token lasts; a new one is asked for when it is refused.",
    "Whether what is empty is null or left out; what is left out counts as not readable.",
    "Contracts, which have a start but no end, salaries and teams are not read.",
    "Limits of calls, and the words and numbers of refusals.",
  ],
});
