import { problemFromFailure } from "../../http/problem.js";
import type { HttpResponse } from "../../http/types.js";
import { isProblem, Problem } from "../../sync/errors.js";
import { readErrorJson } from "../support/call.js";
import { cleanText } from "../support/values.js";
import { isWebPage } from "../support/web-page.js";
import { errorSchema } from "./schema.js";

export const SERVICE = "Lucca";

const CHECK_ADDRESS =
  "Check the Lucca address: it is the one in your browser when you use Lucca, for example acme.ilucca.net. Run `spendesk-hr connect lucca` to correct it.";

const LONGEST_MESSAGE = 200;

/** Troubles that a misspelt address causes too: it may lead to a login page. */
const ADDRESS_CODES: readonly string[] = ["unknown_host", "redirected", "not_json"];

/** What a generation of the API has its own words for; each gets what Lucca said. */
export interface Refusals {
  /** Status 401. */
  credentialRefused(why: string): Problem;
  /** Status 403. */
  permissionMissing(why: string): Problem;
  /** Where to allow what, for a refusal that may also come from something in between. */
  readonly whatToAllow: string;
}

/** The problem behind an answer that is not a success, told by its status (lucca.md §2, §6). */
export function answerProblem(response: HttpResponse, refusals: Refusals): Problem {
  const why = refusalText(response);
  switch (response.status) {
    case 401:
      return refusals.credentialRefused(why);
    case 403:
      return isWebPage(response) ? blocked(why, refusals.whatToAllow) : refusals.permissionMissing(why);
    case 404:
      return new Problem({
        kind: "configuration",
        code: "account_not_found",
        what: "Lucca finds no people at this address.",
        why,
        next: CHECK_ADDRESS,
      });
    case 408:
      return tooSlow();
    default:
      return generalProblem(response);
  }
}

/** The problem behind any other answer: limits, trouble of Lucca's own. */
export function generalProblem(response: HttpResponse): Problem {
  const { kind, code, message, next } = problemFromFailure(response, { service: SERVICE });
  return new Problem({ kind, code, what: message, why: refusalText(response), next });
}

/** Lucca gives up after five seconds, even with the smallest page (lucca.md §6). */
export function tooSlow(): Problem {
  return new Problem({
    kind: "temporary",
    code: "too_slow",
    what: "Lucca takes too long for a list.",
    why: "It was also asked for less at once, and did not answer in time either.",
    next: "Run the same command again in a few minutes.",
  });
}

/** A failure whose likely reason is the address, with that advice; anything else unchanged. */
export function withAddressAdvice(error: unknown): unknown {
  if (!isProblem(error) || !ADDRESS_CODES.includes(error.code)) return error;
  const { kind, code, message, why } = error;
  return new Problem({ kind, code, what: message, why, next: CHECK_ADDRESS }, { cause: error });
}

/** What Lucca says about its refusal, in any of the forms it has. */
export function refusalText(response: HttpResponse): string {
  const { data } = errorSchema.safeParse(readErrorJson(response));
  const texts = [data?.Message, data?.message, data?.detail, data?.details, data?.title];
  const message = texts.map(cleanText).find((text) => text !== null);
  return `${message ? `Lucca says "${message.slice(0, LONGEST_MESSAGE)}"` : "Lucca gives no reason"} (status ${response.status}).`;
}

/** Lucca's own refusals may be web pages as well, so both ends are named. */
export function blocked(why: string, whatToAllow: string): Problem {
  return new Problem({
    kind: "temporary",
    code: "blocked",
    what: "Lucca, or something between here and Lucca, refuses the call.",
    why: `The answer is a web page. ${why}`,
    next: `Check the firewall and proxy. If they let it through, ${whatToAllow}. Then run \`spendesk-hr preview\`.`,
  });
}
