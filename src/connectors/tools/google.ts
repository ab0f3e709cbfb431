import { ownValue } from "../../shared/objects.js";
import { defineConnector } from "../define.js";

const READ =
  "the scope https://www.googleapis.com/auth/admin.directory.user.readonly for the service account";
const field = (label: string) => ({ label, permission: READ });

/** What an organization of somebody may have; Google leaves out what is empty. */
const NO_ORGANIZATION = { name: null, title: null, department: null, costCenter: null, description: null };

function entryOf(record: object, list: string, key: string, value: unknown): object {
  const entries = ownValue(record, list);
  const found = Array.isArray(entries) ? entries.find((entry) => ownValue(entry, key) === value) : undefined;
  return typeof found === "object" && found !== null ? found : {};
}

/** The user with the parts that are read in one place each, empty where Google leaves them out. */
function withParts(record: unknown): unknown {
  if (typeof record !== "object" || record === null) return record;
  return {
    // Without a reason nobody knows what a suspension means.
    ...(ownValue(record, "suspended") === true && { suspensionReason: null }),
    ...record,
    organization: { ...NO_ORGANIZATION, ...entryOf(record, "organizations", "primary", true) },
    desk: { buildingId: null, ...entryOf(record, "locations", "type", "desk") },
    manager: { value: null, ...entryOf(record, "relations", "type", "manager") },
  };
}

/** Google Workspace as a directory of people (docs/vendors/google.md). */
export const google = defineConnector(
  {
    manifest: 1,
    id: "google",
    title: "Google Workspace",
    guide: {
      steps: [
        "In the Google Cloud console make a project for this and switch on the Admin SDK API in it.",
        "Make a service account there, without any role, and a key for it of the type JSON; its file is downloaded once.",
        "In the Google Admin console open Security > Access and data control > API controls > Domain-wide delegation and add the client ID of the service account with the scope https://www.googleapis.com/auth/admin.directory.user.readonly and no other.",
        "Choose an administrator who may read users; the service account reads as this person does.",
        "Accounts that are no person's, such as shared mailboxes, are listed as well: leave them out with a filter, for example by orgUnitPath.",
      ],
      link: "https://developers.google.com/workspace/guides/create-credentials",
      permission: READ,
      permissions: {
        workEmail: field("Primary e-mail"),
        status: field("Suspended and archived"),
        workLocation: field("Building"),
        legalEntity: field("Organization"),
        employmentType: field("Type of employee"),
      },
    },
    credentials: {
      serviceAccount: {
        label: "Key file of the service account",
        form: "serviceAccount",
        help: "The JSON file that Google made with the key.",
      },
      adminAddress: {
        label: "Administrator's e-mail",
        secret: false,
        form: "text",
        help: "Of an administrator who may read users, such as admin@acme.example.",
      },
    },
    baseUrl: "https://admin.googleapis.com",
    allowedHosts: ["admin.googleapis.com", "oauth2.googleapis.com"],
    auth: {
      kind: "oauth2Jwt",
      tokenUrl: "https://oauth2.googleapis.com/token",
      assertion: {
        algorithm: "RS256",
        key: "serviceAccount",
        header: { kid: "${credentials.serviceAccount.private_key_id}" },
        claims: {
          iss: "${credentials.serviceAccount.client_email}",
          sub: "${credentials.adminAddress}",
          scope: "https://www.googleapis.com/auth/admin.directory.user.readonly",
          aud: "${tokenUrl}",
        },
        lifetimeSeconds: 3600,
      },
    },
    // Google says that a quota is used up with 403 as well.
    rate: { retryTexts: ["rateLimitExceeded", "userRateLimitExceeded", "quotaExceeded"] },
    requests: {
      people: {
        path: "/admin/directory/v1/users",
        query: { customer: "my_customer", projection: "full" },
        pagination: {
          kind: "cursor",
          sizeParam: "maxResults",
          size: 500,
          param: "pageToken",
          next: "nextPageToken",
          absentEnds: true,
        },
        records: "users",
      },
    },
    assemble: { root: "people" },
    completeness: "full",
    employee: {
      id: "id",
      workEmail: "primaryEmail",
      firstName: "name.givenName",
      lastName: "name.familyName",
      workLocation: "desk.buildingId",
      department: "organization.department",
      jobTitle: "organization.title",
      legalEntity: "organization.name",
      employmentType: "organization.description",
      costCenter: "organization.costCenter",
      manager: { email: "manager.value" },
      custom: { orgUnitPath: "orgUnitPath" },
    },
    status: {
      from: "suspensionReason",
      rules: [
        { when: { field: "archived", is: true }, is: "inactive" },
        { when: { field: "suspended", is: false }, is: "active" },
        {
          when: [
            { field: "suspended", is: true },
            { field: "suspensionReason", is: "ADMIN" },
          ],
          is: "inactive",
        },
        // Nobody has signed in with a new account yet.
        { when: { field: "suspensionReason", is: "WEB_LOGIN_REQUIRED" }, is: "pending" },
      ],
      unknown: "skip",
    },
    notVerified: [
      "That somebody whom an administrator has suspended, or whose account is archived, has left: accounts are also suspended for a leave.",
      "The reasons of suspensions besides ADMIN and WEB_LOGIN_REQUIRED: nothing is done for such people until `source.statuses` says what a reason means.",
      "That the primary address is the one at work.",
      "That the manager is the relation of the type manager, by an e-mail; the type of employee the description of the primary organization; and the place of work the building of a desk.",
      "Deleted users are not listed; they count as missing, not as gone.",
      "There are no dates, so a leaver leaves on the day of the suspension.",
      "The words of refusals, and which error an administrator without the right to read users gets.",
    ],
  },
  { prepareRecord: withParts },
);
