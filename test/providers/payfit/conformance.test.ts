import { payfit } from "../../../src/providers/payfit/index.js";
import { describeHabits } from "../../conformance/habits.suite.js";
import { onSandbox } from "../../conformance/on-sandbox.js";
import { describeProvider } from "../../conformance/provider.suite.js";

const PAGE = 50;

const CONTRACTS = ["collaborators:contracts:read", "terminationDate"];
const MANAGEMENT = ["collaborators:management:read"];
const BANK = ["collaborators:bank-info:read"];
const JOBS = ["contracts:read"];

const SANDBOX = onSandbox({
  id: "payfit",
  list: "GET /payfit/companies/{companyId}/collaborators",
  secret: "apiKey",
  // PayFit's scopes, or the key where no scope of its own hides it.
  names: {
    workEmail: ["collaborators:personal:read"],
    firstName: ["firstName"],
    lastName: ["lastName"],
    status: CONTRACTS,
    startDate: CONTRACTS,
    terminationDate: CONTRACTS,
    manager: MANAGEMENT,
    team: MANAGEMENT,
    jobTitle: JOBS,
    employmentType: JOBS,
    legalEntity: ["name"],
    country: ["country"],
    "bank.iban": BANK,
    "bank.bic": BANK,
  },
});

describeProvider("payfit", {
  provider: payfit,
  settings: { contracts: "global", companyDetails: true },
  pageSize: PAGE,
  tellsTotal: true,
  // Key, company, collaborators and as many contracts.
  requests: (employees) => 2 + 2 * Math.max(1, Math.ceil(employees / PAGE)),
  lacks: ["leave", "workLocation", "department"],
  ...SANDBOX,
});

describeProvider("payfit without company and contracts", {
  provider: { ...payfit, dataRead: payfit.dataRead.filter(({ purpose }) => !purpose.includes("settings")) },
  settings: {},
  pageSize: PAGE,
  tellsTotal: true,
  lacks: ["leave", "workLocation", "department"],
  ...SANDBOX,
});

describeHabits("payfit", {
  provider: payfit,
  id: "payfit",
  secret: "apiKey",
  habits: ["silent-lists", "contradictions", "private-emails", "missing-ids"],
  needsNextPage: true,
});
