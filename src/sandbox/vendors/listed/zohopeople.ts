import type { Person } from "../../world/world.js";
import { createListed, type Listed, secretOf } from "./listed.js";

const STATUS_OF: Record<Person["status"], string> = {
  active: "Active",
  leave: "Active",
  onboarding: "Active",
  inactive: "Terminated",
};

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** `02-Jan-2026`; empty without a day. */
function writtenOut(day: string | null): string {
  if (day === null) return "";
  const [year, month, date] = day.split("-");
  return `${date}-${MONTHS[Number(month) - 1]}-${year}`;
}

/** An employee (docs/vendors/zohopeople.md §4): texts, empty where there is nothing. */
function employee(person: Person, manager: Person | undefined): object {
  return {
    Zoho_ID: Number(person.id),
    EmployeeID: `HRM${person.id}`,
    EmailID: person.workEmail ?? "",
    Other_Email: person.personalEmail ?? "",
    FirstName: person.firstName,
    LastName: person.lastName,
    Employeestatus: STATUS_OF[person.status],
    "Employeestatus.type": person.status === "inactive" ? 0 : 1,
    Dateofjoining: writtenOut(person.startDate),
    Dateofexit: writtenOut(person.endDate),
    LocationName: person.office ?? "",
    Work_location: "",
    Department: person.department ?? "",
    "Department.ID": "35635",
    Designation: person.jobTitle ?? "",
    Employee_type: person.employmentType ?? "",
    Reporting_To: manager ? `${manager.firstName} ${manager.lastName} HRM${manager.id}` : "",
    "Reporting_To.ID": manager?.id ?? "",
    "Reporting_To.MailID": manager?.workEmail ?? "",
    Mobile: "+44 20 7946 0000",
  };
}

const employees: Listed = {
  template: "/people/api/forms/employee/getRecords",
  paging: {
    by: "offset",
    param: "sIndex",
    first: 1,
    sizeParam: "limit",
    defaultSize: 100,
    mostAtOnce: 200,
  },
  items: (people) => {
    const byId = new Map(people.map((person) => [person.id, person]));
    return people.map((person) => employee(person, byId.get(person.managerId ?? "")));
  },
  answer: ({ items }) => {
    if (items.length === 0) {
      const errors = { code: 7024, message: "No records found" };
      return { json: { response: { message: "Error occurred", uri: "/api", errors, status: 1 } } };
    }
    const result = items.map((item) => ({ [String(Object(item).Zoho_ID)]: [item] }));
    return { json: { response: { result, message: "Data fetched successfully", uri: "/api", status: 0 } } };
  },
};

/** The imitation of Zoho People, with the sign-in of the same data center. */
export const createZohoPeople = createListed({
  id: "zohopeople",
  credentials: (random) => ({
    clientId: "1000.EXAMPLE",
    clientSecret: secretOf(random),
    refreshToken: `1000.${secretOf(random)}`,
  }),
  headers: (_credentials, token) => ({ authorization: `Zoho-oauthtoken ${token}` }),
  signIn: {
    template: "/oauth/v2/token",
    accepts: ({ body }, { clientId, clientSecret, refreshToken }) => {
      const form = new URLSearchParams(body);
      return (
        form.get("grant_type") === "refresh_token" &&
        form.get("client_id") === clientId &&
        form.get("client_secret") === clientSecret &&
        form.get("refresh_token") === refreshToken
      );
    },
    refused: { status: 200, json: { error: "invalid_code" } },
  },
  lists: [employees],
  refusal: (status, words) => ({
    response: { message: words, status: 1, errors: { code: status === 401 ? 7218 : 7012, message: words } },
  }),
});
