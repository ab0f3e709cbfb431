import { hashText, seededRandom, uuid } from "../../random.js";
import type { Admission, Reply, SandboxRequest } from "../../server/exchange.js";
import { OPEN_DOOR, type RateLimit, RateLimiter } from "../../server/rate-limit.js";
import type { Vendor, VendorSetup } from "../vendor.js";
import { luccaFailure } from "./errors.js";
import { listUsers, readDefinition } from "./legacy/users.js";
import { createLuccaApi } from "./lucca-api/routes.js";

/**
 * Documented for the Lucca API, per account and for all its integrations together
 * (docs/vendors/lucca.md §7). The host for tokens is another one in reality; here its calls count too.
 */
const LIMIT: RateLimit = { limit: 50, windowMs: 60_000, concurrent: 50 };

/** The imitation of Lucca: the legacy API v3 with a key, and the Lucca API with a client application. */
export function createLucca(setup: VendorSetup): Vendor {
  const apiKey = uuid(seededRandom(hashText(`lucca ${setup.seed}`)));
  const luccaApi = createLuccaApi(setup);
  const limiter =
    setup.rateLimit === null ? null : new RateLimiter({ ...LIMIT, ...setup.rateLimit }, setup.clock);

  function refusal({ headers }: SandboxRequest): Reply | null {
    const key = /^lucca application=(\S+)$/iu.exec(headers.authorization ?? "")?.[1];
    if (key !== apiKey) return luccaFailure("unauthorized");
    return setup.settings().forbidden ? luccaFailure("forbidden") : null;
  }

  return {
    credentials: { address: "acme", apiKey, ...luccaApi.credentials },
    mount: {
      name: "lucca",
      prefix: "/lucca",
      routes: [
        {
          method: "GET",
          template: "/api/v3/users",
          handle: (request) => refusal(request) ?? listUsers(setup, request),
        },
        {
          method: "GET",
          template: "/api/v3/extensionuserdefinitions/{key}",
          handle: (request) => refusal(request) ?? readDefinition(setup, request),
        },
        ...luccaApi.routes,
      ],
      admit: () => (limiter === null ? OPEN_DOOR : withRetryAfter(limiter.admit("account"))),
      headers: () => ({}),
      failure: luccaFailure,
    },
  };
}

/** No header tells what is left; only a refusal says when to come back. */
function withRetryAfter(admission: Admission): Admission {
  const seconds = admission.headers["x-ratelimit-reset"] ?? "1";
  return { ...admission, headers: admission.refused ? { "retry-after": seconds } : {} };
}
