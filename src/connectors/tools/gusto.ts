import { ownValue } from "../../shared/objects.js";
import { defineConnector } from "../define.js";

const READ = "the scope employees:read of the app";
const field = (label: string, permission = READ) => ({ label, permission });
const JOBS = "the scopes employees:read and jobs:read of the app";

/**
 * The employee with the one end of employment that counts: of somebody who is gone the last one, else one
 * that has not come into effect. Earlier ends of somebody who was hired again are history.
 */
function withEnd(record: unknown): unknown {
  if (typeof record !== "object" || record === null) return record;
  const terminations = ownValue(record, "terminations");
  if (!Array.isArray(terminations)) return record;
  const isGone = ownValue(record, "terminated") === true;
  const days = terminations
    .filter((one) => isGone || ownValue(one, "active") === false)
    .map((one) => ownValue(one, "effective_date"))
    .filter((day) => typeof day === "string");
  return { ...record, end: days.sort().at(-1) ?? null };
}

/** Gusto, by its App Integrations API (docs/vendors/gusto.md). */
export const gusto = defineConnector(
  {
    manifest: 1,
    id: "gusto",
    title: "Gusto",
    guide: {
      steps: [
        "Make an app in Gusto's developer portal and have Gusto approve it for production; copy its client ID, client secret and redirect address.",
        "Let a primary or full-access administrator of the company allow the app, and exchange the code for a refresh token, as the vendor's page shows.",
        "Copy the refresh token and the company's UUID. Connect each entity with a refresh token of its own: it is replaced with every use.",
      ],
      link: "https://docs.gusto.com/app-integrations/docs/oauth2",
      permission: READ,
      permissions: {
        workEmail: field("Work e-mail"),
        status: field("Terminated"),
        startDate: field("Hire date of the primary job", JOBS),
        terminationDate: field("Last day of work"),
        workLocation: field("City of the primary job", JOBS),
        country: field("Country of the primary job", JOBS),
        jobTitle: field("Title of the primary job", JOBS),
      },
    },
    credentials: {
      companyId: { label: "Company UUID", secret: false, help: "Of the company that allowed the app." },
      clientId: { label: "Client ID", secret: false, help: "Of the app in the developer portal." },
      clientSecret: { label: "Client secret", help: "Of the app in the developer portal." },
      redirectAddress: {
        label: "Redirect address",
        secret: false,
        form: "text",
        help: "As it stands in the app in the developer portal.",
      },
      refreshToken: { label: "Refresh token", help: "That came when an administrator allowed the app." },
    },
    baseUrl: "https://api.gusto.com",
    allowedHosts: ["api.gusto.com"],
    account: "${credentials.companyId}",
    auth: {
      kind: "oauth2Refresh",
      tokenUrl: "https://api.gusto.com/oauth/token",
      body: "json",
      client: "body",
      clientId: "${credentials.clientId}",
      clientSecret: "${credentials.clientSecret}",
      extra: { redirect_uri: "${credentials.redirectAddress}" },
      refreshToken: "refreshToken",
      afterUse: "replaced",
    },
    // 200 calls a minute for an app and a company.
    rate: { callsPerSecond: 3 },
    requests: {
      people: {
        path: "/v1/companies/${credentials.companyId}/employees",
        pagination: { kind: "page", param: "page", sizeParam: "per", size: 100, shortPage: true },
        records: "$",
      },
    },
    assemble: { root: "people" },
    completeness: "full",
    employee: {
      id: "uuid",
      workEmail: "work_email",
      firstName: "first_name",
      lastName: "last_name",
      startDate: "jobs[primary=true].hire_date",
      terminationDate: "end",
      workLocation: "jobs[primary=true].location.city",
      department: "department",
      jobTitle: "jobs[primary=true].title",
      country: "jobs[primary=true].location.country",
      manager: { id: "manager_uuid" },
    },
    status: {
      rules: [
        { when: { field: "terminated", is: true }, is: "inactive" },
        {
          when: [
            { field: "terminated", is: false },
            { date: "startDate", is: "future" },
          ],
          is: "pending",
        },
        { when: { field: "terminated", is: false }, is: "active" },
      ],
      unknown: "skip",
    },
    notVerified: [
      "That 100 entries come at once; whoever gets fewer must not be asked for more.",
      "That the manager is named by manager_uuid, as later versions of the API have it; the read specification has a number only.",
      "That the primary job has its place of work beside it; later versions have lists of addresses.",
      "Which version of the API an app has: none is asked for.",
      "That the refresh token is asked for with the redirect address, and is never too old.",
      "That work_email is empty for whom has none; email, which may be private, is never used.",
      "That somebody who is not gone has no end in effect but from an earlier employment.",
      "That the limit is 200 calls a minute.",
      "Bank accounts of employees can't be read. The words of refusals.",
    ],
  },
  { prepareRecord: withEnd },
);
