import { parseJson, type SandboxRequest } from "../../server/exchange.js";
import type { Person } from "../../world/world.js";
import { createListed, type Listed, secretOf } from "./listed.js";
import { WHOLE } from "./paging.js";
import { uuidOf } from "./uuid.js";

const STATUS_OF: Record<Person["status"], string> = {
  active: "active",
  leave: "leave",
  onboarding: "prehire",
  inactive: "terminated",
};

const directory: Listed = {
  template: "/employer/directory",
  // Without a limit everybody comes at once.
  paging: { by: "offset", param: "offset", sizeParam: "limit", defaultSize: 100_000, mostAtOnce: 100_000 },
  items: (people) =>
    people.map((person) => ({
      id: uuidOf(person.id),
      first_name: person.firstName,
      middle_name: null,
      last_name: person.lastName,
      manager: person.managerId === null ? null : { id: uuidOf(person.managerId) },
      department: person.department === null ? null : { name: person.department },
      is_active: person.status !== "inactive",
    })),
  answer: ({ items, total, page, size }) => ({
    json: { paging: { count: total, offset: (page - 1) * size }, individuals: items },
  }),
};

/** The ids that a batch asks for. */
function askedIds({ body }: SandboxRequest): readonly string[] {
  const { requests } = (parseJson(body) ?? {}) as { requests?: readonly { individual_id?: unknown }[] };
  return (requests ?? []).map(({ individual_id }) => String(individual_id));
}

/** Details by ids: an entry for each, whether somebody has it or not (docs/vendors/finch.md §3). */
function details(name: string, bodyOf: (person: Person) => object): Listed {
  return {
    method: "POST",
    template: `/employer/${name}`,
    paging: WHOLE,
    items: (people, _setup, request) => {
      const byId = new Map(people.map((person) => [uuidOf(person.id), person]));
      return askedIds(request).map((id) => {
        const person = byId.get(id);
        const missing = { code: 404, name: "not_found_error", message: "Individual not found" };
        return {
          individual_id: id,
          code: person ? 200 : 404,
          body: person ? { id, ...bodyOf(person) } : missing,
        };
      });
    },
    answer: ({ items }) => ({ json: { responses: items } }),
  };
}

const individual = details("individual", (person) => ({
  first_name: person.firstName,
  last_name: person.lastName,
  preferred_name: null,
  emails: [
    ...(person.personalEmail === null ? [] : [{ data: person.personalEmail, type: "personal" }]),
    ...(person.workEmail === null ? [] : [{ data: person.workEmail, type: "work" }]),
  ],
  phone_numbers: null,
  gender: null,
  dob: "1990-01-01",
  residence: null,
}));

const employment = details("employment", (person) => ({
  first_name: person.firstName,
  last_name: person.lastName,
  title: person.jobTitle,
  manager: person.managerId === null ? null : { id: uuidOf(person.managerId) },
  department: { name: person.department },
  employment: { type: person.employmentType === "internal" ? "employee" : "contractor", subtype: null },
  employment_status: STATUS_OF[person.status],
  is_active: person.status !== "inactive",
  start_date: person.startDate,
  latest_rehire_date: null,
  end_date: person.endDate,
  location: { line1: null, city: person.office, state: null, country: person.country, name: person.office },
  // Nobody asked for it, and it can't be left out.
  income: { amount: 5_000_000, currency: "gbp", unit: "yearly", effective_date: "2024-01-01" },
  income_history: [],
  custom_fields: [],
  source_id: person.id,
}));

/** The imitation of Finch. */
export const createFinch = createListed({
  id: "finch",
  credentials: (random) => ({ accessToken: secretOf(random) }),
  headers: ({ accessToken = "" }) => ({
    authorization: `Bearer ${accessToken}`,
    "finch-api-version": "2020-09-17",
  }),
  lists: [directory, individual, employment],
  refusal: (code, message) => ({ statusCode: code, status: code, code, message, name: "error" }),
});
