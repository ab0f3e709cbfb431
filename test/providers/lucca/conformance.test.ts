import { lucca } from "../../../src/providers/lucca/index.js";
import { providerWith } from "../../../src/providers/provider.js";
import { describeHabits } from "../../conformance/habits.suite.js";
import { onSandbox } from "../../conformance/on-sandbox.js";
import { describeProvider } from "../../conformance/provider.suite.js";

/** What everybody has in both generations of the API. */
const FACTS = { legalEntity: "Acme UK Ltd", country: "GB" };

const CONTRACT = ["dtContractStart", "dtContractEnd"];

const LEGACY = onSandbox({
  id: "lucca",
  list: "GET /lucca/api/v3/users",
  secret: "apiKey",
  names: {
    workEmail: ["mail"],
    firstName: ["firstName"],
    lastName: ["lastName"],
    status: CONTRACT,
    startDate: CONTRACT,
    terminationDate: CONTRACT,
    manager: ["manager"],
    workLocation: ["legalEntity"],
    legalEntity: ["legalEntity"],
    department: ["department"],
    jobTitle: ["jobTitle"],
    "bank.iban": ["e_iban"],
    "bank.bic": ["e_bic"],
  },
  facts: FACTS,
});

const LUCCA_API = onSandbox({
  id: "lucca",
  list: "GET /lucca/lucca-api/employees",
  secret: "clientSecret",
  names: {
    workEmail: ["employee.email"],
    firstName: ["employee.givenName"],
    lastName: ["employee.familyName"],
    status: ["employee.status"],
    startDate: ["employment.start"],
    terminationDate: ["employment.end"],
    manager: ["job-position.manager"],
    workLocation: ["business-establishment.name"],
    department: ["department.name"],
    team: ["department.name"],
    jobTitle: ["job-position.jobTitle"],
    legalEntity: ["legal-entity.legalName"],
    country: ["legal-entity.countryCode"],
    "bank.iban": ["employee-personal-record.bankAccount"],
    "bank.bic": ["employee-personal-record.bankAccount"],
  },
  facts: FACTS,
});

describeProvider("lucca legacy", {
  provider: lucca,
  settings: { ibanField: "e_iban", bicField: "e_bic" },
  pageSize: 1000,
  tellsTotal: true,
  // The list field of the imitation costs a call once somebody has a value in it.
  requests: (employees) => lucca.requests.count(employees) + (employees > 0 ? 1 : 0),
  lacks: ["leave"],
  ...LEGACY,
});

const LUCCA_API_SETTINGS = { apiGeneration: "lucca-api" };
const luccaApi = providerWith(lucca, LUCCA_API_SETTINGS);

describeProvider("lucca Lucca API", {
  provider: {
    ...luccaApi,
    dataRead: luccaApi.dataRead.filter(({ permission }) => !permission.includes("personal-records")),
  },
  settings: LUCCA_API_SETTINGS,
  pageSize: 100,
  tellsTotal: true,
  lacks: ["leave", "bank"],
  ...LUCCA_API,
});

describeProvider("lucca Lucca API with bank details", {
  provider: luccaApi,
  settings: { ...LUCCA_API_SETTINGS, bankDetails: "yes" },
  pageSize: 100,
  tellsTotal: true,
  requests: (employees) => 4 + 2 * Math.max(1, Math.ceil(employees / 100)),
  // There is no BIC for an IBAN.
  lacks: ["leave", "bank"],
  ...LUCCA_API,
});

describeHabits("lucca legacy", {
  provider: lucca,
  id: "lucca",
  secret: "apiKey",
  habits: ["silent-lists", "small-pages", "refused-page-size", "fewer-parameters", "missing-ids"],
});

describeHabits("lucca Lucca API", {
  provider: luccaApi,
  id: "lucca",
  settings: LUCCA_API_SETTINGS,
  secret: "clientSecret",
  habits: ["silent-lists", "small-pages", "refused-page-size", "contradictions", "missing-ids"],
  needsNextPage: true,
});
