import type { EmployeeField } from "../../src/providers/provider.js";
import { startSandbox } from "../../src/sandbox/sandbox.js";
import type { VendorId } from "../../src/sandbox/vendors/ids.js";
import type { PersonPatch } from "../../src/sandbox/world/world.js";
import type { ProviderHarness, ServeOptions } from "./harness.js";
import type { SuitePerson } from "./people.js";

/** A vendor as the sandbox imitates it. */
interface SandboxVendor {
  readonly id: VendorId;
  /** Route that lists employees: `GET /personio/v1/company/employees`. */
  readonly list: string;
  /** Calls to that route before the first page of people. */
  readonly callsBefore?: number;
  /** Key of the credential that can be wrong. */
  readonly secret: string;
  /** A wrong one, where it must have a form: made of the right one. */
  wrongSecret?(right: string): string;
  /** The vendor's names (attributes, scopes, domains) of what carries a field; fields that share one are hidden together. */
  readonly names: { readonly [Field in EmployeeField]?: readonly string[] };
  /** Names that are hidden always. */
  readonly alwaysHidden?: readonly string[];
  /** What everybody has besides, for vendors that leave out what is empty. */
  readonly facts?: PersonPatch;
}

const FAULT_OF = { limit: "429", server_error: "500", truncated: "truncate" };

/** The part of a harness that serves a vendor from the sandbox. */
export function onSandbox(vendor: SandboxVendor): Pick<ProviderHarness, "serve" | "hiddenTogether"> {
  const { id, secret, names, alwaysHidden = [], facts = {} } = vendor;
  return {
    hiddenTogether: fieldsByName(names),
    async serve(people, options = {}) {
      const hidden = (options.hidden ?? []).flatMap((field) => names[field] ?? []);
      const sandbox = await startSandbox({
        employees: 0,
        faults: faults(vendor, options),
        vendors: { [id]: { hiddenAttributes: [...hidden, ...alwaysHidden] } },
      });
      for (const person of people) sandbox.control.upsertEmployee({ ...inTheWorld(person), ...facts });
      const right = sandbox.credentials[id][secret] ?? "";
      const wrong = options.refuseCredentials
        ? { [secret]: vendor.wrongSecret?.(right) ?? "a-wrong-secret" }
        : {};
      return {
        url: sandbox.providerUrl(id),
        credentials: { ...sandbox.credentials[id], ...wrong },
        requests: () => sandbox.stats().total,
        close: () => sandbox.close(),
      };
    },
  };
}

function fieldsByName(names: SandboxVendor["names"]): readonly (readonly EmployeeField[])[] {
  const groups = new Map<string, EmployeeField[]>();
  for (const field of Object.keys(names) as EmployeeField[]) {
    for (const name of names[field] ?? []) groups.set(name, [...(groups.get(name) ?? []), field]);
  }
  return [...groups.values()].filter((fields) => fields.length > 1);
}

function inTheWorld({ status, terminationDate, workLocation, ...same }: SuitePerson): PersonPatch {
  return {
    ...same,
    status: status === "pending" ? "onboarding" : status,
    endDate: terminationDate,
    office: workLocation,
  };
}

function faults(
  { list, callsBefore = 0 }: SandboxVendor,
  { failures, totalOff, repeatSomebody }: ServeOptions,
): string[] {
  return [
    ...(failures ? [`${FAULT_OF[failures.kind]}:x${failures.times}@${list}`] : []),
    ...(totalOff === undefined ? [] : [`wrong-total=${totalOff}@${list}`]),
    ...(repeatSomebody ? [`duplicate-id:x${callsBefore + 1}@${list}`] : []),
  ];
}
