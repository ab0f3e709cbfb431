import type { Failure, Reply } from "../../server/exchange.js";

/** PayFit's error body: documented for 429, assumed for the others (payfit.md §2, §6). */
export function payfitError(status: number, message: string): Reply {
  return { status, json: { message } };
}

export function payfitFailure(failure: Failure): Reply {
  switch (failure) {
    case "unauthorized":
      return payfitError(401, "Unauthorized");
    case "forbidden":
      return payfitError(403, "Forbidden");
    case "not_found":
      return payfitError(404, "Not Found");
    case "too_many_requests":
      return payfitError(429, "API rate limit exceeded");
    case "too_large":
      return payfitError(413, "Payload Too Large");
    case "internal_error":
      return payfitError(500, "Internal Server Error");
  }
}
