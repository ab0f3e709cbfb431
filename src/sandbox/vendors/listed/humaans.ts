import type { Person } from "../../world/world.js";
import { createListed, type Listed, secretOf } from "./listed.js";
import type { ListedPage, Paging } from "./paging.js";

const STATUS_OF: Record<Person["status"], string> = {
  active: "active",
  leave: "active",
  onboarding: "newHire",
  inactive: "offboarded",
};

/** docs/vendors/humaans.md §3 */
const PAGING: Paging = {
  by: "offset",
  param: "$skip",
  sizeParam: "$limit",
  defaultSize: 100,
  mostAtOnce: 250,
};

function answer({ items, total, page, size }: ListedPage) {
  return { json: { total, limit: size, skip: (page - 1) * size, data: items } };
}

/** A person (docs/vendors/humaans.md §4), with much that nobody asked for. */
function person(one: Person): object {
  return {
    id: one.id,
    companyId: "c-1",
    firstName: one.firstName,
    lastName: one.lastName,
    preferredName: null,
    email: one.workEmail,
    personalEmail: one.personalEmail,
    isWorkEmailHidden: false,
    locationId: one.office === null ? null : `l-${one.office}`,
    remoteCity: null,
    birthday: "1990-01-01",
    countryCode: one.country,
    employmentStartDate: one.startDate,
    firstWorkingDay: one.startDate,
    employmentEndDate: one.endDate,
    lastWorkingDay: one.endDate,
    contractType: one.employmentType,
    teams: [...new Set([one.team, one.department])].flatMap((name) => (name === null ? [] : [{ name }])),
    directReports: [],
    status: STATUS_OF[one.status],
    updatedAt: one.modifiedAt,
  };
}

const people: Listed = {
  template: "/people",
  paging: PAGING,
  items: (everybody) => everybody.map(person),
  answer,
};

const locations: Listed = {
  template: "/locations",
  paging: PAGING,
  items: (everybody) =>
    [...new Set(everybody.flatMap(({ office }) => office ?? []))]
      .sort()
      .map((office) => ({ id: `l-${office}`, companyId: "c-1", label: office, city: office })),
  answer,
};

/** The imitation of Humaans. */
export const createHumaans = createListed({
  id: "humaans",
  credentials: (random) => ({ accessToken: secretOf(random) }),
  headers: ({ accessToken = "" }) => ({ authorization: `Bearer ${accessToken}` }),
  lists: [people, locations],
  refusal: (status, words) => ({ code: status, name: words.replaceAll(" ", ""), message: words }),
});
