import { problemFromFailure } from "../../http/problem.js";
import type { HttpResponse } from "../../http/types.js";
import { Problem } from "../../sync/errors.js";
import { readErrorJson } from "../support/call.js";
import { cleanText } from "../support/values.js";
import { isWebPage } from "../support/web-page.js";
import { errorSchema } from "./schema.js";

export const SERVICE = "Deel";

/** Where an admin makes tokens (deel.md §1). */
export const TOKEN_SCREEN = "More > Developer > Access Tokens";

const LONGEST_MESSAGE = 200;

/** The problem behind an answer without a good status (deel.md §2). */
export function refusalProblem(response: HttpResponse): Problem {
  const { status } = response;
  const why = refusalText(response);
  if ([400, 401, 403, 404].includes(status) && isWebPage(response)) return blockedProblem(status);
  switch (status) {
    case 400:
      return new Problem({
        kind: "configuration",
        code: "request_refused",
        what: "Deel refuses what was asked for.",
        why,
        next: "Check source.settings.apiVersion and source.settings.hiringTypes, then run `spendesk-hr preview`.",
      });
    case 401:
      return new Problem({
        kind: "credentials",
        code: "credentials_refused",
        what: "Deel does not accept the API token.",
        why,
        next: `Run \`spendesk-hr connect deel\` with an organization token from Deel under ${TOKEN_SCREEN}. Tokens of Deel's sandbox need source.settings.environment set to sandbox, others must not have it.`,
      });
    case 403:
      return new Problem({
        kind: "credentials",
        code: "permission_missing",
        what: "Deel does not let this token read people.",
        why,
        next: `In Deel under ${TOKEN_SCREEN}, generate an Organization token and tick the scope people:read, then run \`spendesk-hr connect deel\`.`,
      });
    case 404:
      return new Problem({
        kind: "configuration",
        code: "not_found",
        what: "There is no Deel at this address.",
        why,
        next: "Leave source.baseUrl out, or set it to https://api.letsdeel.com without /rest. Then run `spendesk-hr preview`.",
      });
    default: {
      const { kind, code, message, next } = problemFromFailure(response, { service: SERVICE });
      return new Problem({ kind, code, what: message, why, next });
    }
  }
}

/** Whether Deel refuses the size of the page: its own documents disagree about the largest (deel.md §3). */
export function refusesLimit(response: HttpResponse): boolean {
  if (response.status !== 400) return false;
  const parsed = errorSchema.safeParse(readErrorJson(response));
  if (!parsed.success) return false;
  const told = parsed.data.errors.map(({ message, path }) => `${path ?? ""} ${message ?? ""}`);
  return told.some((text) => /\blimit\b/iu.test(text));
}

/** Deel's own words, with the request id that its support asks for. */
function refusalText(response: HttpResponse): string {
  const { status } = response;
  const parsed = errorSchema.safeParse(readErrorJson(response));
  if (!parsed.success) return `Deel gives no reason (status ${status}).`;
  const [error] = parsed.data.errors;
  const message = cleanText(error?.message)?.slice(0, LONGEST_MESSAGE);
  const path = cleanText(error?.path)?.slice(0, LONGEST_MESSAGE);
  const said = message ? `Deel says "${message}"` : "Deel gives no reason";
  const request = cleanText(parsed.data.request?.api_req_id);
  return `${said} (status ${status}${path ? `, about ${path}` : ""}${request ? `, request ${request}` : ""}).`;
}

function blockedProblem(status: number): Problem {
  return new Problem({
    kind: "temporary",
    code: "blocked",
    what: "Something between here and Deel refuses the call.",
    why: `The answer (status ${status}) is a web page, not Deel's.`,
    next: "Check the proxy and the firewall, then run the command again.",
  });
}
