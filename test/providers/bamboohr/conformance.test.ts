import { bamboohr } from "../../../src/providers/bamboohr/index.js";
import { onSandbox } from "../../conformance/on-sandbox.js";
import { describeProvider } from "../../conformance/provider.suite.js";

const DATASET_PAGE = 1000;

const SETTINGS = {
  ibanField: "customIBAN",
  bicField: "customBIC",
  legalEntityField: "customLegalEntity",
  costCenterField: "customCostCenter",
  leaveStatuses: "On Leave",
};

const SANDBOX = {
  id: "bamboohr",
  list: "POST /bamboohr/api/v1/reports/custom",
  secret: "apiKey",
  // BambooHR's aliases.
  names: {
    workEmail: ["workEmail"],
    firstName: ["firstName"],
    lastName: ["lastName"],
    displayName: ["displayName"],
    status: ["status"],
    startDate: ["hireDate"],
    terminationDate: ["terminationDate"],
    manager: ["supervisorEId", "supervisorEmail"],
    workLocation: ["location"],
    department: ["department"],
    team: ["division"],
    jobTitle: ["jobTitle"],
    legalEntity: ["customLegalEntity"],
    country: ["country"],
    employmentType: ["employmentHistoryStatus"],
    costCenter: ["customCostCenter"],
    "bank.iban": ["customIBAN"],
    "bank.bic": ["customBIC"],
  },
} as const;

describeProvider("bamboohr", {
  provider: bamboohr,
  settings: SETTINGS,
  // A report has no pages: any size will do.
  pageSize: 100,
  tellsTotal: false,
  ...onSandbox(SANDBOX),
});

describeProvider("bamboohr without its report", {
  provider: {
    ...bamboohr,
    requests: {
      formula: "2 + ⌈N/1000⌉",
      // The report that is gone, and the list of fields for the numbers of the company's own.
      count: (employees) => 2 + Math.max(1, Math.ceil(employees / DATASET_PAGE)),
    },
  },
  settings: SETTINGS,
  pageSize: DATASET_PAGE,
  tellsTotal: true,
  ...onSandbox({
    ...SANDBOX,
    list: "POST /bamboohr/api/v2/datasets/employee/data",
    alwaysHidden: ["reports/custom"],
  }),
});
