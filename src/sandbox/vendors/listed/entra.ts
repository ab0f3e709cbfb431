import type { Person } from "../../world/world.js";
import { createListed, type Listed, secretOf } from "./listed.js";

/** A user with every property (docs/vendors/entra.md §4). */
function user(person: Person, manager: Person | undefined): Readonly<Record<string, unknown>> {
  return {
    id: idOf(person),
    accountEnabled: person.status === "active" || person.status === "leave",
    userPrincipalName: `${person.id}@acme.example`,
    mail: person.workEmail,
    otherMails: person.personalEmail === null ? [] : [person.personalEmail],
    givenName: person.firstName,
    surname: person.lastName,
    displayName: null,
    jobTitle: person.jobTitle,
    department: person.department,
    officeLocation: person.office,
    companyName: person.legalEntity,
    country: person.country,
    employeeType: person.employmentType,
    employeeOrgData: { division: person.team, costCenter: person.costCenter },
    employeeHireDate: stamp(person.startDate),
    employeeLeaveDateTime: stamp(person.endDate),
    mobilePhone: "+44 20 7946 0000",
    // Left out where there is none.
    ...(manager && { manager: { id: idOf(manager), mail: manager.workEmail } }),
  };
}

function idOf({ id }: Person): string {
  return `00000000-0000-4000-8000-${id.padStart(12, "0")}`;
}

function stamp(day: string | null): string | null {
  return day === null ? null : `${day}T00:00:00Z`;
}

const users: Listed = {
  template: "/users",
  paging: { by: "cursor", param: "$skiptoken", sizeParam: "$top", defaultSize: 100, mostAtOnce: 999 },
  items: (people, _setup, { query }) => {
    const byId = new Map(people.map((person) => [person.id, person]));
    const shown = [
      ...(query.get("$select") ?? "id").split(","),
      ...(query.has("$expand") ? ["manager"] : []),
    ];
    return people.map((person) => {
      const whole = user(person, byId.get(person.managerId ?? ""));
      return Object.fromEntries(Object.entries(whole).filter(([key]) => shown.includes(key)));
    });
  },
  answer: ({ items, next }, url) => {
    const address = new URL(url);
    if (next !== null) address.searchParams.set("$skiptoken", next);
    const context = "https://graph.microsoft.com/v1.0/$metadata#users";
    return {
      json: {
        "@odata.context": context,
        ...(next !== null && { "@odata.nextLink": address.href }),
        value: items,
      },
    };
  },
};

const SCOPE = "https://graph.microsoft.com/.default";

/** The imitation of Microsoft Graph, with the sign-in of the same directory. */
export const createEntra = createListed({
  id: "entra",
  credentials: (random) => ({
    tenantId: "11111111-2222-3333-4444-555555555555",
    clientId: "66666666-7777-8888-9999-000000000000",
    clientSecret: secretOf(random),
  }),
  headers: (_credentials, token) => ({ authorization: `Bearer ${token}` }),
  signIn: {
    template: "/{tenant}/oauth2/v2.0/token",
    accepts: ({ body, params }, { tenantId, clientId, clientSecret }) => {
      const form = new URLSearchParams(body);
      return (
        params.tenant === tenantId &&
        form.get("grant_type") === "client_credentials" &&
        form.get("client_id") === clientId &&
        form.get("client_secret") === clientSecret &&
        form.get("scope") === SCOPE
      );
    },
  },
  lists: [users],
  refusal: (status, words) => ({
    error: {
      code: status === 401 ? "InvalidAuthenticationToken" : "Authorization_RequestDenied",
      message: words,
    },
  }),
});
