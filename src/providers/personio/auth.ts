import { type GivenToken, keepToken } from "../../http/token-keeper.js";
import type { HttpRequest, HttpResponse } from "../../http/types.js";
import type { ProviderConnection } from "../provider.js";
import { callProvider, readJsonOrNull } from "../support/call.js";
import { sentCredential } from "../support/credentials.js";
import { readProblem, SERVICE, signInProblem } from "./errors.js";
import { tokenSchema } from "./schema.js";
import type { PersonioSettings } from "./settings.js";

type Connection = ProviderConnection<PersonioSettings>;

/** Identifies this program to Personio, as it recommends (docs/vendors/personio.md §2). */
const APP_HEADERS = { accept: "application/json", "x-personio-app-id": "SPENDESK_HR" };

/** One signed-in run. */
export interface PersonioSession {
  /**
   * The answer to a GET, whatever its status: a 401 or 403 is one that a new token did not change.
   * @throws Problem when there is no answer, or no token
   */
  send(request: Pick<HttpRequest, "path" | "query" | "purpose">): Promise<HttpResponse>;
}

/**
 * Starts a run: the token is asked for at the first call and used by all of them, side by side. A 401
 * or 403 gets one new token per run, since it can mean that the old one expired
 * (docs/vendors/personio.md §2).
 */
export function openSession(connection: Connection): PersonioSession {
  const tokens = keepToken(() => requestToken(connection));
  return {
    async send(request) {
      const { value } = await tokens.current();
      const response = await send(connection, request, value);
      if (!isRefused(response) || !tokens.refuse(value)) return response;
      return send(connection, request, (await tokens.current()).value);
    },
  };
}

/** v1 sign-in with the credentials in the body: in the query string they would be logged, and are refused. */
async function requestToken(connection: Connection): Promise<GivenToken> {
  const request: HttpRequest = {
    method: "POST",
    path: "/v1/auth",
    headers: APP_HEADERS,
    json: {
      client_id: (connection.credentials.clientId ?? "").trim(),
      client_secret: sentCredential(connection, "clientSecret"),
    },
    // Personio returns the same token for 24 h, so asking twice changes nothing.
    retry: "safe",
    purpose: "sign in",
  };
  const response = await callProvider(connection.http, request, SERVICE);
  const parsed = tokenSchema.safeParse(readJsonOrNull(response));
  if (!isSuccess(response) || !parsed.success) throw signInProblem(response);
  const { token } = parsed.data.data;
  connection.registerSecret(token);
  return { value: token, lifeSeconds: null };
}

function send(
  connection: Connection,
  request: Pick<HttpRequest, "path" | "query" | "purpose">,
  token: string,
): Promise<HttpResponse> {
  const headers = { ...APP_HEADERS, authorization: `Bearer ${token}` };
  return callProvider(connection.http, { ...request, method: "GET", headers, retry: "safe" }, SERVICE);
}

/** @throws Problem for an answer without a good status */
export function requireSuccess(response: HttpResponse): HttpResponse {
  if (!isSuccess(response)) throw readProblem(response);
  return response;
}

function isSuccess({ status }: HttpResponse): boolean {
  return status >= 200 && status < 300;
}

function isRefused({ status }: HttpResponse): boolean {
  return status === 401 || status === 403;
}
