import { digits, hashText, hexDigits, seededRandom } from "../../random.js";
import {
  type Admission,
  parseJson,
  type Reply,
  type Route,
  type SandboxRequest,
} from "../../server/exchange.js";
import { OPEN_DOOR, type RateLimit, RateLimiter } from "../../server/rate-limit.js";
import { bearerToken } from "../../server/tokens.js";
import type { VendorSettings } from "../../settings.js";
import type { Vendor, VendorSetup } from "../vendor.js";
import { answerPage, collaborator, contractRow, contractsOf, isListed } from "./collaborators.js";
import { payfitError, payfitFailure } from "./errors.js";

/**
 * Documented reads per second (docs/vendors/payfit.md §7); calls at once are not limited by the
 * documentation.
 */
const LIMIT: RateLimit = { limit: 50, windowMs: 1000, concurrent: 50 };

/** The company of the key. */
interface Account {
  readonly key: string;
  readonly companyId: string;
  readonly siret: string;
}

/** The imitation of PayFit's partner API and of its host for keys, for one company with everybody in it. */
export function createPayfit(setup: VendorSetup): Vendor {
  const random = seededRandom(hashText(`payfit ${setup.seed}`));
  const account: Account = {
    key: hexDigits(random, 48),
    companyId: hexDigits(random, 24),
    siret: digits(random, 14),
  };
  const limiter =
    setup.rateLimit === null ? null : new RateLimiter({ ...LIMIT, ...setup.rateLimit }, setup.clock);
  return {
    credentials: { apiKey: account.key },
    mount: {
      name: "payfit",
      prefix: "/payfit",
      routes: routesOf(setup, account),
      admit: () => (limiter === null ? OPEN_DOOR : perSecond(limiter.admit("application"))),
      headers: () => ({}),
      failure: payfitFailure,
    },
  };
}

function routesOf(setup: VendorSetup, account: Account): readonly Route[] {
  const { world, clock } = setup;
  const scopes = () => grantedScopes(setup.settings());
  const guarded = (
    path: string,
    scope: string | null,
    answer: (request: SandboxRequest) => Reply,
  ): Route => ({
    method: "GET",
    template: `/companies/{companyId}${path}`,
    handle: (request) => {
      if (bearerToken(request.headers.authorization) !== account.key) return payfitFailure("unauthorized");
      if (request.params.companyId !== account.companyId) return payfitFailure("not_found");
      return scope === null || scopes().includes(scope) ? answer(request) : payfitFailure("forbidden");
    },
  });

  function listContracts(request: SandboxRequest, variant: "global" | "french"): Reply {
    const today = clock.today();
    const entries = world
      .people()
      .flatMap((person) => contractsOf(person, today).map((contract) => ({ person, contract })))
      .filter(({ contract }) => isListed(contract, today));
    const { habits } = setup.settings();
    return answerPage(request, "contracts", entries, {
      habits,
      render: ({ person, contract }) =>
        project(contractRow(person, contract, account.companyId, variant), setup.settings()),
    });
  }

  return [
    {
      method: "POST",
      template: "/introspect",
      handle: (request) => introspect(request, account.key, account.companyId, scopes()),
    },
    guarded("", null, () => ({ status: 200, json: project(company(setup, account), setup.settings()) })),
    guarded("/collaborators", "collaborators:read", (request) =>
      answerPage(request, "collaborators", world.people(), {
        habits: setup.settings().habits,
        render: (person) =>
          project(collaborator(person, clock.today(), setup.settings().habits), setup.settings()),
      }),
    ),
    guarded("/contracts", "contracts:read", (request) => listContracts(request, "global")),
    guarded("/contracts-fr", "contracts:read", (request) => listContracts(request, "french")),
  ];
}

function company({ world }: VendorSetup, { companyId, siret }: Account): Record<string, unknown> {
  return {
    id: companyId,
    name: "Acme France SAS",
    country: "FR",
    identificationNumber: siret,
    address: "1 rue de l’Exemple",
    city: "Paris",
    postalCode: "75001",
    nbActiveContracts: world.people().filter(({ status }) => status === "active" || status === "leave")
      .length,
  };
}

/** PayFit's own names of the headers, and no word on when the second is over. */
function perSecond(admission: Admission): Admission {
  return {
    ...admission,
    headers: {
      "x-ratelimit-limit-second": admission.headers["x-ratelimit-limit"] ?? "",
      "x-ratelimit-remaining-second": admission.headers["x-ratelimit-remaining"] ?? "",
    },
  };
}

/**
 * `POST /introspect` (docs/vendors/payfit.md §2), on a host of its own in reality: header and body, which
 * may be JSON or a form, both carry the key.
 */
function introspect(
  request: SandboxRequest,
  key: string,
  companyId: string,
  scopes: readonly string[],
): Reply {
  const token = bodyToken(request);
  if (bearerToken(request.headers.authorization) !== key) return payfitFailure("unauthorized");
  if (token === null) return payfitError(400, "token is missing");
  if (token !== key) return { status: 200, json: { active: false } };
  return {
    status: 200,
    json: {
      active: true,
      scope: scopes.join(" "),
      company_id: companyId,
      customer_token_name: "Spendesk sync",
    },
  };
}

function bodyToken({ headers, body }: SandboxRequest): string | null {
  const type = headers["content-type"] ?? "";
  if (type.startsWith("application/x-www-form-urlencoded")) return new URLSearchParams(body).get("token");
  const json = parseJson(body);
  const isObject = typeof json === "object" && json !== null && "token" in json;
  return isObject && typeof json.token === "string" ? json.token : null;
}

/** Keys of a collaborator that come with a scope of their own (docs/vendors/payfit.md §1). */
const KEYS_OF_SCOPE: Readonly<Record<string, readonly string[]>> = {
  "collaborators:read": [],
  "collaborators:contracts:read": ["contracts"],
  "collaborators:management:read": ["managerId", "teamName"],
  "collaborators:personal:read": ["emails", "phoneNumbers", "addresses", "birthDate"],
  "collaborators:bank-info:read": ["iban", "bic"],
  "contracts:read": [],
};

/** The scopes of the key: all but those that are hidden by their name. */
function grantedScopes({ hiddenAttributes, forbidden }: VendorSettings): readonly string[] {
  const denied = forbidden ? [...hiddenAttributes, "collaborators:read"] : hiddenAttributes;
  return Object.keys(KEYS_OF_SCOPE).filter((scope) => !denied.includes(scope));
}

/** An answer without what the key may not see: left out, without an error. */
function project(item: Readonly<Record<string, unknown>>, settings: VendorSettings): Record<string, unknown> {
  const granted = grantedScopes(settings);
  const denied = Object.entries(KEYS_OF_SCOPE).flatMap(([scope, keys]) =>
    granted.includes(scope) ? [] : keys,
  );
  const hidden = [...denied, ...settings.hiddenAttributes];
  return Object.fromEntries(Object.entries(item).filter(([key]) => !hidden.includes(key)));
}
