import type { IncomingHttpHeaders } from "node:http";
import type { SandboxClock } from "../../clock.js";
import { hashText, hexDigits, seededRandom } from "../../random.js";
import type { Admission, Reply, Route, SandboxRequest } from "../../server/exchange.js";
import { OPEN_DOOR, type RateLimit, RateLimiter } from "../../server/rate-limit.js";
import type { Vendor, VendorSetup } from "../vendor.js";
import { type Account, createAccount } from "./account.js";
import { employeeDataset, listEmployees, listFields, tableRows } from "./employees.js";
import { bamboohrError, bamboohrFailure } from "./errors.js";
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

/** How often an unknown key may be tried, and how long it is shut out then. Both assumed: BambooHR names no numbers. */
const TRIES = 5;
const LOCKED_MS = 30 * 60_000;

/**
 * Knows the one good key, and shuts out those who keep calling with another
 * (docs/vendors/bamboohr.md §2).
 */
class KeyGuard {
  readonly #apiKey: string;
  readonly #clock: SandboxClock;
  readonly #wrong = new Map<string, { tries: number; until: number }>();

  constructor(apiKey: string, clock: SandboxClock) {
    this.#apiKey = apiKey;
    this.#clock = clock;
  }

  /** Null when the key is good: user name of Basic, with any password. */
  refusal({ authorization = "" }: IncomingHttpHeaders): Reply | null {
    const encoded = /^Basic\s+(\S+)$/iu.exec(authorization)?.[1] ?? "";
    const [key = ""] = Buffer.from(encoded, "base64").toString("utf8").split(":");
    if (key === this.#apiKey) return null;
    const known = this.#wrong.get(key);
    const now = this.#clock.now();
    const entry = known && known.until > now ? known : { tries: 0, until: now + LOCKED_MS };
    entry.tries += 1;
    this.#wrong.set(key, entry);
    if (entry.tries <= TRIES) return bamboohrFailure("unauthorized");
    return bamboohrError(403, "Temporarily blocked after repeated calls with an unknown key");
  }
}
