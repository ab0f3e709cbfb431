import { parseJson } from "../../server/exchange.js";
import type { Person } from "../../world/world.js";
import { createListed, type Listed, type ListedTool, secretOf } from "./listed.js";
import { WHOLE } from "./paging.js";

/** One section of everybody's data (docs/vendors/kenjo.md §4). */
function section(name: string, values: (person: Person) => object): Listed {
  return {
    template: `/employees/${name}`,
    paging: WHOLE,
    items: (people) => people.map((person) => ({ _id: person.id, ...values(person) })),
    answer: ({ items }) => ({ json: { data: items } }),
  };
}

/** A list of what people's sections name by an id, which comes without anything around it. */
function named(
  path: string,
  nameOf: (person: Person) => string | null,
  more: (person: Person) => object,
): Listed {
  return {
    template: path,
    paging: WHOLE,
    items: (people) => {
      const byName = new Map(people.map((person) => [nameOf(person), person]));
      return [...byName].flatMap(([name, person]) =>
        name === null ? [] : [{ _id: idOf(path, name), name, ...more(person) }],
      );
    },
    answer: ({ items }) => ({ json: items }),
  };
}

const idOf = (path: string, name: string | null) => (name === null ? null : `${path.slice(1, 3)}-${name}`);
const stamp = (day: string | null) => (day === null ? null : `${day}T00:00:00.000Z`);

/** False for who left, and also for who has not activated the account (docs/vendors/kenjo.md §5). */
const isActivated = ({ status }: Person) => status === "active" || status === "leave";

const lists: ListedTool["lists"] = [
  section("accounts", (person) => ({
    email: person.workEmail,
    externalId: `E-${person.id}`,
    language: "en",
    isActive: isActivated(person),
  })),
  section("personals", ({ firstName, lastName }) => ({
    firstName,
    lastName,
    displayName: `${firstName} ${lastName}`,
    gender: "Other",
    birthdate: "1990-01-01T00:00:00.000Z",
  })),
  section("works", (person) => ({
    companyId: idOf("/companies", person.legalEntity),
    officeId: idOf("/offices", person.office),
    departmentId: idOf("/departments", person.department),
    startDate: stamp(person.startDate),
    jobTitle: person.jobTitle,
    workPhone: "+49 30 0000000",
    isAssistant: false,
    reportsToId: person.managerId,
  })),
  section("financials", (person) => ({
    accountHolderName: `${person.firstName} ${person.lastName}`,
    bankName: "Bank",
    accountNumber: null,
    iban: person.iban,
    swiftCode: person.bic,
    taxCode: "323451R",
  })),
  named(
    "/offices",
    ({ office }) => office,
    ({ office, country }) => ({ city: office, country }),
  ),
  named(
    "/departments",
    ({ department }) => department,
    () => ({}),
  ),
  named(
    "/companies",
    ({ legalEntity }) => legalEntity,
    () => ({}),
  ),
];

/** The imitation of Kenjo. */
export const createKenjo = createListed({
  id: "kenjo",
  credentials: (random) => ({ apiKey: secretOf(random) }),
  headers: (_credentials, token) => ({ authorization: `Bearer ${token}` }),
  signIn: {
    template: "/auth/login",
    accepts: ({ body }, { apiKey }) =>
      (parseJson(body) as Record<string, unknown> | null | undefined)?.apiKey === apiKey,
    // The scheme stands before the token.
    granted: (token) => ({ token: `Bearer ${token}`, "X-Expires-After": "2099-01-01T00:00:00.000Z" }),
    refused: { status: 401, json: { code: 401, message: "The API key is not valid." } },
  },
  lists,
  refusal: (code, message) => ({ code, message }),
});
