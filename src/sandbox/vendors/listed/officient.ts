import { seededRandom } from "../../random.js";
import type { Person } from "../../world/world.js";
import { createListed, type Detailed, type Listed, secretOf } from "./listed.js";

/** What the list has of a person (docs/vendors/officient.md §4). */
function listed(person: Person): object {
  return {
    id: Number(person.id),
    name: `${person.firstName} ${person.lastName}`,
    email: person.workEmail,
    role_name: person.jobTitle,
    archived: person.status === "inactive" ? 1 : 0,
  };
}

/** A person by themselves. */
function detailed(person: Person, manager: Person | undefined): object {
  return {
    id: Number(person.id),
    deleted: 0,
    name: `${person.firstName} ${person.lastName}`,
    first_name: person.firstName,
    last_name: person.lastName,
    email: person.workEmail,
    personal_email: person.personalEmail,
    national_number: null,
    birthdate: "1990-01-01",
    bank_account_iban: person.iban,
    bank_account_bic: person.bic,
    address: { line_1: "1 Example Street", city: "Ghent", country_code: "BE" },
    // The sandbox's company names its teams after the offices, since there are no places of work.
    team: person.office === null ? null : { id: 4, name: person.office },
    employment: {
      first_employment_date: person.startDate,
      last_employment_date: person.endDate,
    },
    current_role: person.jobTitle === null ? null : { name: person.jobTitle, start_date: person.startDate },
    current_reports_to: manager
      ? { person_id: Number(manager.id), person_name: `${manager.firstName} ${manager.lastName}` }
      : null,
  };
}

const people: Listed = {
  template: "/1.0/people/list",
  paging: {
    by: "page",
    param: "page",
    first: 0,
    sizeParam: null,
    defaultSize: 30,
    mostAtOnce: 30,
  },
  items: (all, _setup, { query }) =>
    all
      .filter(({ status }) => status !== "inactive" || query.get("include_archived") === "1")
      .map((person) => listed(person)),
  answer: ({ items, total }) => ({ json: { data: items, total_record_count: total } }),
};

const person: Detailed = {
  template: "/1.0/people/{id}/detail",
  item: (id, all, { world }) => {
    const found = world.person(id);
    if (found === null) return null;
    return {
      data: detailed(
        found,
        all.find((one) => one.id === found.managerId),
      ),
    };
  },
};

/** The imitation of Officient, whose refresh tokens serve once. */
export const createOfficient: ReturnType<typeof createListed> = (setup) => {
  const random = seededRandom(setup.seed);
  let refreshToken = "";
  return createListed({
    id: "officient",
    credentials: (seeded) => {
      refreshToken = secretOf(seeded);
      return { clientId: "app-of-acme", clientSecret: secretOf(seeded), refreshToken };
    },
    headers: (_credentials, token) => ({ authorization: `Bearer ${token}` }),
    signIn: {
      template: "/1.0/token",
      accepts: ({ body }, { clientId, clientSecret }) => {
        const { grant_type, client_id, client_secret, refresh_token } = JSON.parse(body);
        const isClient = client_id === clientId && client_secret === clientSecret;
        return isClient && grant_type === "refresh_token" && refresh_token === refreshToken;
      },
      besides: () => {
        refreshToken = secretOf(random);
        return { scope: "admin", refresh_token: refreshToken };
      },
      refused: { status: 400, json: { error: "invalid_grant", error_description: "Invalid refresh token" } },
    },
    lists: [people],
    details: [person],
    refusal: (_status, words) => ({ error: words }),
  })(setup);
};
