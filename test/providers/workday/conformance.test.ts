import type { EmployeeField } from "../../../src/providers/provider.js";
import { workday } from "../../../src/providers/workday/index.js";
import { startSandbox } from "../../../src/sandbox/sandbox.js";
import type { FakeVendor, ServeOptions } from "../../conformance/harness.js";
import type { SuitePerson } from "../../conformance/people.js";
import { describeProvider } from "../../conformance/provider.suite.js";

const LIST = "POST /workday/ccx/service/{tenant}/Human_Resources/{version}";

const FAULT_OF = { limit: "429", server_error: "500", truncated: "truncate" };

const NAMES = ["firstName", "lastName", "displayName"] as const;
const STAFFING = ["status", "startDate", "terminationDate"] as const;
const POSITIONS = ["workLocation", "jobTitle", "country", "employmentType"] as const;
const ORGANIZATIONS = ["manager", "department", "team", "legalEntity", "costCenter"] as const;
const ELECTIONS = ["bank.iban", "bank.bic", "bank.holder"] as const;

const DOMAINS: readonly (readonly [domain: string, fields: readonly EmployeeField[]])[] = [
  ["Person Data: Work Contact Information", ["workEmail"]],
  ["Person Data: Name", NAMES],
  ["Worker Data: Current Staffing Information", STAFFING],
  ["Worker Data: All Positions", POSITIONS],
  ["Worker Data: Organization Information", ORGANIZATIONS],
  ["Worker Data: Payroll (Payment Elections)", ELECTIONS],
];

describeProvider("workday", {
  provider: workday,
  settings: { bankDetails: "payment-elections", teamOrganization: "TEAM" },
  pageSize: 500,
  tellsTotal: true,
  // Workers, then payment elections.
  requests: (employees) => 2 * workday.requests.count(employees),
  employeeId: (personId) => `0f1e2d3c4b5a6978${personId.padStart(16, "0")}`,
  hiddenTogether: DOMAINS.map(([, fields]) => fields),
  serve,
});

/** The sandbox's Workday with these people. */
async function serve(people: readonly SuitePerson[], options: ServeOptions = {}): Promise<FakeVendor> {
  const hidden = options.hidden ?? [];
  const sandbox = await startSandbox({
    employees: 0,
    faults: faults(options),
    vendors: {
      workday: {
        hiddenAttributes: DOMAINS.filter(([, fields]) => fields.some((field) => hidden.includes(field))).map(
          ([domain]) => domain,
        ),
      },
    },
  });
  for (const person of people) addPerson(person);
  const right = sandbox.credentials.workday;
  return {
    url: sandbox.providerUrl("workday"),
    credentials: options.refuseCredentials ? { ...right, password: "a-wrong-password" } : right,
    requests: () => sandbox.stats().total,
    close: () => sandbox.close(),
  };

  /** Workday leaves out what is empty, so everybody has what the suite's people lack. */
  function addPerson({ status, terminationDate, workLocation, ...same }: SuitePerson): void {
    sandbox.control.upsertEmployee({
      ...same,
      status: status === "pending" ? "onboarding" : status,
      endDate: terminationDate,
      office: workLocation,
      country: "GB",
      jobTitle: "Designer",
      team: "Brand",
      legalEntity: "Acme UK Ltd",
      costCenter: "CC-110",
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
