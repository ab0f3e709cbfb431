import { defineConnector } from "../define.js";

const ENTERPRISE = '["urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"]';
const READ = "the token's right to read users";
const attribute = (name: string) => ({ permission: `${READ}, with the attribute ${name}` });
const enterprise = (name: string) => attribute(`${name} of the enterprise extension`);

/** Any server that speaks SCIM 2.0, RFC 7643 and 7644 (docs/vendors/scim.md). */
export const scim = defineConnector({
  manifest: 1,
  id: "scim",
  title: "SCIM 2.0",
  guide: {
    steps: [
      "Find where your identity provider or HR tool offers SCIM to others to read from, not where it sends users to.",
      "Copy the base address there, which often ends with /scim/v2, without /Users.",
      "Make a token that may read users and nothing else, and copy it.",
    ],
    link: "https://www.rfc-editor.org/rfc/rfc7644",
    permission: READ,
    permissions: {
      workEmail: attribute("emails"),
      firstName: attribute("name.givenName"),
      lastName: attribute("name.familyName"),
      displayName: attribute("displayName"),
      status: attribute("active"),
      workLocation: attribute("addresses"),
      country: attribute("addresses"),
      jobTitle: attribute("title"),
      employmentType: attribute("userType"),
      department: enterprise("department"),
      team: { label: "Division", ...enterprise("division") },
      legalEntity: { label: "Organization", ...enterprise("organization") },
      costCenter: enterprise("costCenter"),
      manager: enterprise("manager"),
    },
  },
  credentials: {
    address: {
      label: "Base address",
      secret: false,
      form: "address",
      help: "Such as https://scim.acme.example.com/scim/v2, without /Users. The token goes to this host only.",
    },
    token: { label: "Bearer token", help: "One that may read users." },
  },
  baseUrl: "https://${credentials.address}",
  allowedHosts: ["${credentials.address}"],
  auth: { kind: "bearer", token: "${credentials.token}" },
  requests: {
    people: {
      path: "/Users",
      headers: { accept: "application/scim+json, application/json" },
      pagination: { kind: "scim", size: 100 },
      records: "Resources",
    },
  },
  assemble: { root: "people" },
  completeness: "full",
  employee: {
    id: "id",
    // An address of another type is never taken, be it the first of all.
    workEmail: [
      { expr: 'emails[$lowercase(type) = "work" and primary = true][0].value' },
      { expr: 'emails[$lowercase(type) = "work"][0].value' },
      { expr: "emails[primary = true and $not($exists(type))][0].value" },
      "emails[type=work].value",
    ],
    firstName: "name.givenName",
    lastName: "name.familyName",
    displayName: "displayName",
    workLocation: "addresses[type=work].locality",
    country: "addresses[type=work].country",
    department: `${ENTERPRISE}.department`,
    team: `${ENTERPRISE}.division`,
    jobTitle: "title",
    legalEntity: `${ENTERPRISE}.organization`,
    employmentType: "userType",
    costCenter: `${ENTERPRISE}.costCenter`,
    manager: { id: `${ENTERPRISE}.manager.value` },
  },
  status: {
    rules: [
      { when: { field: "active", is: true }, is: "active" },
      { when: { field: "active", is: false }, is: "inactive" },
    ],
    unknown: "skip",
  },
  notVerified: [
    "Everything that is special to one server: what is relied on is in RFC 7643 and 7644.",
    "That somebody whose active is false has left. To some servers it also means a suspension, or a future hire.",
    "That those who left stay in the list with active false; somebody who is deleted counts as missing, not as gone.",
    "That a primary address without a type is the one at work.",
    "That the locality of the address at work is the place of work.",
    "That names are written as in RFC 7643, although capitals make no difference there.",
    "An attribute that is left out counts as not readable, although it may be empty: nothing is taken away for it.",
    "That one read sees one state: SCIM's pages are no session, so people may move between them.",
    "There are no dates, so a leaver leaves on the day that active becomes false.",
  ],
});
