import { defineConnector } from "../define.js";
import { valueAt } from "../mapping/paths.js";

const READ = "the use case of your API Central project that reads workers";
const field = (label: string) => ({ label, permission: READ });

const PRIMARY = "workAssignments[primaryIndicator=true]";

/** A name of something that ADP has in lists of codes, or its code. */
const named = (path: string) => ["shortName", "longName", "codeValue"].map((name) => `${path}.${name}`);

/** The worker with the organizational units of the primary assignment by their kinds, none where there are none. */
function withUnits(record: unknown): unknown {
  if (typeof record !== "object" || record === null) return record;
  const units = valueAt(record, `${PRIMARY}.homeOrganizationalUnits`);
  if (!Array.isArray(units)) return record;
  const unit = (kind: string) =>
    valueAt(
      units.find((one) => valueAt(one, "typeCode.codeValue") === kind),
      "nameCode",
    ) ?? null;
  return { ...record, units: { department: unit("Department"), business: unit("Business Unit") } };
}

/** ADP Workforce Now (docs/vendors/adp.md). */
export const adp = defineConnector(
  {
    manifest: 1,
    id: "adp",
    title: "ADP Workforce Now",
    guide: {
      steps: [
        "Subscribe to ADP API Central and make a project with a use case that reads workers.",
        "Copy the client ID and the client secret of the project.",
        "Make a private key and a request for a certificate (openssl req -new -newkey rsa:2048 -nodes), hand the request in on the page of certificates, and download the certificate. It ends on the day that page shows.",
        "Keep the private key as you would keep a password.",
      ],
      link: "https://developers.adp.com/guides/api-guides/adp-api-central-quick-start-guide",
      permission: READ,
      permissions: {
        workEmail: field("Business e-mail"),
        status: field("Worker status"),
        startDate: field("Hire or rehire date"),
        workLocation: field("Home work location"),
        department: field("Home department"),
        legalEntity: field("Business unit"),
        employmentType: field("Worker type"),
        manager: field("Reports to"),
      },
    },
    credentials: {
      clientId: { label: "Client ID", secret: false, help: "Of the project in API Central." },
      clientSecret: { label: "Client secret", help: "Of the project in API Central." },
      certificate: {
        label: "Client certificate",
        form: "certificate",
        help: "The file that ADP made (PEM).",
      },
      certificateKey: {
        label: "Private key of the certificate",
        form: "privateKey",
        help: "The file that was made with the request for the certificate (PEM).",
      },
    },
    baseUrl: "https://api.adp.com",
    allowedHosts: ["api.adp.com", "accounts.adp.com"],
    account: "${credentials.clientId}",
    auth: [
      { kind: "clientCertificate", certificate: "certificate", key: "certificateKey" },
      {
        kind: "oauth2",
        tokenUrl: "https://accounts.adp.com/auth/oauth/v2/token",
        clientId: "${credentials.clientId}",
        clientSecret: "${credentials.clientSecret}",
      },
    ],
    requests: {
      people: {
        path: "/hr/v2/workers",
        // Behind the last worker 204 comes, without a body.
        pagination: { kind: "offset", param: "$skip", sizeParam: "$top", size: 100 },
        records: "workers",
      },
    },
    assemble: { root: "people" },
    completeness: "full",
    employee: {
      id: "associateOID",
      workEmail: "businessCommunication.emails[0].emailUri",
      firstName: "person.legalName.givenName",
      lastName: "person.legalName.familyName1",
      startDate: ["workerDates.rehireDate", "workerDates.originalHireDate"],
      terminationDate: "workerDates.terminationDate",
      workLocation: named(`${PRIMARY}.homeWorkLocation.nameCode`),
      department: named("units.department"),
      jobTitle: `${PRIMARY}.jobTitle`,
      legalEntity: named("units.business"),
      country: `${PRIMARY}.homeWorkLocation.address.countryCode`,
      employmentType: named(`${PRIMARY}.workerTypeCode`),
      manager: { id: `${PRIMARY}.reportsTo[0].associateOID` },
    },
    status: {
      from: "workerStatus.statusCode.codeValue",
      rules: [
        {
          when: [
            { field: "workerStatus.statusCode.codeValue", is: "Terminated" },
            { date: "terminationDate", is: "future" },
          ],
          is: "active",
        },
        {
          when: [
            { field: "workerStatus.statusCode.codeValue", is: "Active" },
            { date: "startDate", is: "future" },
          ],
          is: "pending",
        },
      ],
      map: { Active: "active", Terminated: "inactive" },
      unknown: "skip",
    },
    notVerified: [
      "That everybody is listed, former workers included.",
      "The words for the status besides Active and Terminated: for Inactive and others nothing is done until `source.statuses` says what they mean.",
      "That a page may have 100 workers, and that 204 comes behind the last.",
      "That the first business e-mail is the one at work.",
      "That a rehire date counts before the original one, and that the termination date is gone after a rehire and is the last day.",
      "The names of the units: Department and Business Unit.",
      "That what is left out may not be read; ADP also leaves out what is empty.",
      "That reportsTo names a person by associateOID, and its first entry is the line manager.",
      "Who subscribes through a partner, and so must name an organization besides.",
      "Bank details take another call per person and are not read. Limits of calls, and the words of refusals.",
    ],
  },
  { prepareRecord: withUnits },
);
