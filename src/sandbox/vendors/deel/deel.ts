import { hashText, hexDigits, seededRandom } from "../../random.js";
import type { Reply, Route, SandboxRequest } from "../../server/exchange.js";
import { OPEN_DOOR, type RateLimit, RateLimiter } from "../../server/rate-limit.js";
import { bearerToken } from "../../server/tokens.js";
import type { Vendor, VendorSetup } from "../vendor.js";
import { listHrisBanks, listPayrollBanks } from "./banks.js";
import { deelError, deelFailure } from "./errors.js";
import { listPeople } from "./people.js";

/**
 * Calls per second of the whole organization (docs/vendors/deel.md §7); calls at once are not limited on
 * their own.
 */
const LIMIT: RateLimit = { limit: 5, windowMs: 1000, concurrent: 50 };

/**
 * Every path has versions of its own; any other is refused, none at all leads to a stable one
 * (docs/vendors/deel.md §2).
 */
const PEOPLE_VERSIONS = ["2026-01-01", "2026-06-01"];
const PAYROLL_VERSIONS = ["2026-01-01"];
/** The call came with this version. */
const HRIS_VERSIONS = ["2026-09-21"];

/** The imitation of Deel's list of people and of its bank accounts, person by person. */
export function createDeel(setup: VendorSetup): Vendor {
  const random = seededRandom(hashText(`deel ${setup.seed}`));
  const credentials = { apiToken: hexDigits(random, 64) };
  const limiter =
    setup.rateLimit === null ? null : new RateLimiter({ ...LIMIT, ...setup.rateLimit }, setup.clock);

  /** A route for who has the token and its scope. */
  function get(
    template: string,
    versions: readonly string[],
    answer: (setup: VendorSetup, request: SandboxRequest) => Reply,
  ): Route {
    return {
      method: "GET",
      template,
      handle(request) {
        const isKnown = bearerToken(request.headers.authorization) === credentials.apiToken;
        if (!isKnown) return deelFailure("unauthorized");
        const version = request.headers["x-version"];
        if (typeof version === "string" && !versions.includes(version)) {
          return deelError(400, `Unsupported API version ${version}`);
        }
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
        get("/rest/v2/people", PEOPLE_VERSIONS, listPeople),
        get("/rest/hris/workers/{id}/banks", HRIS_VERSIONS, listHrisBanks),
        get("/rest/v2/gp/workers/{id}/banks", PAYROLL_VERSIONS, listPayrollBanks),
      ],
      // Deel says nothing about its limit in headers.
      admit: () => (limiter === null ? OPEN_DOOR : { ...limiter.admit("organization"), headers: {} }),
      headers: () => ({}),
      failure: deelFailure,
    },
  };
}
