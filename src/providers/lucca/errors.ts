import { problemFromFailure } from "../../http/problem.js";
import type { HttpResponse } from "../../http/types.js";
import { isProblem, Problem } from "../../sync/errors.js";
import { readErrorJson } from "../support/call.js";
import { cleanText } from "../support/values.js";
import { isWebPage } from "../support/web-page.js";
import { ROLE_SCREEN } from "./data-read.js";
import { errorSchema } from "./schema.js";

export const SERVICE = "Lucca";

const CHECK_ADDRESS =
  "Check the Lucca address: it is the one in your browser when you use Lucca, for example acme.ilucca.net. Run `spendesk-hr connect lucca` to correct it.";

const LONGEST_MESSAGE = 200;

/** Troubles that a misspelt address causes too: it may lead to a login page. */
const ADDRESS_CODES: readonly string[] = ["unknown_host", "redirected", "not_json"];

/** The problem behind an answer that is not a success, told by its status (lucca.md §2). */
export function answerProblem(response: HttpResponse): Problem {
  const why = refusalText(response);
  switch (response.status) {
    case 401:
      return new Problem({
        kind: "credentials",
        code: "credentials_refused",
        what: "Lucca does not accept the API key.",
        why,
        next: "Run `spendesk-hr connect lucca` with the address and an API key of the same Lucca account.",
      });
    case 403:
      return isWebPage(response) ? blocked(why) : permissionMissing(why);
    case 404:
      return new Problem({
        kind: "configuration",
        code: "account_not_found",
        what: "Lucca finds no users at this address.",
        why,
        next: CHECK_ADDRESS,
      });
    case 408:
      return tooSlow();
    default: {
      const { kind, code, message, next } = problemFromFailure(response, { service: SERVICE });
      return new Problem({ kind, code, what: message, why, next });
    }
  }
}

/** Lucca gives up after five seconds, even with the smallest page (lucca.md §6). */
export function tooSlow(): Problem {
  return new Problem({
    kind: "temporary",
    code: "too_slow",
    what: "Lucca takes too long for a list of users.",
    why: "It was also asked for fewer people at once, and did not answer in time either.",
    next: "Run the same command again in a few minutes.",
  });
}

/** A failure whose likely reason is the address, with that advice; anything else unchanged. */
export function withAddressAdvice(error: unknown): unknown {
  if (!isProblem(error) || !ADDRESS_CODES.includes(error.code)) return error;
  const { kind, code, message, why } = error;
  return new Problem({ kind, code, what: message, why, next: CHECK_ADDRESS }, { cause: error });
}

function refusalText(response: HttpResponse): string {
  const parsed = errorSchema.safeParse(readErrorJson(response));
  const said = parsed.success ? (cleanText(parsed.data.Message) ?? cleanText(parsed.data.message)) : null;
  const message = said?.slice(0, LONGEST_MESSAGE);
  return `${message ? `Lucca says "${message}"` : "Lucca gives no reason"} (status ${response.status}).`;
}

function permissionMissing(why: string): Problem {
  return new Problem({
    kind: "credentials",
    code: "permission_missing",
    what: "Lucca does not let this API key read users.",
    why,
    next: `In Lucca under ${ROLE_SCREEN}, allow Consult users on all establishments and departments, then run \`spendesk-hr preview\`.`,
  });
}

/** Lucca's own refusals may be web pages as well, so both ends are named. */
function blocked(why: string): Problem {
  return new Problem({
    kind: "temporary",
    code: "blocked",
    what: "Lucca, or something between here and Lucca, refuses the call.",
    why: `The answer is a web page. ${why}`,
    next: `Check the firewall and proxy. If they let it through, allow Consult users in Lucca under ${ROLE_SCREEN}. Then run \`spendesk-hr preview\`.`,
  });
}
