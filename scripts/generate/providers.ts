import { overviewOf, requestsWithFormula } from "../../src/cli/output/provider-overview.js";
import type { Provider } from "../../src/providers/provider.js";
import { code, table } from "./table.js";

export function providerTable(providers: readonly Provider[]): string {
  return table(
    [
      ...["HR tool", "Credentials", "Data read", "Requests for 1 000 employees", "Bank details"],
      "Not verified",
    ],
    providers.map((provider) => {
      const { title, id, credentials, dataRead, bankDetails } = overviewOf(provider);
      const requests = requestsWithFormula(provider);
      const notVerified = provider.notVerified.join(" ");
      return [`${title} (${code(id)})`, credentials, dataRead, requests, bankDetails, notVerified];
    }),
  );
}
