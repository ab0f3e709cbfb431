import { ownValue } from "../../shared/objects.js";
import { defineConnector } from "../define.js";
import { valueAt } from "../mapping/paths.js";

const READ = "the scope ZOHOPEOPLE.forms.READ, as a user who may see every employee";
const field = (label: string) => ({ label, permission: READ });

const REGIONS = [
  ...["zoho.com", "zoho.eu", "zoho.uk", "zoho.in", "zoho.com.au"],
  ...["zoho.jp", "zohocloud.ca", "zoho.sa", "zoho.com.cn"],
];

/** Zoho's number for a list without records. */
const NO_RECORDS = 7024;

/** An employee as one object; Zoho puts each under its id, into a list of its own. */
function flat(entry: unknown): unknown {
  const [[recordId, fields] = []] = Object.entries(Object(entry));
  const record: unknown = Array.isArray(fields) ? fields[0] : null;
  return typeof record === "object" && record !== null ? { ...record, recordId } : null;
}

/** The answer as a list; that there is nothing (more) is told as an error, with a good status. */
function asList(json: unknown): unknown {
  const response = ownValue(json, "response");
  const result = ownValue(response, "result");
  if (Array.isArray(result)) return { records: result.map(flat) };
  return valueAt(response, "errors.code") === NO_RECORDS ? { records: [] } : json;
}

/** Zoho People (docs/vendors/zohopeople.md). */
export const zohopeople = defineConnector(
  {
    manifest: 1,
    id: "zohopeople",
    title: "Zoho People",
    guide: {
      steps: [
        "Sign in to the API console of your data center, such as api-console.zoho.eu, as somebody who may see every employee in Zoho People.",
        "Make a Self Client and copy its client ID and client secret.",
        "Under Generate Code ask for the scope ZOHOPEOPLE.forms.READ and no other, and exchange the code for a refresh token while it is valid, as the vendor's page shows.",
        "Copy the refresh token; it serves until somebody revokes it.",
      ],
      link: "https://www.zoho.com/people/api/oauth-steps.html",
      permission: READ,
      permissions: {
        workEmail: field("E-mail ID"),
        status: field("Employee status"),
        startDate: field("Date of joining"),
        terminationDate: field("Date of exit"),
        workLocation: field("Location"),
        jobTitle: field("Designation"),
        employmentType: field("Employee type"),
        manager: field("Reporting manager"),
      },
    },
    credentials: {
      clientId: { label: "Client ID", secret: false, help: "Of the Self Client in the API console." },
      clientSecret: { label: "Client secret", help: "Of the Self Client in the API console." },
      refreshToken: { label: "Refresh token", help: "That came for the code, with ZOHOPEOPLE.forms.READ." },
    },
    settings: {
      dataCenter: {
        type: "choice",
        label: "Data center",
        help: "The end of the address at which you use Zoho People: zoho.eu of people.zoho.eu. Without it: zoho.com.",
        values: REGIONS,
        default: "zoho.com",
      },
    },
    baseUrl: "https://people.${settings.dataCenter}",
    allowedHosts: REGIONS.flatMap((region) => [`people.${region}`, `accounts.${region}`]),
    auth: {
      kind: "oauth2Refresh",
      tokenUrl: "https://accounts.${settings.dataCenter}/oauth/v2/token",
      client: "body",
      clientId: "${credentials.clientId}",
      clientSecret: "${credentials.clientSecret}",
      refreshToken: "refreshToken",
      afterUse: "kept",
      expiredCodes: ["invalid_code"],
      value: "Zoho-oauthtoken ${token}",
    },
    // Whoever asks more than 400 times a minute is locked out for five.
    rate: { callsPerSecond: 5 },
    requests: {
      people: {
        path: "/people/api/forms/employee/getRecords",
        pagination: {
          kind: "offset",
          param: "sIndex",
          start: 1,
          sizeParam: "limit",
          size: 200,
          shortPage: true,
        },
        records: "records",
      },
    },
    assemble: { root: "people" },
    completeness: "full",
    employee: {
      id: "recordId",
      workEmail: "EmailID",
      firstName: "FirstName",
      lastName: "LastName",
      startDate: "Dateofjoining",
      terminationDate: "Dateofexit",
      workLocation: ["LocationName", "Work_location"],
      department: "Department",
      jobTitle: "Designation",
      employmentType: "Employee_type",
      manager: { id: '["Reporting_To.ID"]', email: '["Reporting_To.MailID"]' },
    },
    dates: { formats: ["dd-MMM-yyyy"] },
    status: {
      from: "Employeestatus",
      rules: [
        {
          when: [
            { field: "Employeestatus", in: ["Terminated", "Resigned"] },
            { date: "terminationDate", is: "future" },
          ],
          is: "active",
        },
        {
          when: [
            { field: "Employeestatus", is: "Active" },
            { date: "startDate", is: "future" },
          ],
          is: "pending",
        },
      ],
      map: { Active: "active", Terminated: "inactive", Resigned: "inactive", Deceased: "inactive" },
      unknown: "skip",
    },
    notVerified: [
      "That everybody is listed, former employees included.",
      "The words for the status besides Active; companies can have words of their own, for which nothing is done until `source.statuses` says what they mean.",
      "That a list without records is told as the error 7024 with a good status, also behind the last full page.",
      "That dates are written as 02-Jan-2026: a company can choose another form, which is then not readable.",
      "That the date of exit is the last day.",
      "That EmailID is the address at work.",
      "That the name of the location is a place of work, and that the reporting manager's id is that of the record.",
      "That fields have the names they are made with; whoever renames one by its link name hides it.",
      "Bank details are fields of a company's own, and are not read.",
    ],
  },
  { prepareAnswer: asList },
);
