import type { Failure, Reply } from "../../server/exchange.js";

/** Bob's documented error body (docs/vendors/hibob.md §8); the texts are invented. */
export function hibobError(status: number, key: string, error: string): Reply {
  return { status, json: { key, error } };
}

export function hibobFailure(failure: Failure): Reply {
  switch (failure) {
    case "unauthorized":
      return hibobError(401, "errors.auth.unauthorized", "Invalid credentials");
    case "forbidden":
      return hibobError(403, "errors.auth.forbidden", "The user has no access to this resource");
    case "not_found":
      return hibobError(404, "errors.not_found", "Not found");
    case "too_many_requests":
      return hibobError(429, "errors.rate_limit", "Too many requests");
    case "too_large":
      return hibobError(413, "errors.too_large", "Request entity too large");
    case "internal_error":
      return hibobError(500, "errors.general", "Something went wrong");
  }
}
