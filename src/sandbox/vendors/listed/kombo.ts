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
  const bank = { iban: person.iban, bic: person.bic, holder_name: null, account_number: null };
  return {
    id: person.id,
    remote_id: `r-${person.id}`,
    employee_number: person.id.slice(-4),
    first_name: person.firstName,
    last_name: person.lastName,
    display_full_name: null,
    job_title: person.jobTitle,
    work_email: person.workEmail,
    personal_email: person.personalEmail,
    employment_status: STATUS_OF[person.status],
    employment_type: person.employmentType === "internal" ? "FULL_TIME" : "CONTRACT",
    start_date: stamp(person.startDate),
    termination_date: stamp(person.endDate),
    work_location: person.office === null ? null : { id: `w-${person.office}`, name: person.office },
    legal_entity: person.legalEntity === null ? null : { id: "l-1", name: person.legalEntity },
    groups: [
      ...(person.department === null ? [] : [{ id: "g-1", name: person.department, type: "DEPARTMENT" }]),
      ...(person.team === null ? [] : [{ id: "g-2", name: person.team, type: "TEAM" }]),
    ],
    manager: manager ? { id: manager.id, work_email: manager.workEmail } : null,
    manager_id: person.managerId,
    bank_accounts: person.iban === null && person.bic === null ? [] : [bank],
    changed_at: person.modifiedAt,
    remote_deleted_at: null,
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
