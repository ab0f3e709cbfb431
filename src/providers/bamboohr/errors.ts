import { problemFromFailure } from "../../http/problem.js";
import type { HttpResponse } from "../../http/types.js";
import { isProblem, Problem } from "../../sync/errors.js";
import { readErrorJson, unexpectedAnswer } from "../support/call.js";
import { cleanText } from "../support/values.js";
import { isWebPage } from "../support/web-page.js";
import { errorSchema } from "./schema.js";

export const SERVICE = "BambooHR";

/** Where the admin decides what the owner of the key may see (bamboohr.md §1). */
export const ACCESS_SCREEN = "Settings > Access Levels > (level of the key's owner)";

const CHECK_DOMAIN =
  "Check the company domain: it is the part before .bamboohr.com in your browser. Run `spendesk-hr connect bamboohr` to correct it.";

const LONGEST_MESSAGE = 200;

/** Troubles that a misspelt company domain causes too. */
const DOMAIN_CODES: readonly string[] = ["unknown_host", "redirected", "not_json"];

/** What BambooHR says in the header it explains refusals with, or in its newer JSON; null for neither. */
function refusalText(response: HttpResponse): string | null {
  const parsed = errorSchema.safeParse(readErrorJson(response));
  const text = response.headers["x-bamboohr-error-message"] ?? (parsed.success ? parsed.data.detail : null);
  return cleanText(text)?.slice(0, LONGEST_MESSAGE) ?? null;
}

/** The problem behind an answer that is not a success. */
export function answerProblem(response: HttpResponse): Problem {
  const { status } = response;
  const text = refusalText(response);
  const said = text ? `BambooHR says "${text}" (status ${status}).` : `BambooHR answered ${status}.`;
  if (text === null && isWebPage(response) && (status === 401 || status === 403)) {
    return unexpectedAnswer(SERVICE, `A web page came with status ${status}, not from BambooHR's API.`);
  }
  if (status === 401) return keyRefused(said);
  if (status === 403) return permissionMissing(said);
  const problem = problemFromFailure(response, { service: SERVICE });
  if (text === null) return problem;
  const { kind, code, message, next } = problem;
  return new Problem({ kind, code, what: message, why: said, next });
}

/** Neither the report nor the data set exist: rather no such company than two missing rights. */
export function accountNotFound(): Problem {
  return new Problem({
    kind: "configuration",
    code: "account_not_found",
    what: "BambooHR finds no employees at this address.",
    why: "There is no such company, or the owner of the key may use neither reports nor data sets (status 404).",
    next: `${CHECK_DOMAIN} If it is right, allow reports under ${ACCESS_SCREEN}.`,
  });
}

/** A failure whose likely reason is the company domain, with that advice; anything else unchanged. */
export function withDomainAdvice(error: unknown): unknown {
  if (!isProblem(error) || !DOMAIN_CODES.includes(error.code)) return error;
  const { kind, code, message, why } = error;
  const next =
    kind === "temporary" ? `Try again in a few minutes. If it stays: ${CHECK_DOMAIN}` : CHECK_DOMAIN;
  return new Problem({ kind, code, what: message, why, next }, { cause: error });
}

function keyRefused(why: string): Problem {
  return new Problem({
    kind: "credentials",
    code: "credentials_refused",
    what: "BambooHR does not accept the API key.",
    why,
    next: "Run `spendesk-hr connect bamboohr` with a key of this company. A key ends with the user who made it; a lost one means adding a new one.",
  });
}

/** BambooHR also answers 403 for a while after several calls with an unknown key (bamboohr.md §2). */
function permissionMissing(why: string): Problem {
  return new Problem({
    kind: "credentials",
    code: "permission_missing",
    what: "BambooHR does not let the owner of this key read employees.",
    why: `${why} It also answers so for a while after several calls with a wrong key.`,
    next: `In BambooHR under ${ACCESS_SCREEN}, allow all employees and reports, then run \`spendesk-hr preview\`. If a wrong key was used before, wait half an hour first.`,
  });
}
