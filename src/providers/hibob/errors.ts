import { problemFromFailure } from "../../http/problem.js";
import type { HttpResponse } from "../../http/types.js";
import { Problem } from "../../sync/errors.js";
import { readErrorJson } from "../support/call.js";
import { cleanText } from "../support/values.js";
import { isWebPage } from "../support/web-page.js";
import { errorSchema } from "./schema.js";

export const SERVICE = "Bob";

/** Where the admin says what the service user may see (hibob.md §1). */
export const GROUP_SCREEN =
  "System settings > Account > Permission groups > (the service user's group) > People's data";

const LONGEST_MESSAGE = 200;

/**
 * The problem behind an answer without a good status (hibob.md §2). Bob's refusals may have an empty
 * body; a web page comes from something in between.
 */
export function refusalProblem(response: HttpResponse): Problem {
  const { status } = response;
  const why = refusalText(response);
  if ((status === 401 || status === 403) && isWebPage(response)) return blockedProblem(status);
  switch (status) {
    case 400:
      return new Problem({
        kind: "configuration",
        code: "request_refused",
        what: "Bob refuses what was asked for.",
        why,
        next: "Check the field ids in source.settings, then run `spendesk-hr preview`.",
      });
    case 401:
      return new Problem({
        kind: "credentials",
        code: "credentials_refused",
        what: "Bob does not accept the service user's ID and token.",
        why,
        next: "Run `spendesk-hr connect hibob` with the ID and token of the service user; a lost token can be reset in Bob under System settings > Integrations > Service users.",
      });
    case 403:
      return new Problem({
        kind: "credentials",
        code: "permission_missing",
        what: "Bob does not let this service user read people.",
        why,
        next: `In Bob, put the service user in a permission group and give it rights under ${GROUP_SCREEN}. If Bob has an IP trust list, add this computer's outbound address. Then run \`spendesk-hr preview\`.`,
      });
    case 404:
      return new Problem({
        kind: "configuration",
        code: "not_found",
        what: "There is no Bob at this address.",
        why,
        next: "Leave source.baseUrl out, or set it to https://api.hibob.com or https://api.sandbox.hibob.com, without /v1. Then run `spendesk-hr preview`.",
      });
    default: {
      const { kind, code, message, next } = problemFromFailure(response, { service: SERVICE });
      return new Problem({ kind, code, what: message, why, next });
    }
  }
}

/** What Bob says about its refusal, in its own words. */
function refusalText(response: HttpResponse): string {
  const parsed = errorSchema.safeParse(readErrorJson(response));
  const said = parsed.success ? (cleanText(parsed.data.error) ?? cleanText(parsed.data.key)) : null;
  const message = said?.slice(0, LONGEST_MESSAGE);
  return `${message ? `Bob says "${message}"` : "Bob gives no reason"} (status ${response.status}).`;
}

/** Bob's own guard blocks an address for five minutes after many refusals (hibob.md §6). */
function blockedProblem(status: number): Problem {
  return new Problem({
    kind: "temporary",
    code: "blocked",
    what: "Something between here and Bob refuses the call.",
    why: `The answer (status ${status}) is a web page, not Bob's.`,
    next: "Wait five minutes and try again. If it stays, check the proxy, and Bob's IP trust list for this computer's outbound address.",
  });
}
