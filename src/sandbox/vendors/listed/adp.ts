import { CERTIFICATE, PRIVATE_KEY } from "../../key-pair.js";
import type { Person } from "../../world/world.js";
import { createListed, type Listed, secretOf } from "./listed.js";

const STATUS_OF: Record<Person["status"], string> = {
  active: "Active",
  leave: "Active",
  onboarding: "Active",
  inactive: "Terminated",
};

function oidOf(id: string): string {
  return `G3${id.padStart(14, "0")}`;
}

/** A worker (docs/vendors/adp.md §4). */
function worker(person: Person): object {
  return {
    associateOID: oidOf(person.id),
    workerID: { idValue: person.id },
    person: {
      legalName: { givenName: person.firstName, familyName1: person.lastName },
      birthDate: "XXXX-XX-XX",
      communication: { emails: [{ emailUri: person.personalEmail }] },
    },
    workerDates: { originalHireDate: person.startDate, terminationDate: person.endDate },
    workerStatus: { statusCode: { codeValue: STATUS_OF[person.status] } },
    businessCommunication: {
      emails: person.workEmail === null ? [] : [{ emailUri: person.workEmail, itemID: "Business" }],
    },
    workAssignments: [
      { itemID: "1", primaryIndicator: false, jobTitle: "Trainee" },
      {
        itemID: "2",
        primaryIndicator: true,
        jobTitle: person.jobTitle,
        workerTypeCode: { shortName: person.employmentType },
        homeWorkLocation: {
          nameCode: { shortName: person.office },
          address: { countryCode: person.country },
        },
        homeOrganizationalUnits: [
          { typeCode: { codeValue: "Department" }, nameCode: { shortName: person.department } },
          { typeCode: { codeValue: "Business Unit" }, nameCode: { shortName: person.legalEntity } },
        ],
        reportsTo: person.managerId === null ? [] : [{ associateOID: oidOf(person.managerId) }],
      },
    ],
  };
}

const workers: Listed = {
  template: "/hr/v2/workers",
  paging: { by: "offset", param: "$skip", sizeParam: "$top", defaultSize: 50, mostAtOnce: 100 },
  items: (people) => people.map(worker),
  answer: ({ items }) => (items.length === 0 ? { status: 204, json: null } : { json: { workers: items } }),
};

/** The imitation of ADP, which is reached without TLS and so is shown no certificate. */
export const createAdp = createListed({
  id: "adp",
  credentials: (random) => ({
    clientId: "client-of-acme",
    clientSecret: secretOf(random),
    certificate: CERTIFICATE.replaceAll("\n", "\\n"),
    certificateKey: PRIVATE_KEY.replaceAll("\n", "\\n"),
  }),
  headers: (_credentials, token) => ({ authorization: `Bearer ${token}` }),
  signIn: {
    template: "/auth/oauth/v2/token",
    accepts: ({ body, headers }, { clientId, clientSecret }) => {
      const pair = Buffer.from(`${clientId}:${clientSecret}`).toString("base64");
      const isClient = headers.authorization === `Basic ${pair}`;
      return isClient && new URLSearchParams(body).get("grant_type") === "client_credentials";
    },
  },
  lists: [workers],
  refusal: (status, words) => ({
    confirmMessage: { resourceMessages: [{ processMessages: [{ userMessage: { messageTxt: words } }] }] },
    status,
  }),
});
