import { hashText, hexDigits, seededRandom, uuid } from "../../random.js";
import type { Reply, Route, SandboxRequest } from "../../server/exchange.js";
import { OPEN_DOOR, RateLimiter } from "../../server/rate-limit.js";
import { bearerToken, TokenBook } from "../../server/tokens.js";
import type { ClientCredentials } from "../../spendesk/entity.js";
import type { Vendor, VendorSetup } from "../vendor.js";
import { issueToken, refusal } from "./auth.js";
import { type Directory, type EmployeeItem, worldDirectory } from "./directory.js";
import { listAttributes, listEmployees } from "./employees.js";
import { personioError, personioFailure } from "./errors.js";
import { recordedDirectory } from "./recorded.js";

const TOKEN_LIFE_MS = 24 * 60 * 60 * 1000;

/**
 * The imitation of Personio v1.
 * @param recording served instead of the world's people
 */
export function createPersonio(
  setup: VendorSetup,
  recording: readonly EmployeeItem[] | null,
): Vendor<ClientCredentials> {
  const random = seededRandom(hashText(`personio ${setup.seed}`));
  const credentials = { clientId: `papi-${uuid(random)}`, clientSecret: `papi-${hexDigits(random, 40)}` };
  const tokens = new TokenBook<string>(setup.clock, random, setup.tokenLifeMs ?? TOKEN_LIFE_MS);
  const limiter = setup.rateLimit === null ? null : new RateLimiter(setup.rateLimit, setup.clock);
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

/** v1 says nothing about its limits in headers (personio.md §6). */
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
      handle: guarded((request) => listEmployees(directory, request, setup.settings.personio)),
    },
    {
      method: "GET",
      template: "/v1/company/employees/attributes",
      handle: guarded(() => listAttributes(directory, setup.settings.personio)),
    },
  ];
}

function missingRight(setup: VendorSetup): Reply | null {
  if (!setup.settings.personio.forbidden) return null;
  return personioError(403, 0, "personio.core.api.exceptions.api.forbidden.http.exception");
}

/** The token still comes back in a header, a leftover of one-time tokens. */
function echoingToken(request: SandboxRequest, reply: Reply): Reply {
  const token = bearerToken(request.headers.authorization) ?? "";
  return { ...reply, headers: { ...reply.headers, authorization: `Bearer ${token}` } };
}
