import { createHttpClient } from "../../src/http/client.js";
import { boundedRead } from "../../src/providers/bounded-read.js";
import type {
  CredentialKeeper,
  EmployeeField,
  Provider,
  ProviderConnection,
} from "../../src/providers/provider.js";
import { dayInZone } from "../../src/sync/model/dates.js";
import type { Employee } from "../../src/sync/model/employee.js";
import type { ReadOutcome } from "../../src/sync/model/ports.js";
import type { SuitePerson } from "./people.js";

/** How a vendor's imitation misbehaves. */
export interface ServeOptions {
  /** What the credential may not read. */
  readonly hidden?: readonly EmployeeField[];
  /** Whether the credentials given out are wrong. */
  readonly refuseCredentials?: boolean;
  /** The first `times` answers to calls for employees. */
  readonly failures?: {
    readonly kind: "limit" | "server_error" | "truncated";
    readonly times: number;
  };
  /** How far the stated total is off. */
  readonly totalOff?: number;
  /** Whether somebody comes twice in a page, in somebody else's place. */
  readonly repeatSomebody?: boolean;
}

/** A vendor's imitation on loopback. */
export interface FakeVendor {
  readonly url: string;
  readonly credentials: Readonly<Record<string, string>>;
  /** Requests so far, for tokens and employees. */
  requests(): number;
  close(): Promise<void>;
}

/** What the suite needs to know of a provider. */
export interface ProviderHarness {
  readonly provider: Provider;
  /** As written in the configuration. */
  readonly settings: unknown;
  /** Most employees in one answer. */
  readonly pageSize: number;
  /** Whether the vendor tells how many employees there are. */
  readonly tellsTotal: boolean;
  /** Requests of a read, where the harness's settings cost more than the provider states. */
  requests?(employees: number): number;
  /** The id of an employee, where the vendor has its own form for the ids of people. */
  employeeId?(personId: string): string;
  /** Fields that the vendor's permissions hide only together; any other one has its own permission. */
  readonly hiddenTogether?: readonly (readonly EmployeeField[])[];
  /** Whether a day ahead is only an expectation, which the vendor's own flags confirm or not. */
  readonly endsByFlags?: boolean;
  /** What the vendor does not know of anybody, whatever the credential may read. */
  readonly lacks?: readonly (
    | "leave"
    | "workLocation"
    | "department"
    | "manager"
    | "managerId"
    | "bank"
    | "startDate"
    | "terminationDate"
    | "announcedEnd"
  )[];
  /** Whether the tool's word for who left may also mean somebody else, so that nothing follows from it alone. */
  readonly endsUnsaid?: boolean;
  /** What no permission hides, such as a status that is told by the list somebody is in. */
  readonly neverHidden?: readonly EmployeeField[];
  /** Starts an imitation that serves these people. */
  serve(people: readonly SuitePerson[], options?: ServeOptions): Promise<FakeVendor>;
}

/** A connection whose client waits for nothing. */
export function connectTo<Settings>(
  provider: Provider<Settings>,
  vendor: Pick<FakeVendor, "url" | "credentials"> & Pick<ProviderConnection<Settings>, "keeper">,
  settings: unknown = {},
  secrets: string[] = [],
  companies: string[] = [],
): ProviderConnection<Settings> {
  const clientCertificate = provider.clientCertificate?.(vendor.credentials, new Date());
  const http = createHttpClient({
    baseUrl: vendor.url,
    clientCertificate,
    userAgent: "spendesk-hr/test",
    sleep: async () => {},
    random: () => 0,
  });
  return {
    http,
    httpAt: () => http,
    credentials: vendor.credentials,
    settings: provider.settings.parse(settings),
    today: () => dayInZone(new Date(), "Etc/UTC"),
    now: () => new Date(),
    registerSecret: (value) => secrets.push(value),
    noteCompany: (id) => companies.push(id),
    keeper: vendor.keeper ?? keeperOf(vendor),
  };
}

const keepers = new WeakMap<object, CredentialKeeper>();

/** Keeps in memory what a vendor replaces, for all connections to it. */
function keeperOf(vendor: Pick<FakeVendor, "credentials">): CredentialKeeper {
  const values = { ...vendor.credentials };
  const keeper: CredentialKeeper = keepers.get(vendor) ?? {
    obstacle: null,
    alone: (work) => work(values),
    keep: async (changed) => void Object.assign(values, changed),
  };
  keepers.set(vendor, keeper);
  return keeper;
}

/** Everything a read gives, as the program reads: within bounds. */
export async function readAll<Settings>(
  provider: Provider<Settings>,
  connection: ProviderConnection<Settings>,
): Promise<{ readonly employees: readonly Employee[]; readonly outcome: ReadOutcome }> {
  const employees: Employee[] = [];
  const pages = boundedRead(provider, connection);
  for (;;) {
    const page = await pages.next();
    if (page.done) return { employees, outcome: page.value };
    employees.push(...page.value);
  }
}

/** Employees as a plan gets those who change: with bank details that take a call per person. */
export async function withBankDetails(
  provider: Provider,
  connection: ProviderConnection<unknown>,
  employees: readonly Employee[],
): Promise<readonly Employee[]> {
  const readBankDetails = provider.bankDetailsReader?.(connection);
  if (!readBankDetails) return employees;
  const bankOf = new Map<string, Employee["bank"]>();
  for await (const reading of readBankDetails(employees.map(({ id }) => id))) {
    if (reading.ok) bankOf.set(reading.employeeId, reading.bank);
  }
  return employees.map((employee) => {
    const bank = bankOf.get(employee.id);
    return bank === undefined ? employee : { ...employee, bank };
  });
}
