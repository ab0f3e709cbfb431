import { deel } from "../../../src/providers/deel/index.js";
import type { EmployeeField } from "../../../src/providers/provider.js";
import { startSandbox } from "../../../src/sandbox/sandbox.js";
import { deelId } from "../../../src/sandbox/vendors/deel/ids.js";
import type { FakeVendor, ServeOptions } from "../../conformance/harness.js";
import type { SuitePerson } from "../../conformance/people.js";
import { describeProvider } from "../../conformance/provider.suite.js";

describeProvider("deel", {
  provider: deel,
  settings: {},
  pageSize: 200,
  tellsTotal: true,
  employeeId: deelId,
  lacks: ["leave", "bank"],
  serve,
});

const LIST = "GET /deel/rest/v2/people";

const FAULT_OF = { limit: "429", server_error: "500", truncated: "truncate" };

/** Deel's keys of what carries a field. */
const KEYS_OF: { readonly [Field in EmployeeField]?: readonly string[] } = {
  workEmail: ["emails.work", "employments.work_email"],
  personalEmail: ["emails.personal"],
  firstName: ["first_name"],
  lastName: ["last_name"],
  displayName: ["full_name"],
  status: ["person_status", "hiring_status", "new_hiring_status"],
  startDate: ["start_date", "employments.start_date"],
  terminationDate: ["completion_date", "employments.completion_date", "employments.termination_last_day"],
  manager: ["direct_manager"],
  workLocation: ["work_location"],
  department: ["department"],
  team: ["employments.team"],
  jobTitle: ["job_title"],
  legalEntity: ["client_legal_entity"],
  country: ["country"],
  employmentType: ["hiring_type", "employments.hiring_type"],
};

/** The sandbox's Deel with these people. */
async function serve(people: readonly SuitePerson[], options: ServeOptions = {}): Promise<FakeVendor> {
  const hiddenAttributes = (options.hidden ?? []).flatMap((field) => KEYS_OF[field] ?? []);
  const sandbox = await startSandbox({
    employees: 0,
    faults: faults(options),
    vendors: { deel: { hiddenAttributes } },
  });
  for (const { status, terminationDate, workLocation, ...same } of people) {
    sandbox.control.upsertEmployee({
      ...same,
      status: status === "pending" ? "onboarding" : status,
      endDate: terminationDate,
      office: workLocation,
    });
  }
  const { deel: right } = sandbox.credentials;
  return {
    url: sandbox.providerUrl("deel"),
    credentials: options.refuseCredentials ? { apiToken: "a-wrong-token" } : right,
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
