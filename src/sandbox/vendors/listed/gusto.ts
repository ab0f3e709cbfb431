import { seededRandom } from "../../random.js";
import type { Person } from "../../world/world.js";
import { createListed, type Listed, secretOf } from "./listed.js";
import { uuidOf } from "./uuid.js";

/** An employee (docs/vendors/gusto.md §4). */
function employee(person: Person): object {
  const isGone = person.status === "inactive";
  return {
    uuid: uuidOf(person.id),
    first_name: person.firstName,
    last_name: person.lastName,
    email: person.personalEmail,
    work_email: person.workEmail,
    company_uuid: COMPANY,
    manager_uuid: person.managerId === null ? null : uuidOf(person.managerId),
    department: person.department,
    terminated: isGone,
    onboarded: person.status !== "onboarding",
    date_of_birth: "1990-01-01",
    jobs: [
      {
        uuid: uuidOf(`9${person.id}`),
        primary: true,
        title: person.jobTitle,
        hire_date: person.startDate,
        rate: "1.00",
        location: { city: person.office, country: person.country },
      },
    ],
    terminations:
      person.endDate === null
        ? []
        : [{ uuid: uuidOf(`8${person.id}`), active: isGone, effective_date: person.endDate }],
  };
}

const COMPANY = "a007e1ab-3595-43c2-ab4b-af7a5af2e365";

const employees: Listed = {
  template: "/v1/companies/{company}/employees",
  paging: { by: "page", param: "page", sizeParam: "per", defaultSize: 25, mostAtOnce: 100 },
  items: (people, _setup, { params }) => (params.company === COMPANY ? people.map(employee) : []),
  answer: ({ items }) => ({ json: items }),
};

const REDIRECT = "https://sync.acme.example/gusto";

/** The imitation of Gusto, whose refresh tokens serve once. */
export const createGusto: ReturnType<typeof createListed> = (setup) => {
  const random = seededRandom(setup.seed);
  let refreshToken = "";
  return createListed({
    id: "gusto",
    credentials: (seeded) => {
      refreshToken = secretOf(seeded);
      return {
        companyId: COMPANY,
        clientId: "app-of-acme",
        clientSecret: secretOf(seeded),
        redirectAddress: REDIRECT,
        refreshToken,
      };
    },
    headers: (_credentials, token) => ({ authorization: `Bearer ${token}` }),
    signIn: {
      template: "/oauth/token",
      accepts: ({ body }, { clientId, clientSecret }) => {
        const sent = JSON.parse(body);
        const isClient = sent.client_id === clientId && sent.client_secret === clientSecret;
        const isAsked = sent.grant_type === "refresh_token" && sent.redirect_uri === REDIRECT;
        return isClient && isAsked && sent.refresh_token === refreshToken;
      },
      besides: () => {
        refreshToken = secretOf(random);
        return { refresh_token: refreshToken };
      },
      refused: {
        status: 400,
        json: { error: "invalid_grant", error_description: "The provided authorization grant is invalid." },
      },
    },
    lists: [employees],
    refusal: (status, words) => ({
      errors: [{ error_key: "request_error", category: `status_${status}`, message: words }],
    }),
  })(setup);
};
