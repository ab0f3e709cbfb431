import type { Person } from "../../world/world.js";
import { createListed, type Listed, secretOf } from "./listed.js";
import { type ListedPage, type Paging, WHOLE } from "./paging.js";

/** docs/vendors/charliehr.md §3 */
const PAGING: Paging = { by: "page", param: "page", sizeParam: "per_page", defaultSize: 25, mostAtOnce: 25 };

function answer({ items, total, page, pages, size, next }: ListedPage) {
  const meta = {
    total_results: total,
    results_per_page: size,
    page,
    total_pages: pages,
    // Only what follows the question mark.
    next_url: next === null ? null : `?page=${next}&per_page=${size}`,
  };
  return { json: { success: true, data: items, meta } };
}

const memberId = (id: string | null) => (id === null ? null : `team_member_${id}`);
const officeId = (office: string | null) => (office === null ? null : `office_${office}`);

/** A team member (docs/vendors/charliehr.md §4), with much that nobody asked for. */
function member(person: Person): object {
  return {
    id: memberId(person.id),
    first_name: person.firstName,
    last_name: person.lastName,
    display_name: `${person.firstName} ${person.lastName}`,
    work_email: person.workEmail,
    personal_email: person.personalEmail,
    date_of_birth: "1990-01-01",
    phone_number: null,
    address: null,
    office: officeId(person.office),
    manager: memberId(person.managerId),
    teams: person.team === null ? [] : [`team_${person.team}`],
    job_title: person.jobTitle,
    start_date: person.startDate,
    end_date: person.endDate,
    profile_picture: null,
  };
}

const members: Listed = {
  template: "/team_members",
  paging: PAGING,
  items: (people) => people.map(member),
  answer,
};

const offices: Listed = {
  template: "/offices",
  paging: PAGING,
  items: (people) =>
    [...new Set(people.flatMap(({ office }) => office ?? []))]
      .sort()
      .map((name) => ({ id: officeId(name), name, head_office: false, timezone: "Europe/London" })),
  answer,
};

const company: Listed = {
  template: "/company",
  paging: WHOLE,
  items: () => [],
  answer: () => ({ json: { success: true, data: { id: "company_acme", name: "Acme", subdomain: "acme" } } }),
};

/** The imitation of CharlieHR. */
export const createCharliehr = createListed({
  id: "charliehr",
  credentials: (random) => ({ clientId: secretOf(random), clientSecret: secretOf(random) }),
  headers: ({ clientId, clientSecret }) => ({ authorization: `Token token=${clientId}:${clientSecret}` }),
  lists: [members, offices, company],
  refusal: (_status, error) => ({ success: false, error }),
});
