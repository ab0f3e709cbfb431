import { problemFromFailure } from "../http/problem.js";
import { HttpFailure, type HttpResponse } from "../http/types.js";
import type { Problem } from "../sync/errors.js";

const CONTEXT = { service: "Spendesk" };

/** What to throw for an error of a call: a failure as a problem, anything else as it is. */
export function asProblem(error: unknown): unknown {
  return error instanceof HttpFailure ? problemFromFailure(error, CONTEXT) : error;
}

/** The problem behind an answer whose status is of no use. */
export function unusableAnswer(response: HttpResponse): Problem {
  return problemFromFailure(response, CONTEXT);
}
