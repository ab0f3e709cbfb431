import type { IncomingHttpHeaders } from "node:http";
import * as z from "zod";
import { hashText, hexDigits, seededRandom, uuid } from "../../random.js";
import { parseJson, type Reply, type Route, type SandboxRequest } from "../../server/exchange.js";
import { OPEN_DOOR, type RateLimit, RateLimiter } from "../../server/rate-limit.js";
import { bearerToken, TokenBook } from "../../server/tokens.js";
import type { ClientCredentials } from "../../spendesk/members.js";
import type { Vendor, VendorSetup } from "../vendor.js";
import { type Directory, listAttributes, listEmployees, worldDirectory } from "./employees.js";
import { personioError, personioFailure } from "./errors.js";
import { recordedDirectory } from "./recorded.js";

const TOKEN_LIFE_MS = 24 * 60 * 60 * 1000;

/** Documented calls per minute and burst (docs/vendors/personio.md §7). */
const LIMIT: RateLimit = { limit: 300, windowMs: 60_000, concurrent: 15 };

/** The imitation of Personio v1. */
export function createPersonio(setup: VendorSetup): Vendor {
  const { recording } = setup;
  const random = seededRandom(hashText(`personio ${setup.seed}`));
  const credentials = { clientId: `papi-${uuid(random)}`, clientSecret: `papi-${hexDigits(random, 40)}` };
  const tokens = new TokenBook<string>(setup.clock, random, setup.tokenLifeMs ?? TOKEN_LIFE_MS);
  const limiter =
    setup.rateLimit === null ? null : new RateLimiter({ ...LIMIT, ...setup.rateLimit }, setup.clock);
  const employeeRoutes =
    recording === null
      ? routesOver(worldDirectory(setup.world, setup.seed), setup, tokens)
      : routesOver(recordedDirectory(recording), setup, tokens);
  const authRoute: Route = {
    method: "POST",
    template: "/v1/auth",
    handle: (request) => issueToken(request, credentials, tokens),
  };
  return {
    credentials,
    mount: {
      name: "personio",
      prefix: "/personio",
      routes: [authRoute, ...employeeRoutes],
      admit: () => withoutHeaders(limiter),
      headers: () => ({}),
      failure: personioFailure,
    },
  };
}

/** v1 says nothing about its limits in headers (docs/vendors/personio.md §7). */
function withoutHeaders(limiter: RateLimiter | null) {
  return limiter === null ? OPEN_DOOR : { ...limiter.admit("account"), headers: {} };
}

function routesOver<Entry>(
  directory: Directory<Entry>,
  setup: VendorSetup,
  tokens: TokenBook<string>,
): Route[] {
  const guarded =
    (answer: (request: SandboxRequest) => Reply) =>
    (request: SandboxRequest): Reply =>
      refusal(request.headers, tokens) ?? missingRight(setup) ?? echoingToken(request, answer(request));
  return [
    {
      method: "GET",
      template: "/v1/company/employees",
      handle: guarded((request) => listEmployees(directory, request, setup.settings())),
    },
    {
      method: "GET",
      template: "/v1/company/employees/attributes",
      handle: guarded(() => listAttributes(directory, setup.settings())),
    },
  ];
}

function missingRight(setup: VendorSetup): Reply | null {
  if (!setup.settings().forbidden) return null;
  return personioFailure("forbidden");
}

/** The token still comes back in a header, a leftover of one-time tokens. */
function echoingToken(request: SandboxRequest, reply: Reply): Reply {
  const token = bearerToken(request.headers.authorization) ?? "";
  return { ...reply, headers: { ...reply.headers, authorization: `Bearer ${token}` } };
}

const credentialsBody = z.object({ client_id: z.string(), client_secret: z.string() });

/**
 * `POST /v1/auth` (docs/vendors/personio.md §2): JSON or form body, one token per credential for its
 * whole life. Credentials in the query string are refused. The status of wrong ones is from memory, not
 * documented.
 */
function issueToken(
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
function refusal(headers: IncomingHttpHeaders, tokens: TokenBook<string>): Reply | null {
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
