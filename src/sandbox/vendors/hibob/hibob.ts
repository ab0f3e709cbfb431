import { hashText, hexDigits, seededRandom, wholeNumber } from "../../random.js";
import type { Admission, Reply, Route, SandboxRequest } from "../../server/exchange.js";
import { OPEN_DOOR, type RateLimit, RateLimiter } from "../../server/rate-limit.js";
import type { Person } from "../../world/world.js";
import type { Vendor, VendorSetup } from "../vendor.js";
import { hibobFailure, isVisible } from "./errors.js";
import { type FieldDefinition, fieldDefinitions } from "./fields.js";
import { searchPeople } from "./search.js";

/**
 * Documented searches per minute (docs/vendors/hibob.md §7); calls at once are not limited by the
 * documentation.
 */
const LIMIT: RateLimit = { limit: 50, windowMs: 60_000, concurrent: 50 };

/** The imitation of Bob's people API. */
export function createHiBob(setup: VendorSetup): Vendor {
  const random = seededRandom(hashText(`hibob ${setup.seed}`));
  const credentials = {
    serviceUserId: `SERVICE-${wholeNumber(random, 10_000, 99_999)}`,
    token: hexDigits(random, 40),
  };
  const basic = Buffer.from(`${credentials.serviceUserId}:${credentials.token}`).toString("base64");
  const limiter =
    setup.rateLimit === null ? null : new RateLimiter({ ...LIMIT, ...setup.rateLimit }, setup.clock);
  return {
    credentials,
    mount: {
      name: "hibob",
      prefix: "/hibob",
      routes: routesOf(setup, `Basic ${basic}`),
      admit: ({ authorization }) =>
        limiter === null ? OPEN_DOOR : withResetInstant(limiter.admit(authorization ?? ""), setup),
      headers: () => ({}),
      failure: hibobFailure,
    },
  };
}

function routesOf(setup: VendorSetup, authorization: string): readonly Route[] {
  const definitions = fieldDefinitions(setup.seed);
  const known =
    (answer: (request: SandboxRequest) => Reply) =>
    (request: SandboxRequest): Reply =>
      request.headers.authorization === authorization ? answer(request) : hibobFailure("unauthorized");
  const allowed = (answer: (request: SandboxRequest) => Reply) =>
    known((request) => (setup.settings().forbidden ? hibobFailure("forbidden") : answer(request)));
  return [
    {
      method: "POST",
      template: "/v1/people/search",
      handle: allowed((request) => searchPeople(setup, definitions, request)),
    },
    {
      method: "GET",
      template: "/v1/people/{id}/bank-accounts",
      handle: allowed(({ params }) => listBankAccounts(setup, params.id ?? "")),
    },
    {
      method: "GET",
      template: "/v1/company/people/fields",
      // Needs no right and lists what may not be read as well.
      handle: known(() => ({ status: 200, json: definitions.map(metadataOf) })),
    },
  ];
}

function metadataOf({ id, name, category, type }: FieldDefinition): unknown {
  const [prefix = ""] = id.split(".");
  return {
    id,
    categoryId: prefix,
    categoryDisplayName: category,
    name,
    description: null,
    jsonPath: id.replace(/^root\./u, ""),
    type,
    typeData: type === "list" ? { listId: prefix } : {},
    historical: false,
  };
}

/** Bob tells the reset as an instant in seconds since 1970 (docs/vendors/hibob.md §7). */
function withResetInstant(admission: Admission, { clock }: VendorSetup): Admission {
  const seconds = Number(admission.headers["x-ratelimit-reset"]);
  const reset = Math.ceil(clock.now() / 1000) + seconds;
  return { ...admission, headers: { ...admission.headers, "x-ratelimit-reset": String(reset) } };
}

/** `GET /v1/people/{id}/bank-accounts` (docs/vendors/hibob.md §6): the table of one person. */
function listBankAccounts(setup: VendorSetup, personId: string): Reply {
  const settings = setup.settings();
  if (settings.hiddenAttributes.includes("Financial")) return hibobFailure("forbidden");
  const person = setup.world.person(personId);
  if (person === null || !isVisible(person, setup.clock.today(), settings)) return hibobFailure("not_found");
  return { status: 200, json: { values: accountsOf(person) } };
}

/**
 * Some have a second account for a small part of the pay, listed first, at a bank without IBAN; some
 * have two for half of it each.
 */
function accountsOf(person: Person): unknown[] {
  if (person.iban === null) return [];
  if (hashText(`halves ${person.id}`) % 12 === 0) {
    return [
      account(person, "Home", 50, { iban: "DE89370400440532013000", bicOrSwift: "COBADEFFXXX" }),
      account(person, "Main", 50, { iban: person.iban, bicOrSwift: person.bic }),
    ];
  }
  const hasSavings = hashText(`savings ${person.id}`) % 4 === 0;
  const main = account(person, "Main", hasSavings ? 90 : 100, { iban: person.iban, bicOrSwift: person.bic });
  const savings = account(person, "Savings", 10, { accountNumber: "00012345", routingNumber: "021000021" });
  return hasSavings ? [savings, main] : [main];
}

function account(person: Person, nickname: string, percent: number, numbers: object): unknown {
  return {
    id: hashText(`${nickname} ${person.id}`),
    bankAccountType: null,
    bankName: "Example Bank",
    accountNickname: nickname,
    accountNumber: null,
    routingNumber: null,
    branchAddress: null,
    bicOrSwift: null,
    iban: null,
    allocation: "percent",
    amount: percent,
    useForBonus: false,
    changedBy: null,
    ...numbers,
  };
}
