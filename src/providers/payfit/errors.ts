import type { HttpResponse } from "../../http/types.js";
import { Problem } from "../../sync/model/index.js";
import { credentialProblem, type RefusalRules, refusalProblem } from "../support/refusal-problem.js";

export const SERVICE = "PayFit";

/** Where keys are made; what a key may read can't be changed afterwards (docs/vendors/payfit.md §1). */
export const KEY_SCREEN = "Integrations > API access";

const KEY_REFUSED = {
  what: "PayFit does not accept the API key.",
  next: `Run \`spendesk-hr connect payfit\` with a key of this company. A key that was lost or revoked is replaced by a new one: in PayFit under ${KEY_SCREEN}.`,
};

/** @param scope what the call needs */
function rulesFor(scope: string): RefusalRules {
  return {
    service: SERVICE,
    credentialRefused: KEY_REFUSED,
    permissionMissing: {
      what: `The PayFit key may not be used for that: it lacks ${scope}.`,
      next: `In PayFit under ${KEY_SCREEN}, create a new key with ${scope} as well, then run \`spendesk-hr connect payfit\`.`,
    },
    own: {
      404: {
        kind: "configuration",
        code: "not_found",
        what: "PayFit does not find the company of this key.",
        why: "It answers so for the id of another company, and where a path does not exist.",
        next: "Remove source.settings.companyId (the key tells its company), use settings.contracts french for French companies only, and leave source.baseUrl out. Then run `spendesk-hr preview`.",
      },
    },
  };
}

/**
 * The problem behind an answer without a good status (docs/vendors/payfit.md §8).
 * @param scope what the call needs
 */
export function answerProblem(response: HttpResponse, scope: string): Problem {
  return refusalProblem(response, rulesFor(scope));
}

/** The problem behind an answer to the question whose key it is: a bad request is a bad key, too. */
export function introspectionProblem(response: HttpResponse): Problem {
  return [400, 401, 403].includes(response.status)
    ? credentialProblem(response, { service: SERVICE, credentialRefused: KEY_REFUSED })
    : answerProblem(response, "any right at all");
}

export function keyInactive(): Problem {
  return new Problem({
    kind: "credentials",
    code: "credentials_refused",
    ...KEY_REFUSED,
    why: "PayFit calls the key inactive: it is unknown, or was revoked.",
  });
}

/** The key is good, but PayFit does not say for which company. */
export function companyUnknown(): Problem {
  return new Problem({
    kind: "configuration",
    code: "company_unknown",
    what: "PayFit does not tell which company the key is for.",
    why: "The answer about the key has no company_id.",
    next: "Ask PayFit's support for the id of the company, set source.settings.companyId to it, then run `spendesk-hr preview`.",
  });
}
