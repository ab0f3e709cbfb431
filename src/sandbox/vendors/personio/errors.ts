import type { Failure, Reply } from "../../server/exchange.js";

/** Personio's error body (docs/vendors/personio.md §8). */
export function personioError(status: number, code: number, message: string): Reply {
  return { status, json: { success: false, error: { code, message } } };
}

export function personioFailure(failure: Failure): Reply {
  switch (failure) {
    case "unauthorized":
      return personioError(403, 403, "Provided authorization is not valid");
    case "forbidden":
      return personioError(403, 0, "personio.core.api.exceptions.api.forbidden.http.exception");
    case "not_found":
      return personioError(404, 404, "Not found");
    case "too_many_requests":
      return personioError(429, 429, "Too many requests");
    case "too_large":
      return personioError(413, 413, "Request entity too large");
    case "internal_error":
      return personioError(500, 0, "Es ist ein Problem aufgetreten");
  }
}
