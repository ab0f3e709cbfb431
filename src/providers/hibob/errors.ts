import * as z from "zod";
import type { HttpResponse } from "../../http/types.js";
import type { Problem } from "../../sync/model/index.js";
import { refusalProblem as problemOf, type RefusalRules } from "../support/refusal-problem.js";

export const SERVICE = "Bob";

/** Where the admin says what the service user may see (docs/vendors/hibob.md §1). */
export const GROUP_SCREEN =
  "System settings > Account > Permission groups > (the service user's group) > People's data";

/** Bob's guard blocks an address for five minutes after many refusals (docs/vendors/hibob.md §7). */
const GUARD = "After many refusals Bob blocks an address for five minutes.";

/** What Bob's refusals mean (docs/vendors/hibob.md §8). */
const RULES: RefusalRules = {
  service: SERVICE,
  credentialRefused: {
    what: "Bob does not accept the service user's ID and token.",
    why: GUARD,
    next: "Run `spendesk-hr connect hibob` with the ID and token of the service user; a lost token can be reset in Bob under System settings > Integrations > Service users.",
  },
  permissionMissing: {
    what: "Bob does not let this service user read people.",
    why: GUARD,
    next: `In Bob, put the service user in a permission group and give it rights under ${GROUP_SCREEN}. If Bob has an IP trust list, add this computer's outbound address. Then run \`spendesk-hr preview\`.`,
  },
  own: {
    400: {
      kind: "configuration",
      code: "request_refused",
      what: "Bob refuses what was asked for.",
      next: "Check the field ids in source.settings, then run `spendesk-hr preview`.",
    },
    404: {
      kind: "configuration",
      code: "not_found",
      what: "There is no Bob at this address.",
      next: "Leave source.baseUrl out, or set it to https://api.hibob.com or https://api.sandbox.hibob.com, without /v1. Then run `spendesk-hr preview`.",
    },
  },
};

/** The problem behind an answer without a good status, with Bob's own words. */
export function refusalProblem(response: HttpResponse): Problem {
  return problemOf(response, RULES);
}

/**
 * The answers of Bob's API as far as they are used (docs/vendors/hibob.md §4). Lenient: a record that is
 * no object becomes null, and the fields of the others are read one by one.
 */

const optionalText = z.string().nullish().catch(null);

/** One person as `POST /v1/people/search` gives them. */
export type PersonRecord = Readonly<Record<string, unknown>>;

/** Answer of `POST /v1/people/search`: everybody at once; of each of them what was kept. */
export const searchSchema = z.object({ employees: z.array(z.unknown()) });

/** Answer of `GET /v1/company/people/fields`: all fields of the account, readable or not. */
export const fieldListSchema = z.array(
  z.object({ id: z.string(), name: optionalText, categoryDisplayName: optionalText }).nullable().catch(null),
);

/** One row of a person's bank accounts table. */
const bankAccount = z.object({
  iban: z.unknown().optional(),
  bicOrSwift: z.unknown().optional(),
  accountNickname: z.unknown().optional(),
  allocation: z.unknown().optional(),
  amount: z.coerce.number().nullish().catch(null),
});

export type BankAccount = z.infer<typeof bankAccount>;

/** Answer of `GET /v1/people/{id}/bank-accounts`. An odd row is refused with the rest: an IBAN must not be guessed. */
export const bankAccountsSchema = z.object({ values: z.array(bankAccount) });
