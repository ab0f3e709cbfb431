import { hashText, hexDigits, seededRandom } from "../../random.js";
import type { Reply, Route, SandboxRequest } from "../../server/exchange.js";
import { OPEN_DOOR, type RateLimit, RateLimiter } from "../../server/rate-limit.js";
import { bearerToken } from "../../server/tokens.js";
import type { Vendor, VendorSetup } from "../vendor.js";
import { listHrisBanks, listPayrollBanks } from "./banks.js";
import { deelFailure } from "./errors.js";
import { listPeople } from "./people.js";

/** Calls per second of the whole organization (deel.md §6); calls at once are not limited on their own. */
const LIMIT: RateLimit = { limit: 5, windowMs: 1000, concurrent: 50 };

/** The imitation of Deel's list of people and of its bank accounts, person by person. */
export function createDeel(setup: VendorSetup): Vendor {
  const random = seededRandom(hashText(`deel ${setup.seed}`));
  const credentials = { apiToken: hexDigits(random, 64) };
  const limiter =
    setup.rateLimit === null ? null : new RateLimiter({ ...LIMIT, ...setup.rateLimit }, setup.clock);

  /** A route for who has the token and its scope. */
  function get(template: string, answer: (setup: VendorSetup, request: SandboxRequest) => Reply): Route {
    return {
      method: "GET",
      template,
      handle(request) {
        const isKnown = bearerToken(request.headers.authorization) === credentials.apiToken;
        if (!isKnown) return deelFailure("unauthorized");
        return setup.settings().forbidden ? deelFailure("forbidden") : answer(setup, request);
      },
    };
  }

  return {
    credentials,
    mount: {
      name: "deel",
      prefix: "/deel",
      routes: [
        get("/rest/v2/people", listPeople),
        get("/rest/hris/workers/{id}/banks", listHrisBanks),
        get("/rest/v2/gp/workers/{id}/banks", listPayrollBanks),
      ],
      // Deel says nothing about its limit in headers.
      admit: () => (limiter === null ? OPEN_DOOR : { ...limiter.admit("organization"), headers: {} }),
      headers: () => ({}),
      failure: deelFailure,
    },
  };
}
