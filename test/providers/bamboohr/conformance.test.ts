import { bamboohr } from "../../../src/providers/bamboohr/index.js";
import type { EmployeeField } from "../../../src/providers/provider.js";
import { startSandbox } from "../../../src/sandbox/sandbox.js";
import type { FakeVendor, ServeOptions } from "../../conformance/harness.js";
import type { SuitePerson } from "../../conformance/people.js";
import { describeProvider } from "../../conformance/provider.suite.js";

const DATASET_PAGE = 1000;

const SETTINGS = {
  ibanField: "customIBAN",
  bicField: "customBIC",
  holderField: "customAccountHolder",
  legalEntityField: "customLegalEntity",
  costCenterField: "customCostCenter",
  leaveStatuses: "On Leave",
};

describeProvider("bamboohr", {
  provider: bamboohr,
  settings: SETTINGS,
  // A report has no pages: any size will do.
  pageSize: 100,
  tellsTotal: false,
  serve: (people, options) => serve(people, "POST /bamboohr/api/v1/reports/custom", [], options),
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
  serve: (people, options) =>
    serve(people, "POST /bamboohr/api/v2/datasets/employee/data", ["reports/custom"], options),
});

const FAULT_OF = { limit: "429", server_error: "500", truncated: "truncate" };

/** BambooHR's aliases of what carries a field. */
const ALIASES_OF: Readonly<Record<EmployeeField, readonly string[]>> = {
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
  personalEmail: ["homeEmail"],
  "bank.iban": ["customIBAN"],
  "bank.bic": ["customBIC"],
  "bank.holder": ["customAccountHolder"],
};

/** The sandbox's BambooHR with these people. */
async function serve(
  people: readonly SuitePerson[],
  route: string,
  gone: readonly string[],
  options: ServeOptions = {},
): Promise<FakeVendor> {
  const hidden = (options.hidden ?? []).flatMap((field) => ALIASES_OF[field]);
  const sandbox = await startSandbox({
    employees: 0,
    faults: faults(route, options),
    vendors: { bamboohr: { hiddenAttributes: [...hidden, ...gone] } },
  });
  for (const person of people) addPerson(person);
  const { bamboohr: right } = sandbox.credentials;
  return {
    url: sandbox.providerUrl("bamboohr"),
    credentials: options.refuseCredentials ? { ...right, apiKey: "a-wrong-key" } : { ...right },
    requests: () => sandbox.stats().total,
    close: () => sandbox.close(),
  };

  function addPerson({ status, terminationDate, workLocation, ...same }: SuitePerson): void {
    sandbox.control.upsertEmployee({
      ...same,
      status: status === "pending" ? "onboarding" : status,
      endDate: terminationDate,
      office: workLocation,
    });
  }
}

function faults(route: string, { failures, totalOff, repeatSomebody }: ServeOptions): string[] {
  return [
    ...(failures ? [`${FAULT_OF[failures.kind]}:x${failures.times}@${route}`] : []),
    ...(totalOff === undefined ? [] : [`wrong-total=${totalOff}@${route}`]),
    ...(repeatSomebody ? [`duplicate-id:x1@${route}`] : []),
  ];
}
