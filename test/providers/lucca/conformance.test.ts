import { lucca } from "../../../src/providers/lucca/index.js";
import type { EmployeeField } from "../../../src/providers/provider.js";
import { startSandbox } from "../../../src/sandbox/sandbox.js";
import type { FakeVendor, ServeOptions } from "../../conformance/harness.js";
import type { SuitePerson } from "../../conformance/people.js";
import { describeProvider } from "../../conformance/provider.suite.js";

const ROUTE = "GET /lucca/api/v3/users";
const FAULT_OF = { limit: "429", server_error: "500", truncated: "truncate" };

const CONTRACT = ["dtContractStart", "dtContractEnd"];

/** Lucca's names of what carries a field. */
const NAMES_OF: Partial<Record<EmployeeField, readonly string[]>> = {
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
  "bank.holder": ["e_accountHolder"],
};

describeProvider("lucca", {
  provider: lucca,
  settings: { ibanField: "e_iban", bicField: "e_bic", holderField: "e_accountHolder" },
  pageSize: 1000,
  tellsTotal: true,
  hiddenTogether: [
    ["status", "startDate", "terminationDate"],
    ["workLocation", "legalEntity"],
  ],
  lacks: ["leave"],
  serve,
});

/** The sandbox's Lucca with these people. */
async function serve(people: readonly SuitePerson[], options: ServeOptions = {}): Promise<FakeVendor> {
  const hiddenAttributes = (options.hidden ?? []).flatMap((field) => NAMES_OF[field] ?? []);
  const sandbox = await startSandbox({
    employees: 0,
    faults: faults(options),
    vendors: { lucca: { hiddenAttributes } },
  });
  for (const { status, terminationDate, workLocation, ...same } of people) {
    sandbox.control.upsertEmployee({
      ...same,
      status: status === "pending" ? "onboarding" : status,
      endDate: terminationDate,
      office: workLocation,
    });
  }
  const { lucca: right } = sandbox.credentials;
  return {
    url: sandbox.providerUrl("lucca"),
    credentials: options.refuseCredentials ? { ...right, apiKey: "a-wrong-key" } : { ...right },
    requests: () => sandbox.stats().total,
    close: () => sandbox.close(),
  };
}

function faults({ failures, totalOff, repeatSomebody }: ServeOptions): string[] {
  return [
    ...(failures ? [`${FAULT_OF[failures.kind]}:x${failures.times}@${ROUTE}`] : []),
    ...(totalOff === undefined ? [] : [`wrong-total=${totalOff}@${ROUTE}`]),
    ...(repeatSomebody ? [`duplicate-id:x1@${ROUTE}`] : []),
  ];
}
