import { defineConnector } from "../define.js";

const CONNECTION = "the connection of your HR tool in Apideck Vault";
const field = (name: string) => ({ permission: `${name}, as far as ${CONNECTION} may read it` });

/** Only these come: the unified employee has much that is nobody's business here. */
const FIELDS = [
  ...["id", "first_name", "last_name", "display_name", "title", "division", "department_name", "department"],
  ...["team", "company_name", "employment_start_date", "employment_end_date", "employment_status"],
  ...[
    "employment_role.type",
    "manager.id",
    "emails.email",
    "emails.type",
    "jobs.is_primary",
    "jobs.location",
  ],
  ...["bank_accounts.iban", "bank_accounts.bic"],
].join(",");

/** Apideck, which reads many HR tools and answers alike for all of them (docs/vendors/apideck.md). */
export const apideck = defineConnector({
  manifest: 1,
  id: "apideck",
  title: "Apideck",
  guide: {
    steps: [
      "Sign in to Apideck and open the API keys of your Unify application; copy the API key and the application id.",
      "Connect your HR tool in Apideck Vault, as a consumer; copy the consumer id.",
      "Note the service id of the HR tool, such as sage-hr or hibob.",
      "Read Apideck's notes on that HR tool: some list active people only, and some give bank details for one person at a time, which is not asked for.",
    ],
    link: "https://developers.apideck.com/apis/hris/reference",
    permission: `as far as ${CONNECTION} may read it`,
    permissions: {
      workEmail: field("emails of the type work"),
      firstName: field("first_name"),
      lastName: field("last_name"),
      displayName: field("display_name"),
      status: field("employment_status"),
      startDate: field("employment_start_date"),
      terminationDate: field("employment_end_date"),
      workLocation: { label: "Location of the primary job", ...field("jobs") },
      country: { label: "Country of the primary job", ...field("jobs") },
      department: field("department_name"),
      team: field("team"),
      jobTitle: field("title"),
      legalEntity: { label: "Company name", ...field("company_name") },
      employmentType: field("employment_role"),
      manager: field("manager"),
      "bank.iban": field("bank_accounts"),
      "bank.bic": field("bank_accounts"),
    },
  },
  credentials: {
    apiKey: { label: "API key", help: "From the API keys of the Unify application." },
    appId: { label: "Application id", secret: false, help: "From the same page." },
    consumerId: {
      label: "Consumer id",
      secret: false,
      help: "The consumer of Apideck Vault who connected the HR tool.",
    },
    serviceId: { label: "Service id", secret: false, help: "The HR tool as Apideck names it: hibob." },
  },
  baseUrl: "https://unify.apideck.com/hris",
  allowedHosts: ["unify.apideck.com"],
  account: "${credentials.appId}:${credentials.consumerId}:${credentials.serviceId}",
  auth: [
    { kind: "bearer", token: "${credentials.apiKey}" },
    { kind: "header", name: "x-apideck-app-id", value: "${credentials.appId}" },
    { kind: "header", name: "x-apideck-consumer-id", value: "${credentials.consumerId}" },
    { kind: "header", name: "x-apideck-service-id", value: "${credentials.serviceId}" },
  ],
  requests: {
    people: {
      path: "/employees",
      query: { fields: FIELDS },
      pagination: {
        kind: "cursor",
        param: "cursor",
        sizeParam: "limit",
        size: 200,
        next: "meta.cursors.next",
      },
      records: "data",
    },
  },
  assemble: { root: "people" },
  // Some HR tools behind it list everybody, others do not; nothing in the answers tells which.
  completeness: "activeOnly",
  employee: {
    id: "id",
    workEmail: "emails[type=work].email",
    firstName: "first_name",
    lastName: "last_name",
    displayName: "display_name",
    startDate: "employment_start_date",
    terminationDate: "employment_end_date",
    workLocation: ["jobs[is_primary=true].location.name", "jobs[is_primary=true].location.city"],
    department: ["department_name", "department"],
    team: "team.name",
    jobTitle: "title",
    legalEntity: "company_name",
    country: "jobs[is_primary=true].location.country",
    employmentType: "employment_role.type",
    manager: { id: "manager.id" },
    custom: { division: "division" },
  },
  dates: { formats: ["iso-date", "iso-datetime"] },
  status: {
    from: "employment_status",
    map: { active: "active", terminated: "inactive" },
    rules: [
      // For some HR tools an end that is only announced makes the word.
      {
        when: [
          { field: "employment_status", is: "terminated" },
          { date: "terminationDate", is: "future" },
        ],
        is: "active",
      },
      {
        when: [
          { field: "employment_status", in: ["active", "inactive", "other"] },
          { date: "startDate", is: "future" },
        ],
        is: "pending",
      },
      {
        when: [
          { field: "employment_status", is: "inactive" },
          { date: "terminationDate", is: "past" },
        ],
        is: "inactive",
      },
    ],
    unknown: "skip",
  },
  bank: { accounts: "bank_accounts", iban: "iban", bic: "bic" },
  notVerified: [
    "What Apideck leaves out for one HR tool or another, and whether it lists those who left: nobody is archived for being absent.",
    "What inactive means without an end that has passed, and what other means: nothing is done for such people.",
    "That somebody who is terminated with an end ahead still works here.",
    "What it means that a record is marked as deleted: the mark is not read.",
    "Which address is at work where the HR tool names no type: only one of the type work is used.",
    "That the id of a manager is the id of an employee.",
    "Which of several bank accounts is the one for expenses: then none is used.",
    "That parts of lists may be named in the parameter fields for every HR tool.",
    "An answer that does not say where the next page is counts as incomplete.",
    "That 200 people at once are not too many: for Workday, Apideck advises 20.",
    "The words of refusals, and limits of calls.",
  ],
});
