import type { Person } from "../../world/world.js";
import { createListed, type Listed, secretOf } from "./listed.js";
import type { ListedPage, Paging } from "./paging.js";

/** Nobody can ask for more or fewer (docs/vendors/sagehr.md §3). */
const PAGING: Paging = { by: "page", param: "page", sizeParam: null, defaultSize: 50, mostAtOnce: 50 };

function answer({ items, total, page, pages, size, next }: ListedPage) {
  const meta = {
    current_page: page,
    next_page: next === null ? null : Number(next),
    previous_page: page > 1 ? page - 1 : null,
    total_pages: pages,
    per_page: size,
    total_entries: total,
  };
  return { json: { data: items, meta } };
}

/** What both lists have (docs/vendors/sagehr.md §4). */
function common(person: Person): object {
  return {
    id: Number(person.id),
    email: person.workEmail,
    first_name: person.firstName,
    last_name: person.lastName,
    employment_start_date: person.startDate,
    date_of_birth: "1990-01-01",
    position: person.jobTitle,
    employee_number: `A${person.id.slice(-3)}`,
  };
}

const isGone = ({ status }: Person) => status === "inactive";

const active: Listed = {
  template: "/employees",
  paging: PAGING,
  items: (people) =>
    people
      .filter((person) => !isGone(person))
      .map((person) => ({
        ...common(person),
        // Sage HR knows no work location: the company names its teams there after its offices.
        team: person.office,
        team_id: 1,
        reports_to_employee_id: person.managerId === null ? null : Number(person.managerId),
        city: "London",
        country: "GB",
        employment_status: "Full-time",
      })),
  answer,
};

const terminated: Listed = {
  template: "/terminated-employees",
  paging: PAGING,
  items: (people) =>
    people.filter(isGone).map((person) => ({ ...common(person), termination_date: person.endDate })),
  answer,
};

/** The imitation of Sage HR. */
export const createSagehr = createListed({
  id: "sagehr",
  credentials: (random) => ({ subdomain: "acme", apiKey: secretOf(random) }),
  headers: ({ apiKey = "" }) => ({ "x-auth-token": apiKey }),
  lists: [active, terminated],
  refusal: (_status, words) => ({ error_code: words.toLowerCase().replaceAll(" ", "_"), errors: [words] }),
});
