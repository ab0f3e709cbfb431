import { personio } from "../../../src/providers/personio/index.js";
import type { EmployeeField } from "../../../src/providers/provider.js";
import { startSandbox } from "../../../src/sandbox/sandbox.js";
import type { FakeVendor, ServeOptions } from "../../conformance/harness.js";
import type { SuitePerson } from "../../conformance/people.js";
import { describeProvider } from "../../conformance/provider.suite.js";

describeProvider("personio", {
  provider: personio,
  settings: {},
  pageSize: 100,
  tellsTotal: true,
  serve,
});

const LIST = "GET /personio/v1/company/employees";

const FAULT_OF = { limit: "429", server_error: "500", truncated: "truncate" };

/** Personio's key or label of what carries a field; custom attributes only have a label. */
const ATTRIBUTE_OF: Readonly<Record<EmployeeField, string>> = {
  workEmail: "email",
  firstName: "first_name",
  lastName: "last_name",
  displayName: "preferred_name",
  status: "status",
  startDate: "hire_date",
  terminationDate: "termination_date",
  manager: "supervisor",
  workLocation: "office",
  department: "department",
  team: "team",
  jobTitle: "position",
  legalEntity: "subcompany",
  country: "holiday_calendar",
  employmentType: "employment_type",
  costCenter: "cost_centers",
  personalEmail: "Personal email",
  "bank.iban": "IBAN",
  "bank.bic": "BIC",
  "bank.holder": "Holder of bank account",
};

/** The sandbox's Personio with these people. */
async function serve(people: readonly SuitePerson[], options: ServeOptions = {}): Promise<FakeVendor> {
  const hiddenAttributes = (options.hidden ?? []).map((field) => ATTRIBUTE_OF[field]);
  const sandbox = await startSandbox({
    employees: 0,
    faults: faults(options),
    vendors: { personio: { hiddenAttributes } },
  });
  for (const person of people) addPerson(person);
  const { personio: right } = sandbox.credentials;
  return {
    url: sandbox.providerUrl("personio"),
    credentials: options.refuseCredentials ? { ...right, clientSecret: "a-wrong-secret" } : { ...right },
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

function faults({ failures, totalOff, repeatSomebody }: ServeOptions): string[] {
  return [
    ...(failures ? [`${FAULT_OF[failures.kind]}:x${failures.times}@${LIST}`] : []),
    ...(totalOff === undefined ? [] : [`wrong-total=${totalOff}@${LIST}`]),
    ...(repeatSomebody ? [`duplicate-id:x1@${LIST}`] : []),
  ];
}
