import type { DataRead, ProviderConnection, VerifyReport } from "../provider.js";
import { findingsFrom } from "../support/readable.js";
import { dataRead } from "./data-read.js";
import { TOKEN_SCREEN } from "./errors.js";
import { openPeople } from "./people.js";
import type { DeelSettings } from "./settings.js";

/**
 * One call for the first page: it shows the head-count and, by what people have, everything the token
 * may read. Deel tells a token's scopes and its sensitive data nowhere else.
 */
export async function verify(connection: ProviderConnection<DeelSettings>): Promise<VerifyReport> {
  const { employees, total } = await openPeople(connection).first();
  return { employees: total, findings: findingsFrom(employees, dataRead, whatToAllow) };
}

function whatToAllow({ label }: DataRead): string {
  return `${label} is on nobody. In Deel under ${TOKEN_SCREEN}, generate a new Organization token with the scope people:read that leaves it in at the step "sensitive data access".`;
}
