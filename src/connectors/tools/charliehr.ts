import { defineConnector } from "../define.js";

const SCREEN = "Integrations > API Keys";
const KEYS = `a pair of keys of an administrator, from ${SCREEN}`;

const list = (path: string) => ({
  path,
  // An empty page is the last one: how the answer calls the number of pages is not known for sure.
  pagination: { kind: "page", param: "page", sizeParam: "per_page", size: 25 } as const,
  records: "data",
});

/** CharlieHR (docs/vendors/charliehr.md). */
export const charliehr = defineConnector({
  manifest: 1,
  id: "charliehr",
  title: "CharlieHR",
  guide: {
    steps: [
      "Sign in to CharlieHR as an administrator.",
      `Open ${SCREEN} and generate a pair of keys.`,
      "Copy both, the client ID and the client secret: they are shown once. They read the whole company, so keep them as you would keep a password.",
      "After connecting, look closely at the first preview: several names of fields could not be confirmed.",
    ],
    link: "https://www.charliehr.com/api_docs/",
    permission: KEYS,
    permissions: {
      workLocation: { label: "Office", permission: KEYS },
      // Without either day nobody could tell who is employed.
      startDate: { permission: KEYS, required: true },
      terminationDate: { label: "Leaving date", permission: KEYS, required: true },
    },
  },
  credentials: {
    clientId: { label: "Client ID", help: `From ${SCREEN}; it is shown once.` },
    clientSecret: { label: "Client secret", help: `From ${SCREEN}; it is shown once.` },
  },
  baseUrl: "https://charliehr.com/api/v1",
  allowedHosts: ["charliehr.com"],
  auth: {
    kind: "header",
    name: "Authorization",
    value: "Token token=${credentials.clientId}:${credentials.clientSecret}",
  },
  // All companies share the host, and both keys are secret.
  check: { request: "company", company: "data.id" },
  requests: {
    company: { path: "/company", records: "$" },
    people: list("/team_members"),
    offices: list("/offices"),
  },
  assemble: {
    root: "people",
    join: [{ from: "offices", as: "place", left: "office", right: "id", onError: "skip" }],
  },
  // Whether those who left stay in the list is not known.
  completeness: "activeOnly",
  employee: {
    id: "id",
    workEmail: "work_email",
    firstName: "first_name",
    lastName: "last_name",
    displayName: "display_name",
    startDate: "start_date",
    terminationDate: ["end_date", "leaving_date", "leave_date"],
    workLocation: "place.name",
    jobTitle: "job_title",
    manager: { id: "manager" },
  },
  status: {
    rules: [
      { when: { date: "terminationDate", is: "past" }, is: "inactive" },
      { when: { date: "startDate", is: "future" }, is: "pending" },
      { when: { date: "startDate", is: "filled" }, is: "active" },
    ],
    unknown: "skip",
  },
  notVerified: [
    "The names of the fields work_email, job_title and manager.",
    "How the leaving date is called: end_date, leaving_date and leave_date are understood; without any of them nothing is read.",
    "Whether those who left stay in the list: nobody is archived for being absent, only for a leaving date in the past.",
    "That office and manager hold ids. Where they are something else, they count as not readable or as empty.",
    "That the leaving date is the last day, and empty while there is none.",
    "What the words of the employment status are: the days decide instead.",
    "That a page after the last one is empty.",
    "Teams, which come as a list of ids, are not read, so there is no department to filter by.",
    "Bank details: CharlieHR has account numbers and sort codes but no IBAN, so they are not read.",
    "How leave is shown; it changes nothing. Limits of calls, and the words of refusals.",
  ],
});
