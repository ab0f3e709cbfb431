import { defineConnector } from "../define.js";

const SCOPE = "the scope private:read of the access token";

const pagination = { kind: "offset", param: "$skip", sizeParam: "$limit", size: 250 } as const;

/** Humaans (docs/vendors/humaans.md). */
export const humaans = defineConnector({
  manifest: 1,
  id: "humaans",
  title: "Humaans",
  guide: {
    steps: [
      "Sign in to Humaans as an owner.",
      "Open Settings > API tokens and create a token with the scope private:read and no other.",
      "Copy the token.",
    ],
    link: "https://docs.humaans.io/api/",
    permission: SCOPE,
  },
  credentials: {
    accessToken: { label: "API access token", help: "From Settings > API tokens, with private:read." },
  },
  baseUrl: "https://app.humaans.io/api",
  allowedHosts: ["app.humaans.io"],
  auth: { kind: "bearer", token: "${credentials.accessToken}" },
  requests: {
    people: { path: "/people", pagination, records: "data", total: "total" },
    locations: { path: "/locations", pagination, records: "data", total: "total" },
  },
  assemble: {
    root: "people",
    join: [{ from: "locations", as: "location", left: "locationId", right: "id", onError: "skip" }],
  },
  completeness: "full",
  employee: {
    id: "id",
    workEmail: "email",
    firstName: "firstName",
    lastName: "lastName",
    startDate: "employmentStartDate",
    // Without the end of the employment the last day of work is all that is known.
    terminationDate: ["employmentEndDate", "lastWorkingDay"],
    workLocation: ["location.label", "location.name"],
    team: "teams[*].name",
    employmentType: "contractType",
  },
  status: {
    from: "status",
    map: { active: "active", newHire: "pending", new_hire: "pending", offboarded: "inactive" },
    unknown: "skip",
  },
  notVerified: [
    "That a page may have 250 people; where fewer come, the next page begins after them.",
    "That everybody is listed, former employees included.",
    "Whether the name of a location is in label or in name; both are understood.",
    "What stands for the location of people who work from home; unless it is empty, their location counts as not known.",
    "That somebody stays active until employmentEndDate, and that this day is the last one.",
    "That leave changes nothing in the status.",
    "Whether the work e-mail of people who hide it comes with private:read.",
    "Managers: Humaans names the reports of each manager and no manager of a report, so they are not read.",
    "Titles and departments are in a history of job roles, which is not read.",
    "Bank accounts: Humaans has account numbers, sort codes and SWIFT codes but no IBAN of its own, so they are not read.",
    "Limits of calls, and the words of refusals.",
  ],
});
