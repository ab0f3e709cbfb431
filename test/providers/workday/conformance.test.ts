import { workday } from "../../../src/providers/workday/index.js";
import { onSandbox } from "../../conformance/on-sandbox.js";
import { describeProvider } from "../../conformance/provider.suite.js";

const NAMES = ["Person Data: Name"];
const STAFFING = ["Worker Data: Current Staffing Information"];
const POSITIONS = ["Worker Data: All Positions"];
const ORGANIZATIONS = ["Worker Data: Organization Information"];
const ELECTIONS = ["Worker Data: Payroll (Payment Elections)"];

const SANDBOX = onSandbox({
  id: "workday",
  list: "POST /workday/ccx/service/{tenant}/Human_Resources/{version}",
  secret: "password",
  // Workday's domains.
  names: {
    workEmail: ["Person Data: Work Contact Information"],
    firstName: NAMES,
    lastName: NAMES,
    displayName: NAMES,
    status: STAFFING,
    startDate: STAFFING,
    terminationDate: STAFFING,
    workLocation: POSITIONS,
    jobTitle: POSITIONS,
    country: POSITIONS,
    employmentType: POSITIONS,
    manager: ORGANIZATIONS,
    department: ORGANIZATIONS,
    team: ORGANIZATIONS,
    legalEntity: ORGANIZATIONS,
    costCenter: ORGANIZATIONS,
    "bank.iban": ELECTIONS,
    "bank.bic": ELECTIONS,
  },
  // Workday leaves out what is empty, so everybody has what the suite's people lack.
  facts: {
    country: "GB",
    jobTitle: "Designer",
    team: "Brand",
    legalEntity: "Acme UK Ltd",
    costCenter: "CC-110",
  },
});

const SAME = {
  provider: workday,
  pageSize: 500,
  tellsTotal: true,
  endsByFlags: true,
  employeeId: (personId: string) => `0f1e2d3c4b5a6978${personId.padStart(16, "0")}`,
  ...SANDBOX,
};

describeProvider("workday with payment elections", {
  ...SAME,
  settings: { bankDetails: "payment-elections", teamOrganization: "TEAM" },
  // Workers, then payment elections.
  requests: (employees) => 2 * workday.requests.count(employees),
});

describeProvider("workday with a custom report", {
  ...SAME,
  settings: {
    bankDetails: "report",
    teamOrganization: "TEAM",
    reportUrl:
      "https://sandbox-of-nobody.workday.com/ccx/service/customreport2/acme_sandbox/hr.reports/Spendesk_People?format=json",
  },
  // Workers, then the report.
  requests: (employees) => workday.requests.count(employees) + 1,
});
