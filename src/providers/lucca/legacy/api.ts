import type { HttpRequest, HttpResponse } from "../../../http/types.js";
import type { ProviderConnection } from "../../provider.js";
import { callProvider, readJson } from "../../support/call.js";
import { sentCredential } from "../../support/credentials.js";
import { SERVICE, withAddressAdvice } from "../errors.js";
import type { LegacySettings } from "../settings.js";

/** Asks the account with the API key, and gives the answer whatever its status (docs/vendors/lucca.md §2). */
export async function askLegacy(
  connection: ProviderConnection<LegacySettings>,
  call: Pick<HttpRequest, "path" | "query" | "purpose">,
): Promise<HttpResponse> {
  const headers = {
    accept: "application/json",
    authorization: `lucca application=${sentCredential(connection, "apiKey")}`,
  };
  try {
    return await callProvider(connection.http, { method: "GET", headers, retry: "safe", ...call }, SERVICE);
  } catch (error) {
    throw withAddressAdvice(error);
  }
}

/** The JSON of an answer; a login page in its stead is most likely a wrong address. */
export function legacyJson(response: HttpResponse): unknown {
  try {
    return readJson(response, SERVICE);
  } catch (error) {
    throw withAddressAdvice(error);
  }
}
