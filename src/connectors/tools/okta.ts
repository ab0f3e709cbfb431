import { defineConnector } from "../define.js";

const READ_ONLY = "the token of an administrator with the role Read-Only Administrator reads it";

const DOMAIN = {
  label: "Okta domain",
  secret: false,
  form: "host",
  help: "Such as acme.okta.com, without -admin.",
} as const;

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
    domain: DOMAIN,
    apiToken: { label: "API token", help: "From Security > API > Tokens; shown once." },
  },
  baseUrl: "https://${credentials.domain}/api/v1",
  allowedHosts: ["*.okta.com", "*.oktapreview.com", "*.okta-emea.com"],
  auth: { kind: "header", name: "Authorization", value: "SSWS ${credentials.apiToken}" },
  waysIn: {
    setting: "signIn",
    question: "With what does the program sign in?",
    own: { value: "token", label: "an API token of an administrator" },
    others: [
      {
        value: "private-key",
        label: "a service app with a private key",
        steps: [
          "In the Admin Console make an app integration of the type API Services.",
          "Under Client Credentials choose Public key / Private key, add a key and copy the private key in PEM form and its KID; the private key is shown once.",
          "Switch off that DPoP is required, grant the scope okta.users.read and no other, and give the app the role Read-Only Administrator.",
          "Copy the client ID, and note the address of your organization without -admin: acme.okta.com.",
        ],
        credentials: {
          domain: DOMAIN,
          clientId: { label: "Client ID", secret: false, help: "Of the service app." },
          keyId: { label: "KID of the key", secret: false, help: "Of the key under Client Credentials." },
          privateKey: {
            label: "Private key",
            form: "privateKey",
            help: "The PEM file of the key; shown once.",
          },
        },
        auth: {
          kind: "oauth2",
          tokenUrl: "https://${credentials.domain}/oauth2/v1/token",
          client: "assertion",
          clientId: "${credentials.clientId}",
          scope: "okta.users.read",
          assertion: {
            key: "privateKey",
            header: { kid: "${credentials.keyId}" },
            claims: { iss: "${credentials.clientId}", sub: "${credentials.clientId}", aud: "${tokenUrl}" },
          },
        },
      },
    ],
  },
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
    "The sign-in of a service app with a private key: where the token is asked for, and that the scope okta.users.read and the role are enough.",
    "What a suspension means: nothing is done for suspended people until `source.statuses` says it.",
    "That staged users are future hires; they are not invited, since there is no start date.",
    "That provisioned users, who have not signed in yet, work here already.",
    "That profile.email is the address at work, and profile.city the place of work.",
    "What is in profile.managerId: an Okta id or an e-mail is understood, anything else names nobody.",
    "When Okta deletes deactivated users for good; from then on they count as missing, not as gone.",
    "There are no dates, so a leaver leaves on the day of the deactivation.",
  ],
});
