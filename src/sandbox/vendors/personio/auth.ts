import type { IncomingHttpHeaders } from "node:http";
import { z } from "zod";
import { parseJson, type Reply, type SandboxRequest } from "../../server/exchange.js";
import { bearerToken, type TokenBook } from "../../server/tokens.js";
import type { ClientCredentials } from "../../spendesk/entity.js";
import { personioError, personioFailure } from "./errors.js";

const credentialsBody = z.object({ client_id: z.string(), client_secret: z.string() });

/**
 * `POST /v1/auth` (docs/vendors/personio.md §2): JSON or form body, one token per credential for its
 * whole life. Credentials in the query string are refused. The status of wrong ones is from memory, not
 * documented.
 */
export function issueToken(
  request: SandboxRequest,
  credentials: ClientCredentials,
  tokens: TokenBook<string>,
): Reply {
  if (request.query.has("client_id") || request.query.has("client_secret")) {
    return personioError(403, 403, "Credentials in the query string are not accepted");
  }
  const given = credentialsBody.safeParse(readBody(request));
  const known =
    given.success &&
    given.data.client_id === credentials.clientId &&
    given.data.client_secret === credentials.clientSecret;
  if (!known) return personioError(403, 0, "Wrong credentials");
  const token = tokens.findBySubject(credentials.clientId) ?? tokens.issue("papi-", credentials.clientId);
  return {
    status: 200,
    json: {
      success: true,
      data: { token: token.text, expires_in: tokens.secondsLeft(token), scope: "employees:read" },
    },
  };
}

/** Null when the token is good. */
export function refusal(headers: IncomingHttpHeaders, tokens: TokenBook<string>): Reply | null {
  if (headers.authorization === undefined) {
    return personioError(401, 401, "Authorization is not provided");
  }
  const text = bearerToken(headers.authorization);
  return text === null || tokens.find(text) === null ? personioFailure("unauthorized") : null;
}

function readBody(request: SandboxRequest): unknown {
  const type = request.headers["content-type"] ?? "";
  if (!type.startsWith("application/x-www-form-urlencoded")) return parseJson(request.body);
  return Object.fromEntries(new URLSearchParams(request.body));
}
