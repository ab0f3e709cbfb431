import { hashText } from "../../random.js";
import type { Person } from "../../world/world.js";
import { createListed, type Listed, secretOf } from "./listed.js";
import type { ListedPage, Paging } from "./paging.js";
import { uuidOf } from "./uuid.js";

/** docs/vendors/sesame.md §3 */
const PAGING: Paging = { by: "page", param: "page", sizeParam: "limit", defaultSize: 100, mostAtOnce: 100 };

const COMPANY = {
  id: "3c90c3cc-0d44-4b50-8888-000000000001",
  name: "Acme",
  notificationEmail: "hr@acme.example",
  language: "en",
};

function answer({ items, total, page, pages, size }: ListedPage) {
  return { json: { data: items, meta: { currentPage: page, lastPage: pages, total, perPage: size } } };
}

/** An employee (docs/vendors/sesame.md §4), with much that nobody asked for. */
function employee(person: Person): object {
  return {
    id: uuidOf(person.id),
    firstName: person.firstName,
    lastName: person.lastName,
    email: person.workEmail,
    workStatus: "offline",
    code: Number(person.id),
    pin: 1000,
    company: { ...COMPANY, name: person.legalEntity },
    gender: "no_response",
    nid: "00000000T",
    ssn: null,
    pricePerHour: 12,
    accountNumber: person.iban,
    bic: person.bic,
    dateOfBirth: "1990-01-01",
    customFields: [],
    // There is no word for those who have not started.
    status: person.status === "inactive" ? "inactive" : "active",
    country: person.country,
    personalMail: person.personalEmail,
    jobChargeId: null,
    jobChargeName: person.jobTitle,
  };
}

const employees: Listed = {
  template: "/core/v3/employees",
  paging: PAGING,
  items: (people, _setup, { query }) => {
    const wanted = query.get("status");
    return people
      .filter(({ status }) => wanted === null || (status === "inactive") === (wanted === "inactive"))
      .map(employee);
  },
  answer,
};

/** What belongs to whom, each entry with the whole employee in it; people who have none have no entry. */
function assignations(kind: "office" | "department"): Listed {
  return {
    template: `/core/v3/employee-${kind}-assignations`,
    paging: PAGING,
    items: (people) =>
      people.flatMap((person) => {
        const name = person[kind];
        if (name === null) return [];
        const place = { id: uuidOf(hashText(name).toString(16)), name };
        return [{ id: uuidOf(`a${person.id}`), employee: employee(person), [kind]: place }];
      }),
    answer,
  };
}

const info: Listed = {
  template: "/core/v3/info",
  paging: PAGING,
  items: () => [],
  answer: () => ({ json: { data: { company: COMPANY }, meta: { currentPage: 1, lastPage: 1, total: 1 } } }),
};

/** The imitation of Sesame HR. */
export const createSesame = createListed({
  id: "sesame",
  credentials: (random) => ({ region: "eu1", token: secretOf(random) }),
  headers: ({ token = "" }) => ({ authorization: `Bearer ${token}` }),
  lists: [employees, assignations("office"), assignations("department"), info],
  refusal: (status, words) => ({ error: { code: status, message: words } }),
});
