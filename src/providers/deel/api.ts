import type { HttpRequest, HttpResponse } from "../../http/types.js";
import type { ProviderConnection } from "../provider.js";
import { callProvider } from "../support/call.js";
import { sentCredential } from "../support/credentials.js";
import { SERVICE } from "./errors.js";
import type { DeelSettings } from "./settings.js";

interface DeelCall extends Pick<HttpRequest, "path" | "query" | "purpose"> {
  /**
   * Version of this path. Deel publishes versions per endpoint and refuses with 400 one that an endpoint
   * does not have, so none is shared.
   */
  readonly version: string;
}

/** Reads something from Deel and gives the answer, whatever its status (docs/vendors/deel.md §2). */
export function askDeel(
  connection: ProviderConnection<DeelSettings>,
  { version, ...call }: DeelCall,
): Promise<HttpResponse> {
  const headers = {
    accept: "application/json",
    authorization: `Bearer ${sentCredential(connection, "apiToken")}`,
    "x-version": version,
  };
  return callProvider(connection.http, { method: "GET", headers, retry: "safe", ...call }, SERVICE);
}
