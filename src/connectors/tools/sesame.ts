import { defineConnector } from "../define.js";

const SCREEN = "Settings > Integrations > API";
const TOKEN = `a token of an administrator, from ${SCREEN}`;

const request = (path: string) => ({
  path,
  pagination: { kind: "page", param: "page", sizeParam: "limit", size: 100, pages: "meta.lastPage" } as const,
  records: "data",
  total: "meta.total",
});

/** Sesame HR (docs/vendors/sesame.md). */
export const sesame = defineConnector({
  manifest: 1,
  id: "sesame",
  title: "Sesame HR",
  guide: {
    steps: [
      `Sign in to app.sesametime.com as an administrator and open ${SCREEN}.`,
      "Note the region that is shown there, such as eu1.",
      "Create a token and copy it. It sees what you may see, so keep it as you would keep your password.",
    ],
    link: "https://apidocs.sesametime.com/authentication",
    permission: TOKEN,
    permissions: {
      workLocation: { label: "Office", permission: TOKEN },
      jobTitle: { label: "Job charge", permission: TOKEN },
      legalEntity: { label: "Company", permission: TOKEN },
    },
  },
  credentials: {
    region: {
      label: "Region",
      secret: false,
      form: "hostLabel",
      help: `From ${SCREEN}; the part between api- and .sesametime.com, such as eu1.`,
    },
    token: { label: "API token", help: `From ${SCREEN}.` },
  },
  baseUrl: "https://api-${credentials.region}.sesametime.com",
  allowedHosts: ["*.sesametime.com"],
  auth: { kind: "bearer", token: "${credentials.token}" },
  // 1,000 calls a minute for each company, whatever the token.
  rate: { callsPerSecond: 10 },
  // Companies of a region share its host, so only Sesame can tell which one the token is for.
  check: { request: "info", company: "data.company.id" },
  requests: {
    info: { path: "/core/v3/info", records: "$" },
    // Both lists by their names: what comes without the filter is not documented.
    active: { ...request("/core/v3/employees"), query: { status: "active" } },
    inactive: { ...request("/core/v3/employees"), query: { status: "inactive" } },
    offices: request("/core/v3/employee-office-assignations"),
    departments: request("/core/v3/employee-department-assignations"),
  },
  assemble: {
    root: "active",
    union: ["inactive"],
    join: [
      { from: "offices", as: "place", left: "id", right: "employee.id", absent: "none", onError: "skip" },
      { from: "departments", as: "part", left: "id", right: "employee.id", absent: "none", onError: "skip" },
    ],
  },
  completeness: "full",
  employee: {
    id: "id",
    workEmail: "email",
    firstName: "firstName",
    lastName: "lastName",
    workLocation: "place.office.name",
    department: "part.department.name",
    jobTitle: "jobChargeName",
    legalEntity: "company.name",
  },
  status: { from: "status", map: { active: "active", inactive: "inactive" }, unknown: "skip" },
  notVerified: [
    "That inactive means gone: there is no last day beside it, and no first day for those who have not started.",
    "That the two lists are everybody. Were the filter not known any more, people would come twice, and the read would count as incomplete.",
    "That a page may have 100 entries; where fewer come, as many more pages are read.",
    "That email is the address at work; personalMail is never used.",
    "Somebody with several offices or departments has none that can be told.",
    "The second last name of Spanish names is not read.",
    "That the job charge of somebody comes with the list; it is in newer documents only.",
    "Account numbers are not documented to be IBANs, so they are not read.",
    "Managers are kept for each kind of request and in an order, and no one of them is who somebody reports to: they are not read.",
    "Contracts, which have days, take a call for each person, and are not read.",
    "The names of all regions, and the words of refusals.",
  ],
});
