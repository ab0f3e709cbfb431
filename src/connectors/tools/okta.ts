import { defineConnector } from "../define.js";

const READ_ONLY = "the token of an administrator with the role Read-Only Administrator reads it";

const pagination = { kind: "link", sizeParam: "limit", size: 200 } as const;

/** Okta as a directory of people (docs/vendors/okta.md). */
export const okta = defineConnector({
  manifest: 1,
  id: "okta",
  title: "Okta",
  guide: {
    steps: [
      "Make an administrator for this in Okta with the role Read-Only Administrator, and sign in as it: a token may do what its maker may.",
      "Open Security > API > Tokens in the Admin Console and choose Create token.",
      "Copy the token; it is shown once. One that is not used for 30 days is removed by Okta.",
      "Note the address of your organization without -admin: acme.okta.com.",
    ],
    link: "https://developer.okta.com/docs/guides/create-an-api-token/main/",
    permission: READ_ONLY,
  },
  credentials: {
    domain: {
      label: "Okta domain",
      secret: false,
      form: "host",
      help: "Such as acme.okta.com, without -admin.",
    },
    apiToken: { label: "API token", help: "From Security > API > Tokens; shown once." },
  },
  baseUrl: "https://${credentials.domain}/api/v1",
  allowedHosts: ["*.okta.com", "*.oktapreview.com", "*.okta-emea.com"],
  auth: { kind: "header", name: "Authorization", value: "SSWS ${credentials.apiToken}" },
  errors: { credentialRefused: { texts: ["Invalid token provided"] } },
  requests: {
    people: { path: "/users", pagination, records: "$" },
    deprovisioned: {
      path: "/users",
      query: { filter: 'status eq "DEPROVISIONED"' },
      pagination,
      records: "$",
    },
  },
  assemble: { root: "people", union: ["deprovisioned"] },
  completeness: "full",
  employee: {
    id: "id",
    workEmail: "profile.email",
    firstName: "profile.firstName",
    lastName: "profile.lastName",
    displayName: "profile.displayName",
    workLocation: "profile.city",
    department: "profile.department",
    team: "profile.division",
    jobTitle: "profile.title",
    legalEntity: "profile.organization",
    country: "profile.countryCode",
    employmentType: "profile.userType",
    costCenter: "profile.costCenter",
    manager: {
      id: "profile.managerId",
      email: { expr: '$contains(profile.managerId, "@") ? profile.managerId' },
    },
  },
  status: {
    from: "status",
    map: {
      ACTIVE: "active",
      PASSWORD_EXPIRED: "active",
      LOCKED_OUT: "active",
      RECOVERY: "active",
      PROVISIONED: "active",
      STAGED: "pending",
      DEPROVISIONED: "inactive",
    },
    unknown: "skip",
  },
  notVerified: [
    "What a suspension means: nothing is done for suspended people until `source.statuses` says it.",
    "That staged users are future hires; they are not invited, since there is no start date.",
    "That provisioned users, who have not signed in yet, work here already.",
    "That profile.email is the address at work, and profile.city the place of work.",
    "What is in profile.managerId: an Okta id or an e-mail is understood, anything else names nobody.",
    "When Okta deletes deactivated users for good; from then on they count as missing, not as gone.",
    "There are no dates, so a leaver leaves on the day of the deactivation.",
  ],
});
