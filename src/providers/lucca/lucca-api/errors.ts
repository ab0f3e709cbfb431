import type { HttpResponse } from "../../../http/types.js";
import { Problem } from "../../../sync/model/index.js";
import { readRefusal, refusalText } from "../../support/refusal.js";
import { type RefusalAdvice, signInProblem as refusedSignIn } from "../../support/refusal-problem.js";
import { answerProblem, type GenerationRules, SERVICE } from "../errors.js";
import { APPLICATION_SCREEN, type Scope } from "./guide.js";

/** The application lacks scopes without which nothing can be read. */
function permissionMissing(scopes: string): RefusalAdvice {
  return {
    what: "Lucca does not let this application read employees.",
    next: `In Lucca under ${APPLICATION_SCREEN}, tick the scopes ${scopes} and all business establishments, then run \`spendesk-hr preview\`.`,
  };
}

/** What a good token that an account does not accept, or a missing right, means. */
const RULES: GenerationRules = {
  credentialRefused: {
    what: "The Lucca account at this address does not accept the application.",
    why: "The client ID and the client secret are right, so they are probably of another account.",
    next: "Run `spendesk-hr connect lucca` with the address, the client ID and the client secret of the same Lucca account.",
  },
  permissionMissing: permissionMissing("employees.readonly"),
};

const SIGN_IN_REFUSED: RefusalAdvice = {
  what: "Lucca does not accept the client ID and the client secret.",
  next: `Run \`spendesk-hr connect lucca\` with both of the same application. A lost secret is replaced by a new one: in Lucca under ${APPLICATION_SCREEN}.`,
};

/** The problem behind an answer of the account that is not a success. */
export function apiProblem(response: HttpResponse): Problem {
  return answerProblem(response, RULES);
}

/** Whether a sign-in failed for its scopes alone (RFC 6749 §5.2; of Lucca assumed). */
export function refusesScopes(response: HttpResponse): boolean {
  return response.status === 400 && readRefusal(response).code === "invalid_scope";
}

/** The problem behind a sign-in without a token. */
export function signInProblem(response: HttpResponse, wanted: readonly Scope[]): Problem {
  const rules = {
    credentialRefused: SIGN_IN_REFUSED,
    permissionMissing: permissionMissing(wanted.join(", ")),
  };
  if (!refusesScopes(response)) return refusedSignIn(response, { service: SERVICE, ...rules });
  const { what, next } = rules.permissionMissing;
  const why = refusalText(SERVICE, response);
  return new Problem({ kind: "credentials", code: "permission_missing", what, why, next });
}
