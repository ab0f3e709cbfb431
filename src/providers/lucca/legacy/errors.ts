import type { HttpRequest, HttpResponse } from "../../../http/types.js";
import type { Problem } from "../../../sync/model/index.js";
import type { ProviderConnection } from "../../provider.js";
import { callProvider, readJson } from "../../support/call.js";
import { sentCredential } from "../../support/credentials.js";
import { withAddressAdvice } from "../../support/typed-address.js";
import { answerProblem, CHECK_ADDRESS, type GenerationRules, SERVICE } from "../errors.js";
import type { LegacySettings } from "../settings.js";
import { ROLE_SCREEN } from "./data-read.js";

/** What a key that is refused, or may not read people, means and what to do about it. */
const RULES: GenerationRules = {
  credentialRefused: {
    what: "Lucca does not accept the API key.",
    next: "Run `spendesk-hr connect lucca` with the address and an API key of the same Lucca account.",
  },
  permissionMissing: {
    what: "Lucca does not let this API key read users.",
    next: `In Lucca under ${ROLE_SCREEN}, allow Consult users on all establishments and departments, then run \`spendesk-hr preview\`.`,
  },
};

/** The problem behind an answer that is not a success. */
export function legacyProblem(response: HttpResponse): Problem {
  return answerProblem(response, RULES);
}

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
    throw withAddressAdvice(error, CHECK_ADDRESS);
  }
}

/** The JSON of an answer; a login page in its stead is most likely a wrong address. */
export function legacyJson(response: HttpResponse): unknown {
  try {
    return readJson(response, SERVICE);
  } catch (error) {
    throw withAddressAdvice(error, CHECK_ADDRESS);
  }
}
