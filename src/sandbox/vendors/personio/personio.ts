import { hashText, hexDigits, seededRandom, uuid } from "../../random.js";
import type { Reply, Route, SandboxRequest } from "../../server/exchange.js";
import { OPEN_DOOR, type RateLimit, RateLimiter } from "../../server/rate-limit.js";
import { bearerToken, TokenBook } from "../../server/tokens.js";
import type { Vendor, VendorSetup } from "../vendor.js";
import { issueToken, refusal } from "./auth.js";
import { type Directory, worldDirectory } from "./directory.js";
import { listAttributes, listEmployees } from "./employees.js";
import { personioFailure } from "./errors.js";
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
