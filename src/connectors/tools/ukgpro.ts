import { defineConnector } from "../define.js";

const SCREEN = "System Configuration > Security > Service Account Administration";
const role = (service: string) => ({
  permission: `the role View of the web service ${service} for the service account`,
});
const PERSON = role("Employee Person Details");
const EMPLOYMENT = role("Personnel Integration");
const CONFIGURATION = role("Company Configuration Integration");

/** The lists are bare, and an empty page is the last one. */
const pagination = { kind: "page", param: "page", sizeParam: "per_Page", size: 100 } as const;

/** An end before the latest hire is that of the time before. */
const END =
  "employment.(lastHireDate and dateOfTermination and lastHireDate > dateOfTermination ? null : dateOfTermination)";

/** UKG Pro (docs/vendors/ukgpro.md). */
export const ukgpro = defineConnector({
  manifest: 1,
  id: "ukgpro",
  title: "UKG Pro",
  guide: {
    steps: [
      `Sign in to UKG Pro as an administrator and open ${SCREEN}.`,
      "Add a service account, and give it the role View, and no other, of the web services Employee Person Details, Personnel Integration and Company Configuration Integration.",
      "Note its user name and password. The customer API key is under System Configuration > Security > Web Services.",
      "The host is the first part of the address of these services, such as service4.ultipro.com.",
    ],
    link: "https://developer.ukg.com/hcm",
    ...EMPLOYMENT,
    permissions: {
      workEmail: { label: "Primary e-mail address", ...PERSON },
      firstName: PERSON,
      lastName: PERSON,
      workLocation: { label: "Primary work location", ...CONFIGURATION },
      country: { label: "Country of the work location", ...CONFIGURATION },
      manager: { label: "Supervisor", ...EMPLOYMENT },
    },
  },
  credentials: {
    host: {
      label: "Host",
      secret: false,
      form: "host",
      help: "Of the web services, such as service4.ultipro.com.",
    },
    username: { label: "User name", secret: false, help: "Of the service account." },
    password: { label: "Password", form: "text", help: "Of the service account." },
    customerApiKey: {
      label: "Customer API key",
      help: "From System Configuration > Security > Web Services; it is the same for the whole company.",
    },
  },
  baseUrl: "https://${credentials.host}",
  allowedHosts: ["*.ultipro.com", "*.ultipro.ca"],
  // Many companies share a host, and nothing but the key, which is secret, tells them apart.
  account: "${credentials.username}",
  auth: [
    { kind: "basic", username: "${credentials.username}", password: "${credentials.password}" },
    { kind: "header", name: "US-Customer-Api-Key", value: "${credentials.customerApiKey}" },
  ],
  requests: {
    people: { path: "/personnel/v1/person-details", pagination, records: "$" },
    employments: { path: "/personnel/v1/employment-details", pagination, records: "$" },
    locations: { path: "/configuration/v1/locations", records: "$" },
  },
  assemble: {
    root: "people",
    join: [
      { from: "employments", as: "employment", left: "employeeId", right: "employeeID" },
      {
        from: "locations",
        as: "location",
        left: "employment.primaryWorkLocationCode",
        right: "locationCode",
        onError: "skip",
      },
    ],
  },
  completeness: "full",
  employee: {
    id: "employeeId",
    workEmail: "emailAddress",
    firstName: "firstName",
    lastName: "lastName",
    startDate: ["employment.lastHireDate", "employment.originalHireDate"],
    terminationDate: { expr: END },
    workLocation: ["location.description", "location.name"],
    country: "location.countryCode",
    jobTitle: ["employment.jobTitle", "employment.jobDescription"],
    legalEntity: "employment.companyName",
    employmentType: "employment.employeeTypeCode",
    manager: { id: "employment.supervisorID" },
    custom: {
      orgLevel1: "employment.orgLevel1Code",
      orgLevel2: "employment.orgLevel2Code",
      orgLevel3: "employment.orgLevel3Code",
      orgLevel4: "employment.orgLevel4Code",
    },
  },
  dates: { formats: ["iso-datetime"] },
  status: {
    from: "employment.employeeStatusCode",
    rules: [
      {
        when: [
          { field: "employment.employeeStatusCode", is: "A" },
          { date: "startDate", is: "future" },
        ],
        is: "pending",
      },
      {
        when: [
          { field: "employment.employeeStatusCode", is: "T" },
          { date: "terminationDate", is: "future" },
        ],
        is: "active",
      },
      // Whatever another code means: a last day that has passed says that somebody is gone.
      {
        when: [
          { field: "employment.employeeStatusCode", filled: true },
          { date: "terminationDate", is: "past" },
        ],
        is: "inactive",
      },
    ],
    map: { A: "active", L: "leave", T: "inactive" },
    unknown: "skip",
  },
  notVerified: [
    "What the status codes mean: A for active, L for a leave and T for terminated are usual; nothing is done for people with other codes, unless their last day has passed.",
    "That everybody is listed, former employees included.",
    "That a page after the last one is empty; where it is refused, nothing is planned.",
    "Somebody with employments in several companies has none that can be told, so nothing is done for them.",
    "That emailAddress is the address at work; emailAddressAlternate is never used.",
    "That days mean the day they are written with, whatever their time zone, and that dateOfTermination is the last one.",
    "That an end before lastHireDate is that of an earlier employment.",
    "That supervisorID is the employeeId of the supervisor.",
    "The path of locations and their fields, which the vendor's document has under another address.",
    "Which organizational level is the department is the company's choice: their codes can be filtered by as custom.orgLevel1 to custom.orgLevel4.",
    "Companies that share a host are told apart by the name of the service account alone.",
    "The names of screens and of all hosts. Bank details, which another service has, are not read.",
    "Limits of calls, and the words of refusals.",
  ],
});
