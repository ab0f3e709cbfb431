import type { Person } from "../../world/world.js";
import { createListed, type Listed, secretOf } from "./listed.js";
import { uuidOf } from "./uuid.js";

/** Merge has no word for leave. */
const STATUS_OF: Record<Person["status"], string> = {
  active: "ACTIVE",
  leave: "ACTIVE",
  onboarding: "PENDING",
  inactive: "INACTIVE",
};

/** What stands beside an employee by its id alone, unless it is asked for with `expand`. */
function related(expand: readonly string[], name: string, entry: { readonly id: string }): unknown {
  return expand.includes(name) ? entry : entry.id;
}

/** An employee as Merge unifies them (docs/vendors/merge.md §4), with much that nobody asked for. */
function employee(person: Person, expand: readonly string[]): object {
  const { office, department, team, costCenter, legalEntity } = person;
  const groups = [
    ...(department === null ? [] : [{ id: uuidOf("a1"), name: department, type: "DEPARTMENT" }]),
    ...(team === null ? [] : [{ id: uuidOf("a2"), name: team, type: "TEAM" }]),
    ...(costCenter === null ? [] : [{ id: uuidOf("a3"), name: costCenter, type: "COST_CENTER" }]),
  ];
  const location = { id: uuidOf("b1"), name: office, country: person.country, location_type: "WORK" };
  const company = { id: uuidOf("c1"), legal_name: legalEntity, display_name: null, eins: [] };
  return {
    id: uuidOf(person.id),
    remote_id: `r-${person.id}`,
    employee_number: person.id.slice(-4),
    first_name: person.firstName,
    last_name: person.lastName,
    preferred_name: null,
    display_full_name: null,
    work_email: person.workEmail,
    personal_email: person.personalEmail,
    home_location: uuidOf("d1"),
    employments: [uuidOf("e1")],
    ssn: null,
    date_of_birth: "1990-01-01T00:00:00Z",
    hire_date: stamp(person.startDate),
    start_date: stamp(person.startDate),
    termination_date: stamp(person.endDate),
    employment_status: STATUS_OF[person.status],
    work_location:
      office === null && person.country === null ? null : related(expand, "work_location", location),
    company: legalEntity === null ? null : related(expand, "company", company),
    groups: groups.map((group) => related(expand, "groups", group)),
    manager: person.managerId === null ? null : uuidOf(person.managerId),
    modified_at: person.modifiedAt,
    remote_was_deleted: false,
  };
}

/** Days are instants at midnight in UTC. */
function stamp(day: string | null): string | null {
  return day === null ? null : `${day}T00:00:00Z`;
}

const employees: Listed = {
  template: "/employees",
  paging: { by: "cursor", param: "cursor", sizeParam: "page_size", defaultSize: 30, mostAtOnce: 100 },
  items: (people, _setup, { query }) => {
    const expand = (query.get("expand") ?? "").split(",");
    return people.map((person) => employee(person, expand));
  },
  answer: ({ items, next }) => ({ json: { next, previous: null, results: items } }),
};

/** The linked account that the token is for. */
const account: Listed = {
  template: "/account-details",
  paging: { by: "page", param: "page", sizeParam: null, defaultSize: 1, mostAtOnce: 1 },
  items: () => [],
  answer: () => ({
    json: {
      id: "6f0d8a52-5a2f-4f2e-9a0e-2f7c1d6b9e11",
      integration: "BambooHR",
      integration_slug: "bamboohr",
      category: "hris",
      end_user_organization_name: "Acme",
      status: "COMPLETE",
    },
  }),
};

/** The imitation of Merge, with one customer's linked account. */
export const createMerge = createListed({
  id: "merge",
  credentials: (random) => ({ apiKey: secretOf(random), accountToken: secretOf(random) }),
  headers: ({ apiKey = "", accountToken = "" }) => ({
    authorization: `Bearer ${apiKey}`,
    "x-account-token": accountToken,
  }),
  lists: [employees, account],
  refusal: (_status, words) => ({ detail: words }),
});
