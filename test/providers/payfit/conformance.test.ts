import { payfit } from "../../../src/providers/payfit/index.js";
import type { EmployeeField } from "../../../src/providers/provider.js";
import { startSandbox } from "../../../src/sandbox/sandbox.js";
import type { FakeVendor, ServeOptions } from "../../conformance/harness.js";
import type { SuitePerson } from "../../conformance/people.js";
import { describeProvider } from "../../conformance/provider.suite.js";

const PAGE = 50;
const LIST = "GET /payfit/companies/{companyId}/collaborators";
const FAULT_OF = { limit: "429", server_error: "500", truncated: "truncate" };

const CONTRACTS = ["collaborators:contracts:read", "terminationDate"];
const MANAGEMENT = ["collaborators:management:read"];
const BANK = ["collaborators:bank-info:read"];
const JOBS = ["contracts:read"];

/** The scopes of what carries a field, or its key where no scope of its own does. */
const HIDING: Partial<Record<EmployeeField, readonly string[]>> = {
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
};

describeProvider("payfit", {
  provider: payfit,
  settings: { contracts: "global", companyDetails: true },
  pageSize: PAGE,
  tellsTotal: true,
  // Key, company, collaborators and as many contracts.
  requests: (employees) => 2 + 2 * Math.max(1, Math.ceil(employees / PAGE)),
  hiddenTogether: [
    ["status", "startDate", "terminationDate"],
    ["manager", "team"],
    ["jobTitle", "employmentType"],
    ["bank.iban", "bank.bic"],
  ],
  lacks: ["leave", "workLocation", "department"],
  serve: (people, options) => serve(people, options),
});

describeProvider("payfit without company and contracts", {
  provider: { ...payfit, dataRead: payfit.dataRead.filter(({ purpose }) => !purpose.includes("settings")) },
  settings: {},
  pageSize: PAGE,
  tellsTotal: true,
  hiddenTogether: [
    ["status", "startDate", "terminationDate"],
    ["manager", "team"],
    ["bank.iban", "bank.bic"],
  ],
  lacks: ["leave", "workLocation", "department"],
  serve: (people, options) => serve(people, options),
});

/** The sandbox's PayFit with these people. */
async function serve(people: readonly SuitePerson[], options: ServeOptions = {}): Promise<FakeVendor> {
  const hiddenAttributes = (options.hidden ?? []).flatMap((field) => HIDING[field] ?? []);
  const sandbox = await startSandbox({
    employees: 0,
    faults: faults(options),
    vendors: { payfit: { hiddenAttributes } },
  });
  for (const { status, terminationDate, workLocation, ...same } of people) {
    sandbox.control.upsertEmployee({
      ...same,
      status: status === "pending" ? "onboarding" : status,
      endDate: terminationDate,
      office: workLocation,
    });
  }
  return {
    url: sandbox.providerUrl("payfit"),
    credentials: options.refuseCredentials ? { apiKey: "a-wrong-key" } : { ...sandbox.credentials.payfit },
    requests: () => sandbox.stats().total,
    close: () => sandbox.close(),
  };
}

function faults({ failures, totalOff, repeatSomebody }: ServeOptions): string[] {
  return [
    ...(failures ? [`${FAULT_OF[failures.kind]}:x${failures.times}@${LIST}`] : []),
    ...(totalOff === undefined ? [] : [`wrong-total=${totalOff}@${LIST}`]),
    ...(repeatSomebody ? [`duplicate-id:x1@${LIST}`] : []),
  ];
}
