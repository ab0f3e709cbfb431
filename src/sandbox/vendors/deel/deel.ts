import { hashText, hexDigits, seededRandom } from "../../random.js";
import type { Reply, SandboxRequest } from "../../server/exchange.js";
import { OPEN_DOOR, type RateLimit, RateLimiter } from "../../server/rate-limit.js";
import { bearerToken } from "../../server/tokens.js";
import type { Vendor, VendorSetup } from "../vendor.js";
import { deelFailure } from "./errors.js";
import { listPeople } from "./people.js";

/** Calls per second of the whole organization (deel.md §6); calls at once are not limited on their own. */
const LIMIT: RateLimit = { limit: 5, windowMs: 1000, concurrent: 50 };

/** The imitation of Deel's list of people. */
export function createDeel(setup: VendorSetup): Vendor {
  const random = seededRandom(hashText(`deel ${setup.seed}`));
  const credentials = { apiToken: hexDigits(random, 64) };
  const limiter =
    setup.rateLimit === null ? null : new RateLimiter({ ...LIMIT, ...setup.rateLimit }, setup.clock);

  function handle(request: SandboxRequest): Reply {
    if (bearerToken(request.headers.authorization) !== credentials.apiToken) {
      return deelFailure("unauthorized");
    }
    return setup.settings().forbidden ? deelFailure("forbidden") : listPeople(setup, request);
  }

  return {
    credentials,
    mount: {
      name: "deel",
      prefix: "/deel",
      routes: [{ method: "GET", template: "/rest/v2/people", handle }],
      // Deel says nothing about its limit in headers.
      admit: () => (limiter === null ? OPEN_DOOR : { ...limiter.admit("organization"), headers: {} }),
      headers: () => ({}),
      failure: deelFailure,
    },
  };
}
