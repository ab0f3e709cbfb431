import { problemFromFailure } from "../../http/problem.js";
import { type HttpClient, HttpFailure, type HttpRequest, type HttpResponse } from "../../http/types.js";
import { Problem } from "../../sync/model/index.js";

/**
 * Sends a call to an HR tool and returns its answer, whatever the status.
 * @throws Problem when no answer came (network, time, size, redirect).
 */
export async function callProvider(
  http: HttpClient,
  request: HttpRequest,
  service: string,
): Promise<HttpResponse> {
  try {
    return await http.request(request);
  } catch (error) {
    throw callProblem(error, service);
  }
}

/**
 * The JSON of an answer with a good status.
 * @throws Problem when it is something else, for example a login page.
 */
export function readJson(response: HttpResponse, service: string): unknown {
  try {
    return response.json();
  } catch (error) {
    throw callProblem(error, service);
  }
}

/** The JSON of an answer; null when it has none. Gateways answer for an API in HTML. */
export function readJsonOrNull(response: HttpResponse): unknown {
  try {
    return response.json();
  } catch {
    return null;
  }
}

/**
 * The JSON of an error answer, null when it has none: for the words in it, since secrets and bank
 * details that it repeats are hidden.
 */
export function readErrorJson(response: HttpResponse): unknown {
  return response.quotable();
}

/**
 * An answer that is not what the vendor documents: JSON of another form, or a refusal whose body is
 * not the vendor's and so comes from something in between.
 *
 * @param detail what came instead, a whole sentence; never data
 */
export function unexpectedAnswer(service: string, detail: string): Problem {
  return new Problem({
    kind: "temporary",
    code: "unexpected_answer",
    what: `${service} gave an answer that can't be used.`,
    why: detail,
    next: "Try again in a few minutes. If it stays, check `baseUrl` and the proxy.",
  });
}

function callProblem(error: unknown, service: string): unknown {
  return error instanceof HttpFailure ? problemFromFailure(error, { service }) : error;
}
