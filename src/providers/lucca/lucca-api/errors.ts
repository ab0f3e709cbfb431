import type { HttpResponse } from "../../../http/types.js";
import { Problem } from "../../../sync/errors.js";
import { readErrorJson, unexpectedAnswer } from "../../support/call.js";
import { isWebPage } from "../../support/web-page.js";
import { blocked, generalProblem, type Refusals, refusalText, SERVICE } from "../errors.js";
import { signInErrorSchema } from "./schema.js";
import { APPLICATION_SCREEN, type Scope } from "./scopes.js";

/** What a good token that an account does not accept, or a missing right, means. */
export const refusals: Refusals = {
  credentialRefused: (why) =>
    new Problem({
      kind: "credentials",
      code: "credentials_refused",
      what: "The Lucca account at this address does not accept the application.",
      why: `${why} The client ID and the client secret are right, so they are probably of another account.`,
      next: "Run `spendesk-hr connect lucca` with the address, the client ID and the client secret of the same Lucca account.",
    }),
  permissionMissing: (why) => permissionMissing("employees.readonly", why),
  whatToAllow: `tick employees.readonly in Lucca under ${APPLICATION_SCREEN}`,
};

/** The application lacks scopes without which nothing can be read. */
function permissionMissing(scopes: string, why: string): Problem {
  return new Problem({
    kind: "credentials",
    code: "permission_missing",
    what: "Lucca does not let this application read employees.",
    why,
    next: `In Lucca under ${APPLICATION_SCREEN}, tick the scopes ${scopes} and all business establishments, then run \`spendesk-hr preview\`.`,
  });
}

/** Whether a sign-in failed for its scopes alone (RFC 6749 §5.2; of Lucca assumed). */
export function refusesScopes(response: HttpResponse): boolean {
  return response.status === 400 && signInError(response) === "invalid_scope";
}

/** The problem behind a sign-in without a token. */
export function signInProblem(response: HttpResponse, wanted: readonly Scope[]): Problem {
  if (response.status < 300) return unexpectedAnswer(SERVICE, "The sign-in gave no token.");
  const why = `${refusalText(response)}${saidError(response)}`;
  if (refusesScopes(response)) return permissionMissing(wanted.join(", "), why);
  if (![400, 401, 403].includes(response.status)) return generalProblem(response);
  if (isWebPage(response)) return blocked(why, `check the application under ${APPLICATION_SCREEN}`);
  return new Problem({
    kind: "credentials",
    code: "credentials_refused",
    what: "Lucca does not accept the client ID and the client secret.",
    why,
    next: `Run \`spendesk-hr connect lucca\` with both of the same application. A lost secret is replaced by a new one: in Lucca under ${APPLICATION_SCREEN}.`,
  });
}

/** The words of the standard, which can't hold data. */
function saidError(response: HttpResponse): string {
  const error = signInError(response);
  return error !== null && /^[a-z_]{1,40}$/u.test(error) ? ` Its error is ${error}.` : "";
}

function signInError(response: HttpResponse): string | null {
  return signInErrorSchema.safeParse(readErrorJson(response)).data?.error ?? null;
}
