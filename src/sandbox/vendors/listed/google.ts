import { createPublicKey, verify } from "node:crypto";
import { CERTIFICATE, PRIVATE_KEY } from "../../key-pair.js";
import type { Person } from "../../world/world.js";
import { createListed, type Listed } from "./listed.js";

const OF_STATUS: Record<Person["status"], object> = {
  active: { suspended: false, archived: false },
  leave: { suspended: false, archived: false },
  onboarding: { suspended: true, suspensionReason: "WEB_LOGIN_REQUIRED", archived: false },
  inactive: { suspended: true, suspensionReason: "ADMIN", archived: false },
};

/** A user (docs/vendors/google.md §4); what is empty is left out. */
function user(person: Person, manager: Person | undefined): object {
  return {
    kind: "admin#directory#user",
    id: person.id.padStart(21, "1"),
    primaryEmail: person.workEmail ?? "",
    name: {
      givenName: person.firstName,
      familyName: person.lastName,
      fullName: `${person.firstName} ${person.lastName}`,
    },
    ...OF_STATUS[person.status],
    ...(person.workEmail !== null && { emails: [{ address: person.workEmail, primary: true }] }),
    ...filled({ recoveryEmail: person.personalEmail }),
    orgUnitPath: `/${person.team ?? ""}`,
    organizations: [
      {
        primary: true,
        ...filled({
          name: person.legalEntity,
          title: person.jobTitle,
          department: person.department,
          costCenter: person.costCenter,
          description: person.employmentType,
        }),
      },
    ],
    ...(person.office !== null && {
      locations: [{ type: "desk", area: "desk", buildingId: person.office }],
    }),
    ...(manager && { relations: [{ type: "manager", value: manager.workEmail }] }),
  };
}

function filled(values: Readonly<Record<string, string | null>>): object {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null));
}

const users: Listed = {
  template: "/admin/directory/v1/users",
  paging: {
    by: "cursor",
    param: "pageToken",
    sizeParam: "maxResults",
    defaultSize: 100,
    mostAtOnce: 500,
  },
  items: (people, _setup, { query }) => {
    if (query.get("customer") !== "my_customer" || query.get("projection") !== "full") return [];
    const byId = new Map(people.map((person) => [person.id, person]));
    return people.map((person) => user(person, byId.get(person.managerId ?? "")));
  },
  answer: ({ items, next }) => ({
    json: {
      kind: "admin#directory#users",
      users: items,
      ...(next !== null && { nextPageToken: next }),
    },
  }),
};

const ACCOUNT = "spendesk-sync@acme-directory.iam.gserviceaccount.example";
const ADMIN = "admin@acme.example";
const SCOPE = "https://www.googleapis.com/auth/admin.directory.user.readonly";
const TOKEN_URL = "https://oauth2.googleapis.com/token";

/** Whether an assertion is the service account's, for the administrator, and signed with its key. */
function isOurs(assertion: string, now: number): boolean {
  const [head = "", body = "", signature = ""] = assertion.split(".");
  const signed = Buffer.from(`${head}.${body}`);
  if (!verify("RSA-SHA256", signed, createPublicKey(CERTIFICATE), Buffer.from(signature, "base64url")))
    return false;
  const claims: unknown = JSON.parse(Buffer.from(body, "base64url").toString());
  const { iss, sub, aud, scope, exp } = Object(claims);
  return iss === ACCOUNT && sub === ADMIN && aud === TOKEN_URL && scope === SCOPE && exp * 1000 > now;
}

/** The imitation of Google's directory, with the sign-in of service accounts. */
export const createGoogle: ReturnType<typeof createListed> = (setup) =>
  createListed({
    id: "google",
    credentials: () => ({
      serviceAccount: JSON.stringify({
        type: "service_account",
        project_id: "acme-directory",
        private_key_id: "key-of-the-sandbox",
        private_key: PRIVATE_KEY,
        client_email: ACCOUNT,
      }),
      adminAddress: ADMIN,
    }),
    headers: (_credentials, token) => ({ authorization: `Bearer ${token}` }),
    signIn: {
      template: "/token",
      accepts: ({ body }) => {
        const form = new URLSearchParams(body);
        return (
          form.get("grant_type") === "urn:ietf:params:oauth:grant-type:jwt-bearer" &&
          isOurs(form.get("assertion") ?? "", setup.clock.now())
        );
      },
      refused: {
        status: 400,
        json: { error: "invalid_grant", error_description: "Invalid grant: account not found" },
      },
    },
    lists: [users],
    refusal: (status, words) => ({ error: { code: status, message: words, status: "PERMISSION_DENIED" } }),
  })(setup);
