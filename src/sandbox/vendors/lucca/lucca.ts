import { hashText, seededRandom, uuid } from "../../random.js";
import type { Admission, Reply, SandboxRequest } from "../../server/exchange.js";
import { OPEN_DOOR, type RateLimit, RateLimiter } from "../../server/rate-limit.js";
import type { Vendor, VendorSetup } from "../vendor.js";
import { luccaFailure } from "./errors.js";
import { listUsers } from "./users.js";

/** Documented for the newer API, per account and for all its integrations together (lucca.md §6). */
const LIMIT: RateLimit = { limit: 50, windowMs: 60_000, concurrent: 50 };

/** The imitation of Lucca's API v3. */
export function createLucca(setup: VendorSetup): Vendor {
  const apiKey = uuid(seededRandom(hashText(`lucca ${setup.seed}`)));
  const limiter =
    setup.rateLimit === null ? null : new RateLimiter({ ...LIMIT, ...setup.rateLimit }, setup.clock);

  function refusal({ headers }: SandboxRequest): Reply | null {
    const key = /^lucca application=(\S+)$/iu.exec(headers.authorization ?? "")?.[1];
    if (key !== apiKey) return luccaFailure("unauthorized");
    return setup.settings().forbidden ? luccaFailure("forbidden") : null;
  }

  return {
    credentials: { address: "acme", apiKey },
    mount: {
      name: "lucca",
      prefix: "/lucca",
      routes: [
        {
          method: "GET",
          template: "/api/v3/users",
          handle: (request) => refusal(request) ?? listUsers(setup, request),
        },
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
