import { defineConnector } from "../define.js";

const KEY_SCREEN = "Configure > API settings";

/** Breathe (docs/vendors/breathe.md). */
export const breathe = defineConnector({
  manifest: 1,
  id: "breathe",
  title: "Breathe",
  guide: {
    steps: [
      "Sign in to Breathe as an administrator.",
      `Open ${KEY_SCREEN} and switch the API on.`,
      "Copy the production key, which begins with prod-. It reads everything, so keep it as you would keep a password.",
    ],
    link: "https://developer.breathehr.com/",
    permission: `the production key from ${KEY_SCREEN}; it reads everything`,
  },
  credentials: {
    apiKey: { label: "API key", help: `The production key from ${KEY_SCREEN}; it begins with prod-.` },
  },
  baseUrl: "https://api.breathehr.com/v1",
  allowedHosts: ["api.breathehr.com"],
  auth: { kind: "header", name: "X-API-KEY", value: "${credentials.apiKey}" },
  // 60 calls a minute for each customer, whoever makes them.
  rate: { callsPerSecond: 0.8 },
  requests: {
    people: {
      path: "/employees",
      pagination: { kind: "link", sizeParam: "per_page", size: 100 },
      records: "employees",
    },
  },
  assemble: { root: "people" },
  completeness: "full",
  employee: {
    id: "id",
    workEmail: "email",
    firstName: "first_name",
    lastName: "last_name",
    startDate: ["join_date", "company_join_date"],
    terminationDate: "leaving_date",
    workLocation: "location.name",
    department: "department.name",
    team: "division.name",
    jobTitle: "job_title",
    employmentType: "full_or_part_time",
    manager: { id: "line_manager.id" },
  },
  dates: { formats: ["iso-date", "yyyy/MM/dd"] },
  status: {
    from: "status",
    rules: [
      {
        when: [
          { field: "status", is: "Current employee" },
          { date: "startDate", is: "future" },
        ],
        is: "pending",
      },
      { when: { field: "status", is: "Current employee" }, is: "active" },
      // Nobody is gone for a word that is not documented: a day has to say so as well.
      {
        when: [
          { field: "status", filled: true },
          { date: "terminationDate", is: "past" },
        ],
        is: "inactive",
      },
    ],
    unknown: "skip",
  },
  notVerified: [
    "That everybody is listed, former employees included.",
    "The words for the status besides Current employee: without a leaving date in the past nothing is done for such people, until `source.statuses` says what a word means.",
    "That the address in email is always the one at work.",
    "That Breathe changes the status soon after the last day: who is still called a current employee is one.",
    "That leaving_date is the last day, and what becomes of it after somebody was hired once more.",
    "Whether the first day at the company is in join_date or in company_join_date; both are understood.",
    "That departments, divisions and locations have a name and the line manager an id, as other objects in the documents do.",
    "How leave is shown; it changes nothing.",
    "Whether the API employee, who stands for calls that change something, is in the list.",
    "The words of refusals but those about the limit.",
  ],
});
