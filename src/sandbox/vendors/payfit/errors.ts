import type { Failure, Reply } from "../../server/exchange.js";

/** PayFit's error body: documented for 429, assumed for the others (docs/vendors/payfit.md §8). */
export function payfitError(status: number, message: string): Reply {
  return { status, json: { message } };
}

/** The gateway in front of the API refuses with an id of the request. */
function gatewayError(status: number, message: string): Reply {
  return { status, json: { message, request_id: `sandbox-${status}` } };
}

export function payfitFailure(failure: Failure): Reply {
  switch (failure) {
    case "unauthorized":
      return gatewayError(401, "Unauthorized");
    case "forbidden":
      return gatewayError(403, "You cannot consume this service");
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
