import { lucca } from "../../../src/providers/lucca/index.js";
import { providerWith } from "../../../src/providers/variants.js";
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
  lacks: ["leave"],
  ...LEGACY,
});

const LUCCA_API_SETTINGS = { apiGeneration: "lucca-api" };

describeProvider("lucca Lucca API", {
  provider: providerWith(lucca, LUCCA_API_SETTINGS),
  settings: LUCCA_API_SETTINGS,
  pageSize: 100,
  tellsTotal: true,
  lacks: ["leave"],
  ...LUCCA_API,
});
