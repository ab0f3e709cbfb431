import type { HttpResponse } from "../../http/types.js";
import type { Problem } from "../../sync/model/index.js";
import { readErrorJson, unexpectedAnswer } from "../support/call.js";
import { readRefusal } from "../support/refusal.js";
import { credentialProblem, type RefusalRules, refusalProblem } from "../support/refusal-problem.js";
import { errorSchema } from "./schema.js";

export const SERVICE = "Personio";

/** Where the admin finds what the credential may do (docs/vendors/personio.md §1). */
export const INTEGRATION_SCREEN = "Marketplace > Connected integrations > (this integration)";

const MISSING_RIGHT = {
  what: "Personio does not let this credential read employees.",
  next: `In Personio under ${INTEGRATION_SCREEN}, tick Employees: Read and fill Readable employee attributes, then run \`spendesk-hr preview\`.`,
};

/** A 401 means a missing right as well: a fresh token did not help (docs/vendors/personio.md §8). */
const READ_RULES: RefusalRules = {
  service: SERVICE,
  credentialRefused: MISSING_RIGHT,
  permissionMissing: MISSING_RIGHT,
  own: { 401: { kind: "credentials", code: "permission_missing", ...MISSING_RIGHT } },
};

const SIGN_IN_RULES: RefusalRules = {
  service: SERVICE,
  permissionMissing: MISSING_RIGHT,
  credentialRefused: {
    what: "Personio does not accept the client ID and client secret.",
    next: "Run `spendesk-hr connect personio` with the client ID and secret of the integration; a lost secret means creating a new integration.",
  },
};

/** Statuses with which Personio refuses a wrong id or secret (docs/vendors/personio.md §8). */
const SIGN_IN_REFUSED = [400, 401, 403, 422];

/**
 * The problem behind an answer to the sign-in. A wrong id or secret is told by the status, never by
 * the message: that one may be German. Personio can also say no with a good status; a 404 without its
 * words means that somebody else is at this address.
 */
export function signInProblem(response: HttpResponse): Problem {
  const { status } = response;
  const isPersonios = status === 404 && readRefusal(response).words !== null;
  const saysNo = status < 300 && errorSchema.safeParse(readErrorJson(response)).success;
  if (SIGN_IN_REFUSED.includes(status) || isPersonios || saysNo) {
    return credentialProblem(response, SIGN_IN_RULES);
  }
  return status < 300
    ? unexpectedAnswer(SERVICE, "The sign-in gave no token.")
    : refusalProblem(response, SIGN_IN_RULES);
}

/** The problem behind an answer to a read; Personio can say no with a good status, too. */
export function readProblem(response: HttpResponse): Problem {
  return refusalProblem(response, READ_RULES);
}
