import { defineConnector } from "../define.js";

const SCREEN = "Basics > Integrations > HR WORKS-API";
const MASTER_DATA = `the right to read master data of persons for the key pair in ${SCREEN}`;

/** HR WORKS (docs/vendors/hrworks.md). */
export const hrworks = defineConnector({
  manifest: 1,
  id: "hrworks",
  title: "HR WORKS",
  guide: {
    steps: [
      "Sign in to HR WORKS as an administrator and switch to the admin interface.",
      `Open ${SCREEN} and create a key pair. It comes as a text file with both keys in it.`,
      "Open the key pair in the list, allow it to read the master data of persons and nothing else, and save.",
    ],
    link: "https://developers.hrworks.de/",
    permission: MASTER_DATA,
    permissions: {
      workLocation: { label: "Permanent establishment", permission: MASTER_DATA },
      country: { label: "Country of the permanent establishment", permission: MASTER_DATA },
      department: { label: "Organization unit", permission: MASTER_DATA },
      jobTitle: { label: "Position", permission: MASTER_DATA },
      manager: { label: "Superior", permission: MASTER_DATA },
    },
  },
  credentials: {
    accessKey: { label: "Access key", help: "The first key in the text file of the key pair." },
    secretAccessKey: { label: "Secret access key", help: "The second key in the text file of the key pair." },
  },
  baseUrl: "https://api.hrworks.de/v2",
  allowedHosts: ["api.hrworks.de"],
  auth: {
    kind: "session",
    request: {
      path: "/authentication",
      body: {
        accessKey: "${credentials.accessKey}",
        secretAccessKey: "${credentials.secretAccessKey}",
      },
    },
    token: "token",
    lifetimeSeconds: 900,
  },
  errors: {
    credentialRefused: {
      texts: ["InvalidCredentialsError", "InvalidBearerTokenError", "InvalidCustomerNumberError"],
    },
    permissionMissing: { texts: ["PermissionDeniedError"] },
  },
  requests: {
    people: {
      path: "/persons/master-data",
      query: { onlyActive: "false" },
      // Without onlyActive an address would lead to a page of another list, without those who left.
      pagination: { kind: "link", size: 50, keepQuery: true },
      records: "persons",
    },
  },
  assemble: { root: "people" },
  completeness: "full",
  employee: {
    id: "uuid",
    workEmail: "email",
    firstName: "firstName",
    lastName: "lastName",
    startDate: "joinDate",
    terminationDate: "leaveDate",
    workLocation: "permanentEstablishment.name",
    country: "permanentEstablishment.address.internationalCountryCode",
    department: "organizationUnit.name",
    jobTitle: "position",
    employmentType: "employmentType",
    costCenter: ["costCenter.name", "costCenter.number"],
    manager: { id: "superior.uuid" },
  },
  status: {
    rules: [
      { when: { field: "isActive", is: false }, is: "inactive" },
      {
        when: [
          { field: "isActive", is: true },
          { date: "startDate", is: "future" },
        ],
        is: "pending",
      },
      { when: { field: "isActive", is: true }, is: "active" },
    ],
    unknown: "skip",
  },
  bank: { iban: "bankAccount.iban", bic: "bankAccount.bic" },
  notVerified: [
    "Whether the address of the next page keeps onlyActive; it is asked for again in any case.",
    "That an answer without a Link header is the last page.",
    "That somebody who was set to gone and has a first day ahead is gone, and not hired again.",
    "Soon after the last day HR WORKS may still call somebody active; then leaveDate decides.",
    "Persons who were deleted are no longer listed; they count as missing, not as gone.",
    "Whether what is empty is null or left out; what is left out counts as not readable.",
    "That the first day at the company is the one after the latest hiring, for somebody who came back.",
    "How leave is shown; it changes nothing.",
    "The names of rights on the screen for key pairs, limits of calls, and the status of a refused token.",
  ],
});
