import type { Failure, Reply } from "../../server/exchange.js";

const NO_REQUEST = "00000000-0000-0000-0000-000000000000";

/** Deel's container for errors (docs/vendors/deel.md §8); the texts are invented. */
export function deelError(status: number, message: string, path?: string): Reply {
  const request = {
    method: "GET",
    url: "/rest/v2/people",
    status,
    api_req_id: NO_REQUEST,
    docs: "https://developer.deel.com/docs",
    source: "people",
    code: 3,
  };
  return { status, json: { request, errors: [{ message, ...(path === undefined ? {} : { path }) }] } };
}

export function deelFailure(failure: Failure): Reply {
  switch (failure) {
    case "unauthorized":
      return deelError(401, "Invalid token");
    case "forbidden":
      return deelError(403, "The token has insufficient scopes: people:read");
    case "not_found":
      return deelError(404, "Not found");
    case "too_many_requests":
      // Its body is not documented.
      return { status: 429, text: "Too Many Requests", headers: { "content-type": "text/plain" } };
    case "too_large":
      return deelError(413, "Request entity too large");
    case "internal_error":
      return { status: 500, json: { error: { message: "Internal server error" } } };
  }
}
