import type { Person } from "../../world/world.js";
import { createListed, type Listed, secretOf } from "./listed.js";

const STATUS_OF: Record<Person["status"], string> = {
  active: "ACTIVE",
  leave: "ACTIVE",
  onboarding: "STAGED",
  inactive: "DEPROVISIONED",
};

/** A user (docs/vendors/okta.md §4), with much that nobody asked for. */
function user(person: Person): object {
  return {
    id: `00u${person.id}`,
    status: STATUS_OF[person.status],
    created: person.modifiedAt,
    profile: {
      login: person.workEmail,
      email: person.workEmail,
      secondEmail: person.personalEmail,
      firstName: person.firstName,
      lastName: person.lastName,
      displayName: null,
      title: person.jobTitle,
      city: person.office,
      countryCode: person.country,
      department: person.department,
      division: person.team,
      organization: person.legalEntity,
      costCenter: person.costCenter,
      userType: person.employmentType,
      managerId: person.managerId === null ? null : `00u${person.managerId}`,
    },
  };
}

const DEPROVISIONED = 'status eq "DEPROVISIONED"';

const users: Listed = {
  template: "/users",
  paging: { by: "cursor", param: "after", sizeParam: "limit", defaultSize: 200, mostAtOnce: 200 },
  // Without a filter everybody but the deprovisioned (docs/vendors/okta.md §3).
  items: (people, _setup, { query }) => {
    const isAsked = query.get("filter") === DEPROVISIONED;
    return people.filter(({ status }) => (status === "inactive") === isAsked).map(user);
  },
  answer: ({ items, next }, url) => {
    const self = `<${url}>; rel="self"`;
    const address = new URL(url);
    if (next !== null) address.searchParams.set("after", next);
    return {
      json: items,
      headers: { link: next === null ? self : `${self}, <${address.href}>; rel="next"` },
    };
  },
};

/** The imitation of an Okta organization. */
export const createOkta = createListed({
  id: "okta",
  credentials: (random) => ({ domain: "acme.okta.com", apiToken: secretOf(random) }),
  headers: ({ apiToken = "" }) => ({ authorization: `SSWS ${apiToken}` }),
  lists: [users],
  refusal: (status, words) => ({
    errorCode: status === 401 ? "E0000011" : "E0000006",
    errorSummary: words,
    errorLink: "E0000011",
    errorId: "oaeExample",
    errorCauses: [],
  }),
});
