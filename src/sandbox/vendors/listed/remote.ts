import type { Person } from "../../world/world.js";
import { createListed, type Listed, secretOf } from "./listed.js";
import { WHOLE } from "./paging.js";

const STATUS_OF: Record<Person["status"], string> = {
  active: "active",
  leave: "active",
  onboarding: "invited",
  inactive: "archived",
};

/** Remote writes countries with three letters first (docs/vendors/remote.md §4). */
const COUNTRIES: Readonly<Record<string, readonly [code: string, name: string]>> = {
  DE: ["DEU", "Germany"],
  ES: ["ESP", "Spain"],
  FR: ["FRA", "France"],
  GB: ["GBR", "United Kingdom"],
};

function countryOf(code: string): object {
  const [three, name] = COUNTRIES[code] ?? [code, code];
  return { alpha_2_code: code, code: three, name };
}

const statusOf = ({ status, endDate }: Person) =>
  status === "active" && endDate !== null ? "offboarding" : STATUS_OF[status];

/** What the list says of an employment (docs/vendors/remote.md §4). */
function employment(person: Person): object {
  const { country } = person;
  return {
    id: person.id,
    short_id: person.id.slice(-4),
    external_id: `x-${person.id}`,
    full_name: `${person.firstName} ${person.lastName}`,
    // Nobody has none.
    login_email: person.personalEmail ?? `private-${person.id}@home.example`,
    personal_email: person.personalEmail ?? `private-${person.id}@home.example`,
    work_email: person.workEmail,
    status: statusOf(person),
    employment_lifecycle_stage: person.status === "onboarding" ? "employee_self_enrollment" : "onboarded",
    employment_model: "eor",
    type: person.employmentType === "internal" ? "employee" : "contractor",
    job_title: person.jobTitle,
    department: person.department,
    department_id: null,
    country: country === null ? null : countryOf(country),
    work_address_details: person.office === null ? {} : { address: "1 Imaginary Way", city: person.office },
  };
}

/** Parts that every employment has and nobody here fills. */
const SECTIONS = {
  address_details: {},
  administrative_details: {},
  billing_address_details: {},
  contract_details: {},
  emergency_contact_details: {},
  pricing_plan_details: { frequency: "monthly" },
  files: [],
  onboarding_tasks: Object.fromEntries(
    [
      ...["address", "administrative", "bank_account", "billing_address", "contract"],
      ...["emergency_contact", "employment_document", "personal", "pricing_plan"],
    ].map((task) => [`${task}_details`, { status: "completed", description: "" }]),
  ),
};

const employments: Listed = {
  template: "/v1/employments",
  paging: { by: "page", param: "page", sizeParam: "page_size", defaultSize: 20, mostAtOnce: 100 },
  items: (people) => people.map(employment),
  answer: ({ items, total, page, pages }) => ({
    json: { data: { current_page: page, total_pages: pages, total_count: total, employments: items } },
  }),
};

/** One employment, with what the list does not have. */
const one: Listed = {
  template: "/v1/employments/{employment}",
  paging: WHOLE,
  items: (people, _setup, { params }) => {
    const person = people.find(({ id }) => id === params.employment);
    if (!person) return [];
    const manager = people.find(({ id }) => id === person.managerId);
    return [
      {
        ...employment(person),
        company_id: "e31adae1-0000-4000-8000-000000000001",
        ...(manager && { manager: `${manager.firstName} ${manager.lastName}` }),
        manager_email: manager?.workEmail ?? null,
        manager_employment_id: manager?.id ?? null,
        provisional_start_date: person.startDate,
        seniority_date: person.startDate,
        termination_date: person.endDate,
        personal_details: { date_of_birth: "1990-01-01" },
        // What is in here differs by country; somebody without an account has an empty list.
        bank_account_details:
          person.iban === null ? [] : [{ account_holder_name: person.lastName, iban: person.iban }],
        eligible_for_onboarding_cancellation: false,
        created_at: person.modifiedAt,
        updated_at: person.modifiedAt,
        ...SECTIONS,
      },
    ];
  },
  answer: ({ items }) => ({ json: { data: { employment: items[0] ?? null } } }),
};

/** The imitation of Remote. */
export const createRemote = createListed({
  id: "remote",
  credentials: (random) => ({ apiToken: `ra_live_${secretOf(random)}` }),
  headers: ({ apiToken = "" }) => ({ authorization: `Bearer ${apiToken}` }),
  lists: [employments, one],
  refusal: (_status, message) => ({ message }),
});
