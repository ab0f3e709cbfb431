import { defineConnector } from "../define.js";

const READ_ALL = "the application permission User.Read.All of Microsoft Graph, with admin consent";
const LIFECYCLE =
  "the application permission User-LifeCycleInfo.Read.All of Microsoft Graph, with admin consent";

/** Steps of both ways in, around how the application proves who it is. */
const steps = (proof: string) => [
  "Open the Microsoft Entra admin center and register an application for this, in this directory only.",
  "Under API permissions add the application permission User.Read.All of Microsoft Graph, and User-LifeCycleInfo.Read.All if last days are kept there.",
  "Grant admin consent for them.",
  proof,
  "Copy the Directory (tenant) ID and the Application (client) ID from the overview of the application.",
  "Accounts that are no person's, such as shared mailboxes and rooms, are listed as well: leave them out with a filter, by a field that only people have.",
];

const ids = {
  tenantId: {
    label: "Directory (tenant) ID",
    secret: false,
    help: "From the overview of the application, such as 11111111-2222-3333-4444-555555555555.",
  },
  clientId: {
    label: "Application (client) ID",
    secret: false,
    help: "From the overview of the application.",
  },
};

const token = {
  kind: "oauth2",
  tokenUrl: "https://login.microsoftonline.com/${credentials.tenantId}/oauth2/v2.0/token",
  clientId: "${credentials.clientId}",
  scope: "https://graph.microsoft.com/.default",
} as const;

const MEMBERS = "userType eq 'Member'";

const FIELDS = [
  ...["id", "accountEnabled", "mail", "givenName", "surname", "displayName", "jobTitle", "department"],
  ...["officeLocation", "companyName", "country", "employeeType", "employeeOrgData", "employeeHireDate"],
].join(",");

/** Microsoft Entra ID, formerly Azure AD, as a directory of people (docs/vendors/entra.md). */
export const entra = defineConnector({
  manifest: 1,
  id: "entra",
  title: "Entra ID",
  guide: {
    steps: steps(
      "Under Certificates & secrets make a client secret and copy its value; it is shown once, and ends on the day you choose.",
    ),
    link: "https://learn.microsoft.com/en-us/graph/auth-v2-service",
    permission: READ_ALL,
    permissions: {
      workEmail: { label: "Mail", permission: READ_ALL },
      startDate: { label: "Employee hire date", permission: READ_ALL },
      terminationDate: { label: "Employee leave date", permission: LIFECYCLE },
      workLocation: { label: "Office location", permission: READ_ALL },
      team: { label: "Division", permission: READ_ALL },
      legalEntity: { label: "Company name", permission: READ_ALL },
      employmentType: { label: "Employee type", permission: READ_ALL },
    },
  },
  credentials: {
    ...ids,
    clientSecret: {
      label: "Client secret",
      help: "The value, not the secret's ID, from Certificates & secrets; shown once.",
    },
  },
  baseUrl: "https://graph.microsoft.com/v1.0",
  allowedHosts: ["graph.microsoft.com", "login.microsoftonline.com"],
  account: "${credentials.tenantId}",
  auth: { ...token, client: "body", clientSecret: "${credentials.clientSecret}" },
  waysIn: {
    setting: "signIn",
    question: "How does the application prove who it is?",
    own: { value: "secret", label: "with a client secret" },
    others: [
      {
        value: "certificate",
        label: "with a certificate",
        steps: steps(
          "Make an RSA key and a certificate for it (openssl req -x509 -newkey rsa:2048 -nodes -days 365), and upload the certificate under Certificates & secrets.",
        ),
        credentials: {
          ...ids,
          certificate: {
            label: "Certificate",
            form: "certificate",
            help: "The file that was uploaded, in PEM form.",
          },
          certificateKey: {
            label: "Private key of the certificate",
            form: "privateKey",
            help: "The file that was made with it, in PEM form.",
          },
        },
        auth: {
          ...token,
          client: "assertion",
          assertion: {
            algorithm: "PS256",
            key: "certificateKey",
            header: { "x5t#S256": "${credentials.certificate.x5tS256}" },
            claims: {
              iss: "${credentials.clientId}",
              sub: "${credentials.clientId}",
              aud: "${tokenUrl}",
              nbf: "${now}",
            },
          },
        },
      },
    ],
  },
  requests: {
    people: {
      path: "/users",
      query: { $select: FIELDS, $expand: "manager($select=id,mail)", $filter: MEMBERS },
      // Beside $expand no more than 100 come, whatever is asked for.
      pagination: {
        kind: "nextUrl",
        sizeParam: "$top",
        size: 100,
        next: '["@odata.nextLink"]',
        absentEnds: true,
      },
      records: "value",
    },
    // A list of its own: who may not read it may still read everything else.
    leaveDates: {
      path: "/users",
      query: { $select: "id,employeeLeaveDateTime", $filter: MEMBERS },
      pagination: {
        kind: "nextUrl",
        sizeParam: "$top",
        size: 999,
        next: '["@odata.nextLink"]',
        absentEnds: true,
      },
      records: "value",
    },
  },
  assemble: {
    root: "people",
    join: [{ from: "leaveDates", as: "leaving", left: "id", right: "id", onError: "skip" }],
  },
  completeness: "full",
  employee: {
    id: "id",
    workEmail: "mail",
    firstName: "givenName",
    lastName: "surname",
    displayName: "displayName",
    startDate: "employeeHireDate",
    terminationDate: "leaving.employeeLeaveDateTime",
    workLocation: "officeLocation",
    department: "department",
    team: "employeeOrgData.division",
    jobTitle: "jobTitle",
    legalEntity: "companyName",
    country: "country",
    employmentType: "employeeType",
    costCenter: "employeeOrgData.costCenter",
    // Who has no manager has no such entry, although it was asked for.
    manager: {
      id: { expr: "$exists(manager) ? manager.id : null" },
      email: { expr: "$exists(manager) ? manager.mail : null" },
    },
  },
  dates: { formats: ["iso-instant"] },
  status: {
    rules: [
      {
        when: [
          { field: "accountEnabled", in: [true, false] },
          { date: "startDate", is: "future" },
        ],
        is: "pending",
      },
      { when: { field: "accountEnabled", is: true }, is: "active" },
      { when: { field: "accountEnabled", is: false }, is: "inactive" },
    ],
    unknown: "skip",
  },
  notVerified: [
    "That somebody whose account is disabled has left: accounts are also disabled for a leave, or made before the first day. Only a hire date ahead tells these apart.",
    "That mail is the address at work; the user principal name is never used.",
    "What comes for the leave date without its permission: a refusal is passed over, and an empty date counts as none.",
    "That hire dates come without that permission too; some have seen them empty.",
    "That dates mean the day they have in UTC.",
    "That accounts without a user type are nobody's: only members are read, so they are left out like guests.",
    "How country is written: codes and usual names are understood.",
    "When a deleted user leaves the list; from then on they count as missing, not as gone.",
    "National clouds, whose hosts differ.",
  ],
});
