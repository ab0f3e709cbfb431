import type { HttpResponse } from "../../http/types.js";
import type { Problem } from "../../sync/model/index.js";
import { type RefusalRules, refusalProblem } from "../support/refusal-problem.js";

export const SERVICE = "Example HR";

/** Where the admin finds what the token may read. */
export const TOKEN_SCREEN = "Settings > API tokens > (this token)";

/**
 * Decide: what a refused credential and a missing permission mean here, and the exact next step for
 * each; and other statuses that mean something special (`own`), such as a wrong account with 404. The
 * vendor's own words are quoted in whatever form they come. Limits (429), trouble of the vendor's own
 * (5xx) and versions that are no more (406, 410) are in the general ones.
 */
const RULES: RefusalRules = {
  service: SERVICE,
  credentialRefused: {
    what: "Example HR does not accept the API token.",
    why: "It is wrong, was removed, or belongs to an account of the other region.",
    next: "Run `spendesk-hr connect examplehr` with a token of this account; a lost one means creating a new one.",
  },
  permissionMissing: {
    what: "Example HR does not let this token read people.",
    next: `In Example HR under ${TOKEN_SCREEN}, set People to All, then run \`spendesk-hr preview\`.`,
  },
};

/** The problem behind an answer without a good status. */
export function answerProblem(response: HttpResponse): Problem {
  return refusalProblem(response, RULES);
}
