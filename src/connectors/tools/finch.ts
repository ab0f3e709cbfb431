import { defineConnector } from "../define.js";

const headers = { "Finch-API-Version": "2020-09-17" };
const product = (name: string) => ({ permission: `the product ${name} in the connection` });

/** As many people come at once: each kind of call may be made 20 times a minute. */
const AT_ONCE = 500;

/** Details of people, asked for by their ids. */
const details = (name: string) => ({
  method: "POST" as const,
  reads: true as const,
  path: `/employer/${name}`,
  headers,
  body: { requests: "${ids}" },
  records: "responses",
});

const batch = (request: string) => ({
  ...{ request, as: request, ids: "id", idName: "individual_id", key: "individual_id", size: AT_ONCE },
});

const END =
  "employment.body.(latest_rehire_date and end_date and latest_rehire_date > end_date ? null : end_date)";

/** Finch, which reads many HR and payroll tools and answers alike for all of them (docs/vendors/finch.md). */
export const finch = defineConnector({
  manifest: 1,
  id: "finch",
  title: "Finch",
  guide: {
    steps: [
      "Have your own application at Finch, and connect your HR tool to it by Finch Connect with the products directory, individual and employment, and no others.",
      "Exchange the code of that connection for its access token, as Finch describes it, and copy the token.",
      "Salaries come along with employment and can't be left out; they are dropped as soon as they are read.",
    ],
    link: "https://developer.tryfinch.com/implementation-guide/API-Calls/Read-Data",
    ...product("directory"),
    permissions: {
      workEmail: product("individual"),
      status: product("employment"),
      startDate: product("employment"),
      terminationDate: product("employment"),
      workLocation: product("employment"),
      country: product("employment"),
      jobTitle: product("employment"),
      employmentType: product("employment"),
    },
  },
  credentials: {
    accessToken: { label: "Access token", help: "Of the connection with your HR tool." },
  },
  baseUrl: "https://api.tryfinch.com",
  allowedHosts: ["api.tryfinch.com"],
  auth: { kind: "bearer", token: "${credentials.accessToken}" },
  // 20 calls a minute of each of the three kinds, which take turns.
  rate: { callsPerSecond: 0.9 },
  requests: {
    directory: {
      path: "/employer/directory",
      headers,
      pagination: { kind: "offset", param: "offset", sizeParam: "limit", size: AT_ONCE },
      records: "individuals",
      total: "paging.count",
    },
    individual: details("individual"),
    employment: details("employment"),
  },
  assemble: { root: "directory", batch: [batch("individual"), batch("employment")] },
  completeness: "full",
  employee: {
    id: "id",
    workEmail: "individual.body.emails[type=work].data",
    firstName: "first_name",
    lastName: "last_name",
    startDate: ["employment.body.latest_rehire_date", "employment.body.start_date"],
    // Somebody who came back may still have the end of the time before.
    terminationDate: { expr: END },
    workLocation: ["employment.body.location.name", "employment.body.location.city"],
    country: "employment.body.location.country",
    department: ["department.name", "employment.body.department.name"],
    jobTitle: "employment.body.title",
    employmentType: ["employment.body.employment.subtype", "employment.body.employment.type"],
    manager: { id: "manager.id" },
  },
  dates: { formats: ["iso-datetime"] },
  status: {
    from: "employment.body.employment_status",
    rules: [
      {
        when: [
          { field: "employment.body.employment_status", is: "terminated" },
          { date: "terminationDate", is: "future" },
        ],
        is: "active",
      },
      {
        when: [
          { field: "employment.body.employment_status", is: "active" },
          { date: "startDate", is: "future" },
        ],
        is: "pending",
      },
      // Some HR tools have no word for it, only whether somebody is active.
      {
        when: [
          { field: "employment.body.employment_status", filled: false },
          { field: "employment.body.is_active", is: true },
        ],
        is: "active",
      },
      {
        when: [
          { field: "employment.body.employment_status", filled: false },
          { field: "employment.body.is_active", is: false },
          { date: "terminationDate", is: "past" },
        ],
        is: "inactive",
      },
    ],
    map: {
      active: "active",
      leave: "leave",
      onboarding: "pending",
      prehire: "pending",
      retired: "inactive",
      deceased: "inactive",
      terminated: "inactive",
    },
    unknown: "skip",
  },
  notVerified: [
    "What Finch leaves out for one HR tool or another; a field that is null counts as empty.",
    "Somebody whose details can't be had at the moment has none that can be read: nothing is done for them.",
    "That onboarding means before the first day.",
    "That somebody who is terminated with an end ahead still works here, and that end_date is the last day.",
    "Which address is at work where the HR tool names no type: only one of the type work is used.",
    "That 500 people at once are not too many for the HR tool behind Finch.",
    "An answer of Finch that it is still fetching the data has no list in it, and counts as one that can't be read.",
    "Connections with several entities: one of them is read, the one that Finch takes when none is named.",
    "Bank details: Finch has none of people, so they are not read.",
    "The words of refusals.",
  ],
});
