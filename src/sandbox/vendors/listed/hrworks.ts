import { parseJson } from "../../server/exchange.js";
import type { Person } from "../../world/world.js";
import { createListed, type Listed, secretOf } from "./listed.js";

/** HR WORKS writes countries with three letters (docs/vendors/hrworks.md §4). */
const COUNTRIES: Readonly<Record<string, string>> = { DE: "DEU", ES: "ESP", FR: "FRA", GB: "GBR" };

/** A person (docs/vendors/hrworks.md §4), with much that nobody asked for. */
function person(one: Person, superior: Person | undefined): object {
  const country = one.country === null ? null : (COUNTRIES[one.country] ?? one.country);
  return {
    personId: `${one.firstName}.${one.lastName}`.toLowerCase(),
    personLicenseNumber: one.id,
    personnelNumber: one.id.slice(-4),
    uuid: one.id,
    firstName: one.firstName,
    lastName: one.lastName,
    email: one.workEmail,
    privateEmail: one.personalEmail,
    birthday: "1990-01-01",
    socialSecurityNumber: "12010190A123",
    taxpayerIdentificationNumber: "12345678901",
    joinDate: one.startDate,
    leaveDate: one.endDate,
    isActive: one.status !== "inactive",
    position: one.jobTitle,
    employmentType: one.employmentType === "internal" ? "regularEmployee" : "externalWorker",
    // The country of the person is where they live.
    countryCode: "DEU",
    permanentEstablishment:
      one.office === null
        ? null
        : { id: "1", name: one.office, address: { city: one.office, internationalCountryCode: country } },
    organizationUnit: one.department === null ? null : { number: "1", name: one.department, uuid: "ou-1" },
    costCenter: one.costCenter === null ? null : { number: "10", name: one.costCenter },
    superior:
      superior === undefined
        ? null
        : {
            personId: `${superior.firstName}.${superior.lastName}`.toLowerCase(),
            personnelNumber: superior.id.slice(-4),
            uuid: superior.id,
            firstName: superior.firstName,
            lastName: superior.lastName,
          },
    bankAccount: { iban: one.iban, bic: one.bic, bankAccountHolder: null },
  };
}

const persons: Listed = {
  template: "/persons/master-data",
  // Nobody can ask for more or fewer.
  paging: { by: "page", param: "page", sizeParam: null, defaultSize: 50, mostAtOnce: 50 },
  // Those who left come only when they are asked for.
  items: (people, _setup, { query }) => {
    const byId = new Map(people.map((one) => [one.id, one]));
    const onlyActive = query.get("onlyActive") !== "false";
    return people
      .filter(({ status }) => !onlyActive || status !== "inactive")
      .map((one) => person(one, byId.get(one.managerId ?? "")));
  },
  // The addresses have the page alone, and there are none when one page is all.
  answer: ({ items, pages, next }, url) => {
    const at = (page: string) => {
      const address = new URL(url);
      address.search = new URLSearchParams({ page }).toString();
      return address.href;
    };
    const links = [
      `<${at("1")}>; rel="first"`,
      ...(next === null ? [] : [`<${at(next)}>; rel="next"`]),
      `<${at(String(pages))}>; rel="last"`,
    ];
    return { json: { persons: items }, ...(pages > 1 && { headers: { link: links.join(", ") } }) };
  },
};

/** The imitation of HR WORKS. */
export const createHrworks = createListed({
  id: "hrworks",
  credentials: (random) => ({ accessKey: secretOf(random), secretAccessKey: secretOf(random) }),
  headers: (_credentials, token) => ({ authorization: `Bearer ${token}` }),
  signIn: {
    template: "/authentication",
    accepts: ({ body }, { accessKey, secretAccessKey }) => {
      const given = parseJson(body) as Record<string, unknown> | null | undefined;
      return given?.accessKey === accessKey && given?.secretAccessKey === secretAccessKey;
    },
    granted: (token) => ({ token }),
    refused: {
      status: 403,
      json: {
        errorCode: 403,
        type: "InvalidCredentialsError",
        errorMessage: "The credentials provided with the request were invalid.",
        additionalErrors: [],
      },
    },
  },
  lists: [persons],
  refusal: (status, words) => ({
    errorCode: status,
    type: status === 403 ? "PermissionDeniedError" : `${words.replaceAll(" ", "")}Error`,
    errorMessage: words,
    additionalErrors: [],
  }),
});
