import type { HttpRequest } from "../../http/types.js";
import type { ProviderConnection } from "../provider.js";
import { callProvider, readJson } from "../support/call.js";
import { sentCredential } from "../support/credentials.js";
import { answerProblem, SERVICE } from "./errors.js";
import type { ExamplehrSettings } from "./settings.js";

/**
 * The JSON of an answer with a good status.
 *
 * Decide: how calls are signed. A secret made from the credentials (a token, Basic in Base64) is told
 * to `registerSecret` first. `retry: "safe"` only for calls that change nothing. Large or slow answers
 * need `maxBytes` and `timeoutMs`.
 *
 * @throws Problem for any other answer, and when none came
 */
export async function getJson(
  connection: ProviderConnection<ExamplehrSettings>,
  call: Pick<HttpRequest, "path" | "query" | "purpose">,
): Promise<unknown> {
  const token = sentCredential(connection, "apiToken");
  const headers = { accept: "application/json", authorization: `Bearer ${token}` };
  const response = await callProvider(
    connection.http,
    { ...call, method: "GET", headers, retry: "safe" },
    SERVICE,
  );
  if (response.status < 200 || response.status > 299) throw answerProblem(response);
  return readJson(response, SERVICE);
}
