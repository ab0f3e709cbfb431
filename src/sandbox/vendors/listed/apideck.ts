import type { Person } from "../../world/world.js";
import { createListed, type Listed, secretOf } from "./listed.js";

const STATUS_OF: Record<Person["status"], string> = {
  active: "active",
  leave: "active",
  onboarding: "inactive",
  inactive: "terminated",
};

/** An employee as Apideck unifies them (docs/vendors/apideck.md §4), with much that nobody asked for. */
function employee(person: Person): object {
  const emails = [
    { id: "1", email: person.personalEmail, type: "personal" },
    ...(person.workEmail === null ? [] : [{ id: "2", email: person.workEmail, type: "work" }]),
  ];
  const location = { type: "office", name: person.office, city: null, country: person.country };
  const bank = { iban: person.iban, bic: person.bic, account_number: null, account_name: "A. Name" };
  return {
    id: person.id,
    downstream_id: `d-${person.id}`,
    first_name: person.firstName,
    last_name: person.lastName,
    display_name: null,
    title: person.jobTitle,
    division: null,
    department_name: person.department,
    team: person.team === null ? null : { id: "t-1", name: person.team },
    company_name: person.legalEntity,
    employment_start_date: person.startDate,
    employment_end_date: person.endDate,
    employment_status: STATUS_OF[person.status],
    employment_role: { type: person.employmentType === "internal" ? "employee" : "contractor" },
    manager: { id: person.managerId, name: person.managerId === null ? null : "A. Manager" },
    birthday: "1990-01-01",
    social_security_number: "00-000-0000",
    jobs: [
      { is_primary: false, location: { type: "home", name: "Home", city: "Leeds", country: "GB" } },
      { is_primary: true, location },
    ],
    emails,
    bank_accounts: person.iban === null && person.bic === null ? [] : [bank],
  };
}

const employees: Listed = {
  template: "/employees",
  paging: { by: "cursor", param: "cursor", sizeParam: "limit", defaultSize: 20, mostAtOnce: 200 },
  items: (people, _setup, { query }) => {
    const asked = query
      .get("fields")
      ?.split(",")
      .map((name) => name.split(".")[0]);
    return people.map((person) =>
      Object.fromEntries(
        Object.entries(employee(person)).filter(([key]) => asked === undefined || asked.includes(key)),
      ),
    );
  },
  answer: ({ items, next }) => ({
    json: {
      status_code: 200,
      status: "OK",
      service: "sage-hr",
      resource: "Employees",
      operation: "all",
      data: items,
      meta: { items_on_page: items.length, cursors: { previous: null, current: null, next } },
      links: { previous: null, next: null },
    },
  }),
};

/** The imitation of Apideck, with one consumer's HR tool. */
export const createApideck = createListed({
  id: "apideck",
  credentials: (random) => ({
    apiKey: secretOf(random),
    appId: "app-1",
    consumerId: "acme",
    serviceId: "sage-hr",
  }),
  headers: ({ apiKey = "", appId = "", consumerId = "", serviceId = "" }) => ({
    authorization: `Bearer ${apiKey}`,
    "x-apideck-app-id": appId,
    "x-apideck-consumer-id": consumerId,
    "x-apideck-service-id": serviceId,
  }),
  lists: [employees],
  refusal: (status, words) => ({
    status_code: status,
    error: words,
    type_name: "UnauthorizedError",
    message: words,
  }),
});
