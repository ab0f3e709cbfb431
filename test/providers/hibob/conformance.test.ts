import { hibob } from "../../../src/providers/hibob/index.js";
import type { EmployeeField } from "../../../src/providers/provider.js";
import { startSandbox } from "../../../src/sandbox/sandbox.js";
import type { FakeVendor, ServeOptions } from "../../conformance/harness.js";
import type { SuitePerson } from "../../conformance/people.js";
import { describeProvider } from "../../conformance/provider.suite.js";

/** The sandbox's fields for what Bob has none of its own, with its first seed. */
const TEAM = "work.customColumns.column_1700000000001";
const LEGAL_ENTITY = "work.custom.field_1700000000002";
const COST_CENTER = "work.custom.field_1700000000003";

describeProvider("hibob", {
  provider: hibob,
  settings: { teamField: TEAM, legalEntityField: LEGAL_ENTITY, costCenterField: COST_CENTER },
  // Bob has no pages.
  pageSize: 100,
  tellsTotal: false,
  serve,
});

const SEARCH = "POST /hibob/v1/people/search";

const FAULT_OF = { limit: "429", server_error: "500", truncated: "truncate" };

/** The ids of the fields that carry a piece of data. */
const FIELDS_OF: Readonly<Record<EmployeeField, readonly string[]>> = {
  workEmail: ["root.email"],
  firstName: ["root.firstName"],
  lastName: ["root.surname"],
  displayName: ["root.displayName"],
  status: ["internal.lifecycleStatus", "internal.status"],
  startDate: ["work.startDate"],
  terminationDate: ["internal.terminationDate"],
  manager: ["work.reportsTo", "work.manager"],
  workLocation: ["work.site"],
  department: ["work.department"],
  team: [TEAM],
  jobTitle: ["work.title"],
  legalEntity: [LEGAL_ENTITY],
  country: ["address.siteCountry"],
  employmentType: ["payroll.employment.type"],
  costCenter: [COST_CENTER],
  personalEmail: ["home.privateEmail"],
  "bank.iban": ["financial.iban"],
  "bank.bic": ["financial.swift"],
  "bank.holder": ["financial.accountName"],
};

/** The sandbox's Bob with these people. */
async function serve(people: readonly SuitePerson[], options: ServeOptions = {}): Promise<FakeVendor> {
  const hiddenAttributes = (options.hidden ?? []).flatMap((field) => FIELDS_OF[field]);
  const sandbox = await startSandbox({
    employees: 0,
    faults: faults(options),
    vendors: { hibob: { hiddenAttributes } },
  });
  for (const { status, terminationDate, workLocation, ...same } of people) {
    sandbox.control.upsertEmployee({
      ...same,
      status: status === "pending" ? "onboarding" : status,
      endDate: terminationDate,
      office: workLocation,
    });
  }
  const { hibob: right } = sandbox.credentials;
  return {
    url: sandbox.providerUrl("hibob"),
    credentials: options.refuseCredentials ? { ...right, token: "a-wrong-token" } : right,
    requests: () => sandbox.stats().total,
    close: () => sandbox.close(),
  };
}

function faults({ failures, repeatSomebody }: ServeOptions): string[] {
  return [
    ...(failures ? [`${FAULT_OF[failures.kind]}:x${failures.times}@${SEARCH}`] : []),
    ...(repeatSomebody ? [`duplicate-id:x1@${SEARCH}`] : []),
  ];
}
