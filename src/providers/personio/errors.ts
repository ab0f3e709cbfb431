import type { HttpResponse } from "../../http/types.js";
import type { Problem } from "../../sync/model/index.js";
import { readErrorJson } from "../support/call.js";
import { readRefusal } from "../support/refusal.js";
import {
  type RefusalRules,
  refusalProblem,
  signInProblem as signInRefusal,
} from "../support/refusal-problem.js";
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

/**
 * The problem behind an answer to the sign-in. A wrong id or secret is told by the status, never by
 * the message: that one may be German. Personio can also say no with a good status; a 404 without its
 * words means that somebody else is at this address (docs/vendors/personio.md §8).
 */
export function signInProblem(response: HttpResponse): Problem {
  const { status } = response;
  const isPersonios = status === 404 && readRefusal(response).words !== null;
  const saysNo = status < 300 && errorSchema.safeParse(readErrorJson(response)).success;
  return signInRefusal(response, SIGN_IN_RULES, [422, ...(isPersonios || saysNo ? [status] : [])]);
}

/** The problem behind an answer to a read; Personio can say no with a good status, too. */
export function readProblem(response: HttpResponse): Problem {
  return refusalProblem(response, READ_RULES);
}
