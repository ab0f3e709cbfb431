import type { Person } from "../../world/world.js";
import { createListed, type Listed, secretOf } from "./listed.js";
import type { ListedPage, Paging } from "./paging.js";

/** docs/vendors/factorial.md §3 */
const PAGING: Paging = { by: "page", param: "page", sizeParam: "limit", defaultSize: 100, mostAtOnce: 100 };

function answer({ items, total, next }: ListedPage) {
  return { json: { data: items, meta: { limit: 100, total, has_next_page: next !== null } } };
}

/** Offices as locations: the id is the place in the list of all offices. */
function officesOf(people: readonly Person[]): readonly string[] {
  return [...new Set(people.flatMap(({ office }) => office ?? []))].sort();
}

/** An employee (docs/vendors/factorial.md §4), with much that nobody asked for. */
function employee(person: Person, offices: readonly string[]): object {
  return {
    id: person.id,
    access_id: `5${person.id}`,
    first_name: person.firstName,
    last_name: person.lastName,
    full_name: `${person.firstName} ${person.lastName}`,
    email: person.personalEmail,
    login_email: person.workEmail,
    birthday_on: "1990-01-01",
    country: person.country?.toLowerCase() ?? null,
    bank_number: person.iban,
    swift_bic: person.bic,
    bank_number_format: person.iban === null ? null : "iban",
    company_id: "77",
    legal_entity_id: "1",
    location_id: person.office === null ? null : String(offices.indexOf(person.office) + 1),
    manager_id: person.managerId,
    active: person.status === "active" || person.status === "leave",
    is_terminating: person.status !== "inactive" && person.endDate !== null,
    terminated_on: person.endDate,
    attendable: true,
    created_at: person.modifiedAt,
    updated_at: person.modifiedAt,
  };
}

const employees: Listed = {
  template: "/employees/employees",
  paging: PAGING,
  items: (people, _setup, { query }) => {
    const offices = officesOf(people);
    const managers = new Set(people.map(({ managerId }) => managerId));
    return people
      .filter(({ status }) => query.get("only_active") !== "true" || status !== "inactive")
      .filter(({ id }) => query.get("only_managers") !== "true" || managers.has(id))
      .map((person) => employee(person, offices));
  },
  answer,
};

const locations: Listed = {
  template: "/locations/locations",
  paging: PAGING,
  items: (people) =>
    officesOf(people).map((name, index) => ({ id: String(index + 1), name, company_id: "77" })),
  answer,
};

/** The imitation of Factorial. */
export const createFactorial = createListed({
  id: "factorial",
  credentials: (random) => ({ apiKey: secretOf(random) }),
  headers: ({ apiKey = "" }) => ({ "x-api-key": apiKey }),
  lists: [employees, locations],
  refusal: (_status, words) => ({ errors: [words] }),
});
