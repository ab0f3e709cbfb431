import { defineConnector } from "../define.js";

const SCREEN = "Company > Company settings > Integrations & APIs > Integrations";
const TOKEN = `an API token of a company administrator, from ${SCREEN} > Remote API`;
const detail = (field: string) => `detail.data.employment.${field}`;

/** Words for every step from the first entry to the first day. */
const BEFORE_START = [
  ...["created", "pre_hire", "created_awaiting_reserve", "created_reserve_paid", "initiated", "invited"],
  ...["pending", "review", "job_title_review", "pending_post_self_enrollment_actions"],
];

/** Remote (docs/vendors/remote.md). */
export const remote = defineConnector({
  manifest: 1,
  id: "remote",
  title: "Remote",
  guide: {
    steps: [
      "Sign in to Remote as a company administrator.",
      `Open ${SCREEN} and choose Remote API.`,
      "Generate an API token and copy it; it begins with ra_live_. It reads the whole company, so keep it as you would keep a password.",
    ],
    link: "https://developer.remote.com/docs/quick-start-guide",
    permission: TOKEN,
    permissions: {
      workLocation: { label: "City of the work address", permission: TOKEN },
      country: { label: "Country of the employment", permission: TOKEN },
    },
  },
  credentials: {
    apiToken: { label: "API token", help: `From ${SCREEN} > Remote API; it begins with ra_live_.` },
  },
  baseUrl: "https://gateway.remote.com",
  allowedHosts: ["gateway.remote.com"],
  auth: { kind: "bearer", token: "${credentials.apiToken}" },
  rate: { callsPerSecond: 10, concurrency: 4 },
  requests: {
    people: {
      path: "/v1/employments",
      pagination: {
        kind: "page",
        param: "page",
        sizeParam: "page_size",
        size: 100,
        pages: "data.total_pages",
      },
      records: "data.employments",
      total: "data.total_count",
    },
    // The list has neither days nor managers nor bank details.
    employment: { path: "/v1/employments/${record.id}", query: { exclude_files: "true" }, records: "$" },
  },
  assemble: { root: "people", detail: { request: "employment", as: "detail", onError: "skip" } },
  completeness: "full",
  employee: {
    id: "id",
    workEmail: "work_email",
    // A single word is the last name, as in files.
    firstName: { expr: "$contains(full_name, ' ') ? $substringBefore(full_name, ' ') : full_name ? ''" },
    lastName: { expr: "$contains(full_name, ' ') ? $substringAfter(full_name, ' ') : full_name" },
    startDate: detail("provisional_start_date"),
    terminationDate: detail("termination_date"),
    workLocation: "work_address_details.city",
    department: "department",
    jobTitle: "job_title",
    country: "country.code",
    employmentType: "type",
    manager: { id: detail("manager_employment_id"), email: detail("manager_email") },
  },
  status: {
    from: "status",
    rules: [
      {
        when: [
          { field: "status", is: "active" },
          { date: "startDate", is: "future" },
        ],
        is: "pending",
      },
      {
        when: [
          { field: "status", is: "archived" },
          { date: "terminationDate", is: "future" },
        ],
        is: "active",
      },
    ],
    map: {
      active: "active",
      offboarding: "active",
      ...Object.fromEntries(BEFORE_START.map((word) => [word, "pending" as const])),
      archived: "inactive",
      deleted: "inactive",
    },
    unknown: "skip",
  },
  bank: { accounts: detail("bank_account_details"), iban: "iban" },
  notVerified: [
    "That a name is written with the first name in front: Remote has no fields for its parts, so what stands before the first blank is taken for the first name, and a single word for the last one.",
    "That somebody in offboarding still works until termination_date, which may change until then.",
    "That somebody archived with an end ahead still works, and that archived never means an onboarding that was cancelled.",
    "That provisional_start_date is the first day; Remote calls it the expected one.",
    "That a page may have 100 employments; where fewer come, as many more pages are read.",
    "That work_email is empty and not a private address where somebody has none.",
    "Which fields bank details have differs by country: only iban is read, and only where there is one account. A BIC is not documented.",
    "That the address of work has a city: its fields differ by country. Without one the place of work counts as not readable.",
    "The list of offboardings, which leaves out confidential ones and has cancelled ones too, is not read: the employment itself names its last day.",
    "Limits of calls, and the words of refusals.",
  ],
});
