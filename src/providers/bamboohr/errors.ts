import type { HttpResponse } from "../../http/types.js";
import { isProblem, Problem } from "../../sync/errors.js";
import { readRefusal } from "../support/refusal.js";
import { type RefusalRules, refusalProblem } from "../support/refusal-problem.js";

export const SERVICE = "BambooHR";

/** Where the admin decides what the owner of the key may see (docs/vendors/bamboohr.md §1). */
export const ACCESS_SCREEN = "Settings > Access Levels > (level of the key's owner)";

const CHECK_DOMAIN =
  "Check the company domain: it is the part before .bamboohr.com in your browser. Run `spendesk-hr connect bamboohr` to correct it.";

/** Troubles that a misspelt company domain causes too. */
const DOMAIN_CODES: readonly string[] = ["unknown_host", "redirected", "not_json"];

/** BambooHR explains refusals in a header, in JSON or as problem+json (docs/vendors/bamboohr.md §8). */
const RULES: RefusalRules = {
  service: SERVICE,
  credentialRefused: {
    what: "BambooHR does not accept the API key.",
    next: "Run `spendesk-hr connect bamboohr` with a key of this company. A key ends with the user who made it; a lost one means adding a new one.",
  },
  permissionMissing: {
    what: "BambooHR does not let the owner of this key read employees.",
    why: "It also answers so for a while after several calls with a wrong key.",
    next: `In BambooHR under ${ACCESS_SCREEN}, allow all employees and reports, then run \`spendesk-hr preview\`. If a wrong key was used before, wait half an hour first.`,
  },
};

/** The problem behind an answer that is not a success. */
export function answerProblem(response: HttpResponse): Problem {
  return refusalProblem(response, RULES);
}

/** Neither the report nor the data set exist: rather no such company than two missing rights. */
export function accountNotFound(response: HttpResponse): Problem {
  const { words } = readRefusal(response);
  return new Problem({
    kind: "configuration",
    code: "account_not_found",
    what: "BambooHR finds no employees at this address.",
    why: `${words === null ? "" : `BambooHR says "${words}". `}There is no such company, or the owner of the key may use neither reports nor data sets (status ${response.status}).`,
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
