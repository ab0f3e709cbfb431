import { defineConnector } from "../define.js";

const SCREEN = "Company Settings > API Tokens";
const scope = (name: string) => ({ permission: `the scope ${name} of the token` });

const pagination = {
  kind: "nextUrl",
  sizeParam: "limit",
  size: 100,
  next: "next_link",
  absentEnds: true,
} as const;

/** What a worker names as not allowed, which may stand there as if it were empty. */
function withoutRedacted(record: unknown): unknown {
  if (typeof record !== "object" || record === null || !("__meta" in record)) return record;
  const { __meta: meta, ...fields } = record;
  if (typeof meta !== "object" || meta === null || !("redacted_fields" in meta)) return record;
  const redacted = Array.isArray(meta.redacted_fields) ? meta.redacted_fields : [];
  const names = new Set(redacted.map((entry: unknown) => Object(entry).name));
  return Object.fromEntries(Object.entries(fields).filter(([name]) => !names.has(name)));
}

/** Rippling, by its REST API (docs/vendors/rippling.md). */
export const rippling = defineConnector(
  {
    manifest: 1,
    id: "rippling",
    title: "Rippling",
    guide: {
      steps: [
        "Sign in to Rippling as an administrator who may see everybody.",
        `Open ${SCREEN} and create a token; name it, for example, "Spendesk sync".`,
        "Give it these scopes and no other: workers.read, users.read, departments.read, teams.read, employment-types.read, legal-entities.read, work-locations.read.",
        "Copy the token; it is shown once. One that is not used for 30 days is removed by Rippling.",
      ],
      link: "https://developer.rippling.com/documentation/rest-api",
      permission: "the scope workers.read of the token",
      permissions: {
        firstName: scope("users.read"),
        lastName: scope("users.read"),
        displayName: scope("users.read"),
        workLocation: scope("work-locations.read"),
        department: scope("departments.read"),
        team: scope("teams.read"),
        legalEntity: scope("legal-entities.read"),
        employmentType: scope("employment-types.read"),
      },
    },
    credentials: {
      apiToken: { label: "API token", help: `From ${SCREEN}; it is shown once.` },
    },
    baseUrl: "https://rest.ripplingapis.com",
    allowedHosts: ["rest.ripplingapis.com"],
    auth: { kind: "bearer", token: "${credentials.apiToken}" },
    requests: {
      people: {
        // With the slash, as the addresses of next pages have it: a redirect would not be followed.
        path: "/workers/",
        query: { expand: "user,department,teams,employment_type,legal_entity" },
        // The address of the next page may have the cursor alone, and its workers then had no names.
        pagination: { ...pagination, keepQuery: true },
        records: "results",
      },
      locations: { path: "/work-locations/", pagination, records: "results" },
    },
    assemble: {
      root: "people",
      join: [
        {
          from: "locations",
          as: "workLocation",
          left: "location.work_location_id",
          right: "id",
          onError: "skip",
        },
      ],
    },
    completeness: "full",
    employee: {
      id: "id",
      workEmail: "work_email",
      firstName: "user.name.given_name",
      lastName: "user.name.family_name",
      displayName: "user.name.display_name",
      startDate: "start_date",
      terminationDate: "end_date",
      workLocation: "workLocation.name",
      department: "department.name",
      team: "teams[*].name",
      jobTitle: "title",
      legalEntity: "legal_entity.legal_name",
      country: ["country.code", "country"],
      employmentType: "employment_type.label",
      manager: { id: "manager_id" },
    },
    dates: { formats: ["iso-date", "iso-datetime"] },
    status: {
      from: "status",
      rules: [
        {
          when: [
            { field: "status", is: "TERMINATED" },
            { date: "terminationDate", is: "future" },
          ],
          is: "active",
        },
      ],
      map: { ACTIVE: "active", HIRED: "pending", ACCEPTED: "pending", TERMINATED: "inactive" },
      unknown: "skip",
    },
    notVerified: [
      "That everybody is listed, former workers included.",
      "The words for the status besides ACTIVE and TERMINATED; HIRED and ACCEPTED are taken for future hires.",
      "Since when somebody with an end ahead is called TERMINATED; until that day they count as employed.",
      "That end_date is the last day.",
      "The exact names of the scopes for places of work, kinds of employment and legal entities.",
      "Whether what a scope withholds is left out or empty; what a record names as withheld is not taken for empty.",
      "That somebody who works from home names no place of work; their location then counts as empty or not known.",
      "Which version of the API a token has: without the header for it Rippling goes by the token's own.",
      "Whether somebody who is hired again keeps the id.",
      "Bank accounts are not in this API. Limits of calls, and the words of refusals.",
    ],
  },
  { prepareRecord: withoutRedacted },
);
