import type { Person } from "../../world/world.js";
import { createListed, type Listed, secretOf } from "./listed.js";

const named = (id: number, name: string | null) => (name === null ? null : { id, name });

/** An employee (docs/vendors/breathe.md §4), with much that nobody asked for. */
function employee(person: Person): object {
  return {
    id: Number(person.id),
    account_id: 1,
    first_name: person.firstName,
    middle_name: null,
    last_name: person.lastName,
    known_as: null,
    email: person.workEmail,
    personal_email: person.personalEmail,
    dob: "1990-01-01",
    status: person.status === "inactive" ? "Ex-employee" : "Current employee",
    join_date: person.startDate,
    job_start_date: person.startDate,
    leaving_date: person.endDate,
    probation_date: null,
    job_title: person.jobTitle,
    full_or_part_time: person.employmentType,
    working_pattern: { id: 1, name: "Default working week", total_hours: "40.0", default: true },
    line_manager: person.managerId === null ? null : { id: Number(person.managerId) },
    department: named(1, person.department),
    division: named(2, person.team),
    location: named(3, person.office),
    updated_at: person.modifiedAt,
  };
}

const employees: Listed = {
  template: "/employees",
  paging: { by: "page", param: "page", sizeParam: "per_page", defaultSize: 25, mostAtOnce: 100 },
  items: (people) => people.map(employee),
  answer: ({ items, total, pages, next }, url) => {
    const at = (page: string) => {
      const address = new URL(url);
      address.searchParams.set("page", page);
      return address.href;
    };
    const first = `<${at("1")}>; rel="first", <${at(String(pages))}>; rel="last"`;
    return {
      json: { employees: items },
      headers: {
        link: next === null ? first : `${first}, <${at(next)}>; rel="next"`,
        total: String(total),
      },
    };
  },
};

/** The imitation of Breathe. */
export const createBreathe = createListed({
  id: "breathe",
  credentials: (random) => ({ apiKey: `prod-${secretOf(random)}` }),
  headers: ({ apiKey = "" }) => ({ "x-api-key": apiKey }),
  lists: [employees],
  refusal: (status, words) => ({ error: { type: status === 429 ? "Rate Limit Reached" : words } }),
});
