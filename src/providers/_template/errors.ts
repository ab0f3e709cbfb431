import { problemFromFailure } from "../../http/problem.js";
import type { HttpResponse } from "../../http/types.js";
import { Problem } from "../../sync/errors.js";
import { unexpectedAnswer } from "../support/call.js";
import { isWebPage } from "../support/web-page.js";

export const SERVICE = "Example HR";

/** Where the admin finds what the token may read. */
export const TOKEN_SCREEN = "Settings > API tokens > (this token)";

/**
 * The problem behind an answer without a good status.
 *
 * Decide: which answers mean a wrong credential, a missing permission, a wrong account, and the exact
 * next step for each. The vendor's own message may stand in `why`, cut short, where it can't hold data.
 * Limits (429) and trouble of the vendor's own (5xx) are in the general ones.
 */
export function answerProblem(response: HttpResponse): Problem {
  const { status } = response;
  if (status !== 401 && status !== 403) return problemFromFailure(response, { service: SERVICE });
  if (isWebPage(response)) {
    return unexpectedAnswer(SERVICE, `A web page came with status ${status}, not from Example HR's API.`);
  }
  return status === 401 ? tokenRefused() : permissionMissing();
}

function tokenRefused(): Problem {
  return new Problem({
    kind: "credentials",
    code: "credentials_refused",
    what: "Example HR does not accept the API token.",
    why: "It is wrong, was removed, or belongs to an account of the other region (status 401).",
    next: "Run `spendesk-hr connect examplehr` with a token of this account; a lost one means creating a new one.",
  });
}

function permissionMissing(): Problem {
  return new Problem({
    kind: "credentials",
    code: "permission_missing",
    what: "Example HR does not let this token read people.",
    why: "The list of people was refused (status 403).",
    next: `In Example HR under ${TOKEN_SCREEN}, set People to All, then run \`spendesk-hr preview\`.`,
  });
}
