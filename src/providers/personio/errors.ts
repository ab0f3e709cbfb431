import { problemFromFailure } from "../../http/problem.js";
import type { HttpResponse } from "../../http/types.js";
import { Problem } from "../../sync/errors.js";
import { readErrorJson, unexpectedAnswer } from "../support/call.js";
import { cleanText } from "../support/values.js";
import { errorSchema } from "./schema.js";

export const SERVICE = "Personio";

const LONGEST_MESSAGE = 200;

/**
 * What Personio says about its refusal, in its own words (the language is the account's) and with the
 * trace id its support asks for; null when the answer is not Personio's.
 */
function refusalText(response: HttpResponse): string | null {
  const parsed = errorSchema.safeParse(readErrorJson(response));
  if (!parsed.success) return null;
  const { error, personio_trace_id, trace_id } = parsed.data;
  const message = cleanText(error?.message)?.slice(0, LONGEST_MESSAGE);
  const trace = cleanText(personio_trace_id) ?? cleanText(trace_id);
  const said = message ? `Personio says "${message}"` : "Personio gives no reason";
  return `${said} (status ${response.status}${trace ? `, trace id ${trace}` : ""}).`;
}

/**
 * The problem behind an answer to the sign-in. A wrong id or secret is told by the status, never by
 * the message: that one may be German (personio.md §2d).
 */
export function signInProblem(response: HttpResponse): Problem {
  const said = refusalText(response);
  const refused = response.status < 400 || [400, 401, 403].includes(response.status);
  if (said === null || !refused) return answerProblem(response, said);
  return new Problem({
    kind: "credentials",
    code: "credentials_refused",
    what: "Personio does not accept the client ID and client secret.",
    why: said,
    next: "Run `spendesk-hr connect personio` with the client ID and secret of the integration; a lost secret means creating a new integration.",
  });
}

/** The problem behind an answer to a read, after a fresh token did not help either. */
export function readProblem(response: HttpResponse): Problem {
  const said = refusalText(response);
  if (said === null || ![401, 403].includes(response.status)) return answerProblem(response, said);
  return new Problem({
    kind: "credentials",
    code: "permission_missing",
    what: "Personio does not let this credential read employees.",
    why: said,
    next: `In Personio under ${INTEGRATION_SCREEN}, tick Employees: Read and fill Readable employee attributes, then run \`spendesk-hr preview\`.`,
  });
}

/** Where the admin finds what the credential may do (personio.md §1). */
export const INTEGRATION_SCREEN = "Marketplace > Connected integrations > (this integration)";

function answerProblem(response: HttpResponse, said: string | null): Problem {
  const { status } = response;
  if (said === null && status < 500 && status !== 429 && status !== 404) {
    return unexpectedAnswer(SERVICE, `The answer (status ${status}) is not in Personio's form.`);
  }
  const problem = problemFromFailure(response, { service: SERVICE });
  if (said === null) return problem;
  const { kind, code, message, next } = problem;
  return new Problem({ kind, code, what: message, why: said, next });
}
