import type { HttpResponse } from "../../http/types.js";
import type { Problem } from "../../sync/model/index.js";
import { type RefusalRules, refusalProblem } from "../support/refusal-problem.js";

export const SERVICE = "Deel";

/** Where an admin makes tokens (docs/vendors/deel.md §1). */
export const TOKEN_SCREEN = "More > Developer > Access Tokens";

/** What Deel's refusals mean (docs/vendors/deel.md §8). */
const RULES: RefusalRules = {
  service: SERVICE,
  credentialRefused: {
    what: "Deel does not accept the API token.",
    next: `Run \`spendesk-hr connect deel\` with an organization token from Deel under ${TOKEN_SCREEN}. Tokens of Deel's sandbox need source.settings.environment set to sandbox, others must not have it.`,
  },
  permissionMissing: {
    what: "Deel does not let this token read people.",
    next: `In Deel under ${TOKEN_SCREEN}, generate an Organization token and tick the scope people:read, then run \`spendesk-hr connect deel\`.`,
  },
  own: {
    400: {
      kind: "configuration",
      code: "request_refused",
      what: "Deel refuses what was asked for.",
      next: "Check source.settings.apiVersion and source.settings.hiringTypes, then run `spendesk-hr preview`.",
    },
    404: {
      kind: "configuration",
      code: "not_found",
      what: "There is no Deel at this address.",
      next: "Leave source.baseUrl out, or set it to https://api.letsdeel.com without /rest. Then run `spendesk-hr preview`.",
    },
  },
  versionSetting: "source.settings.apiVersion",
};

/** The problem behind an answer without a good status. */
export function answerProblem(response: HttpResponse): Problem {
  return refusalProblem(response, RULES);
}
