import type { Person } from "../../world/world.js";
import { createListed, type Listed, secretOf } from "./listed.js";
import { type Paging, WHOLE } from "./paging.js";

/** docs/vendors/ukgpro.md §3 */
const PAGING: Paging = {
  by: "page",
  param: "page",
  sizeParam: "per_Page",
  defaultSize: 100,
  mostAtOnce: 100,
};

const CODE_OF: Record<Person["status"], string> = {
  active: "A",
  leave: "L",
  // There is no code for those who have not started.
  onboarding: "A",
  inactive: "T",
};

const stamp = (day: string | null) => (day === null ? null : `${day}T00:00:00`);

/** Empty texts come as such, and not as null. */
const text = (value: string | null) => value ?? "";

/** Nothing stands around the lists, and nothing says how many there are. */
const bare: Listed["answer"] = ({ items }) => ({ json: items });

const people: Listed = {
  template: "/personnel/v1/person-details",
  paging: PAGING,
  items: (everybody) =>
    everybody.map((person) => ({
      personId: `00000000-0000-4000-8000-${person.id.padStart(12, "0")}`,
      employeeId: person.id,
      companyId: "J9A6Y",
      userName: text(person.workEmail),
      firstName: person.firstName,
      middleName: "",
      lastName: person.lastName,
      preferredName: "",
      emailAddress: text(person.workEmail),
      emailAddressAlternate: text(person.personalEmail),
      addressCountry: "USA",
      dateOfBirth: "1990-01-01T00:00:00",
      gender: "U",
      nationalId: "",
      ssn: "",
      ssnIsSuppressed: true,
    })),
  answer: bare,
};

const employments: Listed = {
  template: "/personnel/v1/employment-details",
  paging: PAGING,
  items: (everybody) =>
    everybody.map((person) => ({
      companyID: "J9A6Y",
      companyCode: "ACME",
      companyName: text(person.legalEntity),
      employeeID: person.id,
      employeeNumber: person.id.slice(-6),
      jobDescription: text(person.jobTitle),
      jobTitle: "",
      primaryWorkLocationCode: text(person.office).toUpperCase(),
      orgLevel1Code: text(person.department).toUpperCase(),
      orgLevel2Code: text(person.team).toUpperCase(),
      orgLevel3Code: "",
      orgLevel4Code: "",
      originalHireDate: stamp(person.startDate),
      lastHireDate: stamp(person.startDate),
      dateOfTermination: stamp(person.endDate),
      employeeTypeCode: person.employmentType === "internal" ? "REG" : "CON",
      employeeStatusCode: CODE_OF[person.status],
      supervisorID: text(person.managerId),
      supervisorFirstName: "",
      supervisorLastName: "",
      scheduledFTE: 1,
    })),
  answer: bare,
};

const locations: Listed = {
  template: "/configuration/v1/locations",
  paging: WHOLE,
  items: (everybody) => {
    const byOffice = new Map(everybody.map((person) => [person.office, person]));
    return [...byOffice].flatMap(([office, { country }]) =>
      office === null
        ? []
        : [{ locationCode: office.toUpperCase(), description: office, name: null, countryCode: country }],
    );
  },
  answer: bare,
};

/** The imitation of UKG Pro. */
export const createUkgpro = createListed({
  id: "ukgpro",
  credentials: (random) => ({
    host: "service4.ultipro.com",
    username: "SpendeskSync",
    password: secretOf(random),
    customerApiKey: secretOf(random).slice(0, 5).toUpperCase(),
  }),
  headers: ({ username, password, customerApiKey = "" }) => ({
    authorization: `Basic ${Buffer.from(`${username}:${password}`).toString("base64")}`,
    "us-customer-api-key": customerApiKey,
  }),
  lists: [people, employments, locations],
  refusal: (_status, message) => ({ message }),
});
