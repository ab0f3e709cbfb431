import type { Person } from "../../world/world.js";
import { createListed, type Listed, secretOf } from "./listed.js";

const USER = "urn:ietf:params:scim:schemas:core:2.0:User";
const ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

/** A user (docs/vendors/scim.md §4), with much that nobody asked for. */
function user(person: Person): object {
  const work = { value: person.workEmail, type: "work", primary: true };
  return {
    schemas: [USER, ENTERPRISE],
    id: `u-${person.id}`,
    externalId: person.id,
    userName: person.workEmail ?? person.id,
    name: { givenName: person.firstName, familyName: person.lastName },
    displayName: null,
    title: person.jobTitle,
    userType: person.employmentType,
    active: person.status === "active" || person.status === "leave",
    emails: [{ value: person.personalEmail, type: "home" }, ...(person.workEmail === null ? [] : [work])],
    addresses: [
      { type: "home", locality: "Leeds", country: "GB" },
      { type: "work", locality: person.office, country: person.country },
    ],
    [ENTERPRISE]: {
      employeeNumber: person.id.slice(-3),
      department: person.department,
      division: person.team,
      organization: person.legalEntity,
      costCenter: person.costCenter,
      manager: person.managerId === null ? null : { value: `u-${person.managerId}` },
    },
    meta: { resourceType: "User", lastModified: person.modifiedAt },
  };
}

const users: Listed = {
  template: "/Users",
  paging: {
    by: "offset",
    param: "startIndex",
    first: 1,
    sizeParam: "count",
    defaultSize: 100,
    mostAtOnce: 100,
  },
  items: (people) => people.map(user),
  answer: ({ items, total, page, size }) => ({
    headers: { "content-type": "application/scim+json" },
    json: {
      schemas: ["urn:ietf:params:scim:api:messages:2.0:ListResponse"],
      totalResults: total,
      startIndex: (page - 1) * size + 1,
      itemsPerPage: items.length,
      // RFC 7644 §3.4.2: nothing where nothing was found.
      ...(total > 0 && { Resources: items }),
    },
  }),
};

/** The imitation of a SCIM server. */
export const createScim = createListed({
  id: "scim",
  credentials: (random) => ({ address: "scim.acme.example/scim/v2", token: secretOf(random) }),
  headers: ({ token = "" }) => ({ authorization: `Bearer ${token}` }),
  lists: [users],
  refusal: (status, words) => ({
    schemas: ["urn:ietf:params:scim:api:messages:2.0:Error"],
    status: String(status),
    detail: words,
  }),
});
