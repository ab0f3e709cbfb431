import type { Person } from "../../world/world.js";
import { createListed, type Listed, secretOf } from "./listed.js";
import type { ListedPage, Paging } from "./paging.js";

const STATUS_OF: Record<Person["status"], string> = {
  active: "ACTIVE",
  leave: "ACTIVE",
  onboarding: "HIRED",
  inactive: "TERMINATED",
};

/** docs/vendors/rippling.md §3 */
const PAGING: Paging = {
  by: "cursor",
  param: "cursor",
  sizeParam: "limit",
  defaultSize: 50,
  mostAtOnce: 100,
};

/** The address of the next page has the cursor alone: whatever else was asked for is asked for again. */
function answer({ items, next }: ListedPage, url: string) {
  const address = new URL(url);
  address.search = next === null ? "" : new URLSearchParams({ cursor: next }).toString();
  return { json: { results: items, next_link: next === null ? null : address.href } };
}

/** Objects that a worker names by their ids, unless they are asked for with `expand`. */
function expanded(person: Person, expand: readonly string[]): object {
  const { department, team, employmentType, legalEntity } = person;
  const dated = { created_at: person.modifiedAt, updated_at: person.modifiedAt };
  const named = (name: string | null) => (name === null ? null : { id: `n-${name}`, name, ...dated });
  const all: Record<string, unknown> = {
    user: {
      id: `u-${person.id}`,
      active: true,
      username: person.workEmail,
      emails: person.personalEmail === null ? [] : [{ type: "HOME", value: person.personalEmail }],
      name: { given_name: person.firstName, family_name: person.lastName, display_name: null },
      ...dated,
    },
    department: named(department),
    teams: [named(team)].filter((one) => one !== null),
    employment_type: employmentType === null ? null : { id: "t-1", label: employmentType, ...dated },
    legal_entity: legalEntity === null ? null : { id: "e-1", legal_name: legalEntity, ...dated },
  };
  return Object.fromEntries(Object.entries(all).filter(([name]) => expand.includes(name)));
}

/** A worker (docs/vendors/rippling.md §4), with much that nobody asked for. */
function worker(person: Person, expand: readonly string[]): object {
  const { office } = person;
  return {
    id: person.id,
    user_id: `u-${person.id}`,
    manager_id: person.managerId,
    country: person.country,
    start_date: person.startDate,
    end_date: person.endDate,
    number: 1,
    work_email: person.workEmail,
    personal_email: person.personalEmail,
    status: STATUS_OF[person.status],
    location: {
      type: office === null ? "REMOTE" : "WORK",
      work_location_id: office === null ? null : `w-${office}`,
    },
    date_of_birth: "1990-01-01",
    title: person.jobTitle,
    created_at: person.modifiedAt,
    updated_at: person.modifiedAt,
    ...expanded(person, expand),
  };
}

const workers: Listed = {
  template: "/workers/",
  paging: PAGING,
  items: (people, _setup, { query }) => {
    const expand = (query.get("expand") ?? "").split(",");
    return people.map((person) => worker(person, expand));
  },
  answer,
};

const locations: Listed = {
  template: "/work-locations/",
  paging: PAGING,
  items: (people) =>
    [...new Set(people.flatMap(({ office }) => office ?? []))].sort().map((name) => ({
      ...{ id: `w-${name}`, name, address: { locality: name } },
      ...{ created_at: "2024-01-15T08:00:00Z", updated_at: "2024-01-15T08:00:00Z" },
    })),
  answer,
};

/** The imitation of Rippling. */
export const createRippling = createListed({
  id: "rippling",
  credentials: (random) => ({ apiToken: secretOf(random) }),
  headers: ({ apiToken = "" }) => ({ authorization: `Bearer ${apiToken}` }),
  lists: [workers, locations],
  refusal: (_status, words) => ({ detail: words }),
});
