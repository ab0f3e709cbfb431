import { defineConnector } from "../define.js";

const SCREEN = "Settings > API keys";

/** Factorial (docs/vendors/factorial.md). */
export const factorial = defineConnector({
  manifest: 1,
  id: "factorial",
  title: "Factorial",
  guide: {
    steps: [
      "Sign in to Factorial as an administrator.",
      `Open ${SCREEN} and choose to create a key; name it, for example, "Spendesk sync".`,
      "Copy the key. It gives access to the whole company, so keep it as you would keep a password.",
    ],
    link: "https://apidoc.factorialhr.com/docs/api-keys",
    permission: "an API key of an administrator reads it",
    permissions: {
      workEmail: { label: "Login e-mail", permission: "an API key of an administrator reads it" },
      workLocation: { label: "Workplace", permission: "an API key of an administrator reads workplaces" },
      "bank.iban": { label: "Bank number", permission: "an API key of an administrator reads bank details" },
      "bank.bic": { label: "SWIFT/BIC", permission: "an API key of an administrator reads bank details" },
    },
  },
  credentials: {
    apiKey: { label: "API key", help: `From ${SCREEN}; it is shown once.` },
  },
  settings: {
    apiVersion: {
      type: "text",
      label: "Version of the API",
      help: "A date such as 2026-07-01; Factorial adds one each quarter. Without it: 2026-07-01.",
      default: "2026-07-01",
    },
  },
  baseUrl: "https://api.factorialhr.com/api/${settings.apiVersion}/resources",
  allowedHosts: ["api.factorialhr.com"],
  auth: { kind: "header", name: "x-api-key", value: "${credentials.apiKey}" },
  requests: {
    people: {
      path: "/employees/employees",
      // The specification requires both. Everybody is read, also who has left (docs/vendors/factorial.md §3).
      query: { only_active: "false", only_managers: "false" },
      pagination: {
        kind: "page",
        param: "page",
        sizeParam: "limit",
        size: 100,
        more: { path: "meta.has_next_page", is: true },
      },
      records: "data",
    },
    locations: {
      path: "/locations/locations",
      pagination: {
        kind: "page",
        param: "page",
        sizeParam: "limit",
        size: 100,
        more: { path: "meta.has_next_page", is: true },
      },
      records: "data",
    },
  },
  assemble: {
    root: "people",
    join: [{ from: "locations", as: "location", left: "location_id", right: "id", onError: "skip" }],
  },
  completeness: "full",
  employee: {
    id: "id",
    workEmail: "login_email",
    firstName: "first_name",
    lastName: "last_name",
    terminationDate: "terminated_on",
    workLocation: "location.name",
    country: "country",
    manager: { id: "manager_id" },
  },
  status: {
    rules: [
      { when: { field: "active", is: true }, is: "active" },
      // Nobody is gone for a flag alone: who has not started yet may have it too.
      {
        when: [
          { field: "active", is: false },
          { date: "terminationDate", is: "filled" },
        ],
        is: "inactive",
      },
    ],
    unknown: "skip",
  },
  bank: {
    iban: "bank_number",
    bic: "swift_bic",
    when: { field: "bank_number_format", in: ["iban"] },
  },
  notVerified: [
    "That a page may have 100 entries; fewer are followed.",
    "That everybody is listed, former employees included.",
    "That an employee is active until the last day, and that this day is the one in terminated_on.",
    "What happens to the id of somebody who is hired again.",
    "How future hires are shown: there is no start date, so they count as employed once they are active.",
    "What it means that somebody is not active and has no terminated_on: nothing is done for them.",
    "Teams are not read, so there is nothing to filter by but the workplace and the country.",
  ],
});
