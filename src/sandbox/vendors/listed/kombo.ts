import type { Person } from "../../world/world.js";
import { createListed, type Listed, secretOf } from "./listed.js";

const STATUS_OF: Record<Person["status"], string> = {
  active: "ACTIVE",
  leave: "LEAVE",
  onboarding: "PENDING",
  inactive: "INACTIVE",
};

/** An employee as Kombo unifies them (docs/vendors/kombo.md §4), with much that nobody asked for. */
function employee(person: Person, manager: Person | undefined): object {
  const groups = [
    ...(person.department === null ? [] : [group("g-1", person.department, "DEPARTMENT")]),
    ...(person.team === null ? [] : [group("g-2", person.team, "TEAM")]),
  ];
  const bank = { iban: person.iban, bic: person.bic, holder_name: null, account_number: null };
  return {
    id: person.id,
    remote_id: `r-${person.id}`,
    employee_number: person.id.slice(-4),
    first_name: person.firstName,
    last_name: person.lastName,
    display_full_name: null,
    job_title: person.jobTitle,
    work_email: wellFormed(person.workEmail),
    personal_email: person.personalEmail,
    employment_status: STATUS_OF[person.status],
    employment_type: person.employmentType === "internal" ? "FULL_TIME" : "CONTRACT",
    start_date: stamp(person.startDate),
    termination_date: stamp(person.endDate),
    work_location:
      person.office === null
        ? null
        : {
            ...{ id: `w-${person.office}`, remote_id: null, name: person.office, type: "OFFICE" },
            ...{ address: null, changed_at: person.modifiedAt, remote_deleted_at: null, remote_data: null },
          },
    work_location_id: person.office === null ? null : `w-${person.office}`,
    legal_entity:
      person.legalEntity === null ? null : { id: "l-1", remote_id: null, name: person.legalEntity },
    legal_entity_id: person.legalEntity === null ? null : "l-1",
    groups,
    teams: groups,
    manager: manager ? named(manager) : null,
    manager_id: person.managerId,
    bank_accounts: person.iban === null && person.bic === null ? [] : [bank],
    changed_at: person.modifiedAt,
    remote_created_at: null,
    remote_deleted_at: null,
    remote_data: null,
    ...{
      nationality: null,
      mobile_phone_number: null,
      ssn: null,
      tax_id: null,
      date_of_birth: "1990-01-01T00:00:00.000Z",
    },
    ...{ weekly_hours: 40, avatar: null, custom_fields: {}, integration_fields: [] },
    ...{ employments: [], time_off_balances: [] },
  };
}

function group(id: string, name: string, type: string): object {
  return { id, remote_id: `r-${id}`, name, type };
}

/** Kombo gives no work e-mail rather than one it does not take for one. */
function wellFormed(email: string | null): string | null {
  return email !== null && /^[\w'+.-]+@[a-z\d.-]+$/.test(email) ? email : null;
}

/** What an employee says of their manager. */
function named(person: Person): object {
  return {
    id: person.id,
    remote_id: `r-${person.id}`,
    first_name: person.firstName,
    last_name: person.lastName,
    display_full_name: null,
    employee_number: person.id.slice(-4),
    work_email: wellFormed(person.workEmail),
    employment_status: STATUS_OF[person.status],
    termination_date: stamp(person.endDate),
  };
}

/** Days are instants at midnight in UTC. */
function stamp(day: string | null): string | null {
  return day === null ? null : `${day}T00:00:00.000Z`;
}

const employees: Listed = {
  template: "/hris/employees",
  paging: { by: "cursor", param: "cursor", sizeParam: "page_size", defaultSize: 100, mostAtOnce: 250 },
  items: (people) => {
    const byId = new Map(people.map((person) => [person.id, person]));
    return people.map((person) => employee(person, byId.get(person.managerId ?? "")));
  },
  answer: ({ items, next }) => ({ json: { status: "success", data: { results: items, next } } }),
};

/** The imitation of Kombo, with one customer's integration. */
export const createKombo = createListed({
  id: "kombo",
  credentials: (random) => ({ apiKey: secretOf(random), integrationId: "workday:HWUTwvyx2wLoSUHphiWVrp28" }),
  headers: ({ apiKey = "", integrationId = "" }) => ({
    authorization: `Bearer ${apiKey}`,
    "x-integration-id": integrationId,
  }),
  lists: [employees],
  refusal: (status, words) => ({ status: "error", error: { code: `HTTP.${status}`, message: words } }),
});
