import { openReadBudget, READ_LIMITS, type ReadLimits, withinBudget } from "../http/read-budget.js";
import type { ReadBudget } from "../http/types.js";
import { EndlessList } from "../shared/page-watch.js";
import type { BankDetailsReader, EmployeeRead } from "../sync/model/index.js";
import type { Provider, ProviderConnection } from "./provider.js";

/**
 * A read of all employees that comes to an end whatever the HR tool says: bounded in calls, bytes and
 * time, and in pages by the watch of each list. No provider has to do anything for it but to page with
 * `createReadTally` or a watch of its own.
 *
 * @throws Problem `read_too_long`, `read_too_large` or `read_endless` at a bound, and those of the provider
 */
export async function* boundedRead<Settings>(
  provider: Pick<Provider<Settings>, "title" | "readEmployees">,
  connection: ProviderConnection<Settings>,
  limits: ReadLimits = READ_LIMITS,
): EmployeeRead {
  const budget = openReadBudget(provider.title, limits);
  try {
    return yield* provider.readEmployees(within(connection, budget));
  } catch (error) {
    // Worth a second read, as any list that does not add up.
    if (error instanceof EndlessList) return { complete: false, why: error.message };
    throw error;
  } finally {
    budget.end();
  }
}

/** The same for a reader of bank details; null when the provider has none, or the settings switch it off. */
export function boundedBankReader<Settings>(
  provider: Pick<Provider<Settings>, "title" | "bankDetailsReader">,
  connection: ProviderConnection<Settings>,
  limits: ReadLimits = READ_LIMITS,
): BankDetailsReader | null {
  if (!provider.bankDetailsReader?.(connection)) return null;
  return async function* (employeeIds) {
    const budget = openReadBudget(provider.title, limits);
    try {
      const read = provider.bankDetailsReader?.(within(connection, budget));
      if (read) yield* read(employeeIds);
    } finally {
      budget.end();
    }
  };
}

/** The connection for the calls of one read. */
function within<Settings>(
  connection: ProviderConnection<Settings>,
  budget: ReadBudget,
): ProviderConnection<Settings> {
  return {
    ...connection,
    http: withinBudget(connection.http, budget),
    httpAt: (baseUrl) => withinBudget(connection.httpAt(baseUrl), budget),
  };
}
