import type { HttpResponse } from "../../http/types.js";
import type { Problem } from "../../sync/errors.js";
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
