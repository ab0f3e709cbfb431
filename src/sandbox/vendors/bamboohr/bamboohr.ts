import { hashText, hexDigits, seededRandom } from "../../random.js";
import type { Admission, Reply, Route, SandboxRequest } from "../../server/exchange.js";
import { OPEN_DOOR, type RateLimit, RateLimiter } from "../../server/rate-limit.js";
import type { Vendor, VendorSetup } from "../vendor.js";
import { type Account, createAccount } from "./account.js";
import { KeyGuard } from "./auth.js";
import { employeeDataset } from "./dataset.js";
import { listEmployees, listFields, tableRows } from "./employees.js";
import { bamboohrFailure } from "./errors.js";
import { customReport } from "./report.js";

/** Assumed: BambooHR publishes no numbers (docs/vendors/bamboohr.md §7). */
const LIMIT: RateLimit = { limit: 100, windowMs: 60_000, concurrent: 5 };

const ROUTES: readonly (readonly [
  method: string,
  template: string,
  answer: (account: Account, request: SandboxRequest) => Reply,
])[] = [
  ["POST", "/api/v1/reports/custom", customReport],
  ["POST", "/api/v2/datasets/employee/data", employeeDataset],
  ["GET", "/api/v1/employees", listEmployees],
  ["GET", "/api/v1/employees/{id}/tables/{table}", tableRows],
  ["GET", "/api/v1/meta/fields", listFields],
];

/** The imitation of BambooHR. */
export function createBamboohr(setup: VendorSetup): Vendor {
  const random = seededRandom(hashText(`bamboohr ${setup.seed}`));
  const apiKey = hexDigits(random, 40);
  const guard = new KeyGuard(apiKey, setup.clock);
  const account = createAccount(setup);
  const limiter =
    setup.rateLimit === null ? null : new RateLimiter({ ...LIMIT, ...setup.rateLimit }, setup.clock);
  return {
    credentials: { companyDomain: "acme", apiKey },
    mount: {
      name: "bamboohr",
      prefix: "/bamboohr",
      routes: ROUTES.map(
        ([method, template, answer]): Route => ({
          method,
          template,
          handle: (request) =>
            guard.refusal(request.headers) ?? missingRight(setup) ?? answer(account, request),
        }),
      ),
      admit: () => (limiter === null ? OPEN_DOOR : withRetryAfter(limiter.admit("account"))),
      headers: () => ({}),
      failure: bamboohrFailure,
    },
  };
}

/** No header tells what is left; only a refusal says when to come back. */
function withRetryAfter(admission: Admission): Admission {
  const seconds = admission.headers["x-ratelimit-reset"] ?? "1";
  return { ...admission, headers: admission.refused ? { "retry-after": seconds } : {} };
}

function missingRight(setup: VendorSetup): Reply | null {
  return setup.settings().forbidden ? bamboohrFailure("forbidden") : null;
}
