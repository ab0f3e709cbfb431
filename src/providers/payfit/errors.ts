import { problemFromFailure } from "../../http/problem.js";
import type { HttpResponse } from "../../http/types.js";
import { Problem } from "../../sync/errors.js";
import { readErrorJson, unexpectedAnswer } from "../support/call.js";
import { cleanText } from "../support/values.js";
import { isWebPage } from "../support/web-page.js";
import { errorSchema } from "./schema.js";

export const SERVICE = "PayFit";

/** Where keys are made; what a key may read can't be changed afterwards (payfit.md §1). */
export const KEY_SCREEN = "Integrations > API access";

const LONGEST_MESSAGE = 200;

/**
 * The problem behind an answer without a good status (payfit.md §2).
 * @param scope what the call needs
 */
export function answerProblem(response: HttpResponse, scope: string): Problem {
  const { status } = response;
  const why = refusalText(response);
  if ((status === 401 || status === 403) && isWebPage(response)) return webPageProblem(status);
  switch (status) {
    case 401:
      return keyRefused(why);
    case 403:
      return new Problem({
        kind: "credentials",
        code: "permission_missing",
        what: `The PayFit key may not be used for that: it lacks ${scope}.`,
        why,
        next: `In PayFit under ${KEY_SCREEN}, create a new key with ${scope} as well, then run \`spendesk-hr connect payfit\`.`,
      });
    case 404:
      return new Problem({
        kind: "configuration",
        code: "not_found",
        what: "PayFit does not find the company of this key.",
        why: `${why} It answers so for the id of another company, and where a path does not exist.`,
        next: "Remove source.settings.companyId (the key tells its company), use settings.contracts french for French companies only, and leave source.baseUrl out. Then run `spendesk-hr preview`.",
      });
    default: {
      const { kind, code, message, next } = problemFromFailure(response, { service: SERVICE });
      return new Problem({ kind, code, what: message, why, next });
    }
  }
}

/** The problem behind an answer to the question whose key it is. */
export function introspectionProblem(response: HttpResponse): Problem {
  const { status } = response;
  if (isWebPage(response) && status !== 429 && status < 500) return webPageProblem(status);
  const why = refusalText(response);
  return [400, 401, 403].includes(status) ? keyRefused(why) : answerProblem(response, "any right at all");
}

export function keyRefused(why: string): Problem {
  return new Problem({
    kind: "credentials",
    code: "credentials_refused",
    what: "PayFit does not accept the API key.",
    why,
    next: `Run \`spendesk-hr connect payfit\` with a key of this company. A key that was lost or revoked is replaced by a new one: in PayFit under ${KEY_SCREEN}.`,
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

/** What PayFit says about its refusal; only the body of 429 is documented. */
function refusalText(response: HttpResponse): string {
  const parsed = errorSchema.safeParse(readErrorJson(response));
  const message = parsed.success ? cleanText(parsed.data.message)?.slice(0, LONGEST_MESSAGE) : null;
  return `${message ? `PayFit says "${message}"` : "PayFit gives no reason"} (status ${response.status}).`;
}

function webPageProblem(status: number): Problem {
  return unexpectedAnswer(SERVICE, `A web page came with status ${status}, not from PayFit's API.`);
}
